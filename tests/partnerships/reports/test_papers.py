"""The profile on two pages, the statistics in the form of councils, the register with its four forms."""

import csv
import io
import subprocess
import time
from datetime import date

import pytest
from django.utils import translation
from docx import Document
from openpyxl import load_workbook

from accounts.roles import Role
from core.people import AnonymousPerson
from partnerships.models import Agreement, PersonFunction, Task
from partnerships.models import Person as Contact
from partnerships.reports.activities import activities_of, encounters_of
from tests.factories import make_organisation
from tests.partnerships.builders import make_city, make_country, make_event, make_partnership, make_text
from tests.partnerships.reports.builders import make_encounter

pytestmark = pytest.mark.django_db
BASE = "/partnerschaften/berichte/"


def pdf(tool, data, *more):
    done = subprocess.run([tool, *more], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def words(data):
    return " ".join(pdf("pdftotext", data, "-", "-").split())


def about(data):
    rows = pdf("pdfinfo", data, "-").splitlines()
    return {name: rest.strip() for name, _colon, rest in (row.partition(":") for row in rows)}


@pytest.fixture
def petah_tikva():
    city = make_city(
        slug="petah-tikva", name="Petah Tikva", name_local="פתח תקווה", language="he", direction="rtl",
        country=make_country("IL", name_de="Israel", name_en="Israel", name_fr="Israël"),
    )  # fmt: skip
    town = make_partnership(city=city, signed_on="2000-10", teaser="Умань und Varaždin grüßen.")
    make_event(town, happened_on="1978", note_de="Erster Besuch")
    make_event(town, happened_on="2007-05-11", kind="renewal")
    make_event(town, happened_on="1999", is_checked=False, note_de="Ungeprüft")
    Agreement.objects.create(partnership=town, title="Urkunde", signed_on="2000-10", publicness="public")
    Agreement.objects.create(partnership=town, title="Geheimpapier", signed_on="2001")
    make_encounter(town, title="Konzert", starts_on=date(2026, 5, 3))
    make_encounter(town, title="Interne Runde", publicness="internal", cost_total="321.50")
    return town


def test_the_profile_is_a_tagged_paper_in_three_languages_and_any_script(petah_tikva, client):
    for prefix, title, language in (("", "Steckbrief", "de"), ("/en", "", "en"), ("/fr", "", "fr")):
        began = time.perf_counter()
        answer = client.get(f"{prefix}{BASE}steckbrief/petah-tikva.pdf")
        assert time.perf_counter() - began < 5

        facts, text = about(answer.content), words(answer.content)
        assert (answer.status_code, facts["Tagged"]) == (200, "yes") and int(facts["Pages"]) <= 2
        assert "Petah Tikva" in facts["Title"] and title in facts["Title"]
        assert f"/Lang ({language}".encode() in answer.content or f"({language})".encode() in answer.content
        assert "Умань" in text and "Varaždin" in text and "תקו" in text


def test_partial_dates_are_printed_as_far_as_they_are_known(petah_tikva, client):
    text = words(client.get(f"{BASE}steckbrief/petah-tikva.pdf").content)

    assert "1978: " in text and "11. Mai 2007: " in text and "Oktober 2000" in text
    assert "Ungeprüft" not in text and "Geheimpapier" not in text and "Interne Runde" not in text


def test_the_public_paper_is_the_same_whoever_asks(petah_tikva, signed_in):
    text = words(signed_in(Role.HEAD).get(f"{BASE}steckbrief/petah-tikva.pdf").content)

    assert "Urkunde" in text and "Geheimpapier" not in text and "Interne Runde" not in text


def test_a_long_story_is_cut_to_two_pages_and_says_so(client):
    town = make_partnership(city=make_city(slug="lang", name="Lang"), teaser=None)
    make_text(town, profile="\n\n".join(["Ein langer Satz über die Stadt. " * 30] * 12))
    for year in range(1950, 2020):
        make_event(town, happened_on=str(year), note_de="Etwas geschah, das viele Worte braucht. " * 6)
        Agreement.objects.create(
            partnership=town, title=f"Papier {year} " + "x" * 150, signed_on=str(year), publicness="public"
        )

    data = client.get(f"{BASE}steckbrief/lang.pdf").content

    assert about(data)["Pages"] == "2" and "Gekürzt." in words(data)


def test_staff_get_contacts_tasks_and_costs_and_nobody_else(petah_tikva, signed_in, client):
    office = make_organisation(name="Rathaus dort", city=petah_tikva.city)
    person = Contact.objects.create(given_name="Erika", family_name="Beispiel")
    PersonFunction.objects.create(
        person=person, organisation=office, title="Referentin", email="erika@example.org"
    )
    Task.objects.create(title="Programm abstimmen", due_on=date(2026, 12, 1), partnership=petah_tikva)
    address = f"{BASE}steckbrief/petah-tikva/intern.pdf"

    data = signed_in(Role.CASE_OFFICER).get(address).content

    text = words(data)
    for part in ("Erika Beispiel", "Referentin", "Programm abstimmen", "Interne Runde", "321,50"):
        assert part in text
    assert int(about(data)["Pages"]) <= 2 and "Punkte" not in text
    assert signed_in(Role.COUNCILLOR).get(address).status_code == 403
    assert client.get(address).status_code == 302


# -- activities --------------------------------------------------------------------------------------


@pytest.fixture
def nancy():
    town = make_partnership(city=make_city(slug="nancy", name="Nancy"))
    make_encounter(
        town, title="Konzert des Jugendorchesters", by_third_party=True, starts_on=date(2026, 2, 6)
    )
    make_encounter(
        town, title="=cmd", by_city=True, grant="200", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 5)
    )
    make_encounter(
        town, title="Lauf", state="planned", by_third_party=True, grant="0", starts_on=date(2026, 9, 1)
    )
    make_encounter(town, title="Geheim", publicness="internal", starts_on=date(2026, 4, 1))
    make_encounter(town, title="Abgesagt", state="cancelled", starts_on=date(2026, 4, 1))
    return town


def test_the_statistics_have_the_form_of_the_councils(nancy, client):
    text = client.get(f"{BASE}taetigkeiten.csv?partnerschaft=nancy&jahr=2026").text

    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[1:] == [
        ["Nancy", "2026-02-06", "2026-02-06", "Konzert des Jugendorchesters", "", "x", "", "durchgeführt"],
        ["Nancy", "2026-03-01", "2026-03-05", "'=cmd", "x", "", "x", "durchgeführt"],
        ["Nancy", "2026-09-01", "2026-09-01", "Lauf", "", "x", "", "geplant"],
    ]


def test_word_and_sheet_say_the_same_as_the_page(nancy, client, signed_in):
    address = f"{BASE}taetigkeiten.{{}}?partnerschaft=nancy&jahr=2026"
    sheet = load_workbook(io.BytesIO(client.get(address.format("xlsx")).content)).active
    table = Document(io.BytesIO(client.get(address.format("docx")).content)).tables[0]
    page = client.get(f"{BASE}taetigkeiten/?partnerschaft=nancy&jahr=2026").text

    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [
        "Konzert des Jugendorchesters",
        "'=cmd",
        "Lauf",
    ]
    assert [row.cells[3].text for row in table.rows][1:] == ["Konzert des Jugendorchesters", "=cmd", "Lauf"]
    assert "Lauf" in page and "Geheim" not in page and "Abgesagt" not in page
    assert "Geheim" in signed_in(Role.CASE_OFFICER).get(f"{BASE}taetigkeiten/?jahr=2026").text


def test_an_encounter_of_two_towns_stands_below_each(nancy):
    make_encounter(
        nancy, make_partnership(city=make_city(name="Halle")), title="Turnier", starts_on=date(2025, 1, 1)
    )

    found = activities_of(encounters_of(AnonymousPerson(), 2025))

    assert [(one.partner, one.occasion) for one in found] == [("Halle", "Turnier"), ("Nancy", "Turnier")]


# -- register ----------------------------------------------------------------------------------------


def test_the_register_names_the_four_forms_and_only_what_is_public(client, signed_in):
    names = {"P": "Partnerschaft", "F": "Freundschaft", "K": "Kontakt", "PP": "Projektpartnerschaft"}
    for form in names:
        make_partnership(city=make_city(name=f"Stadt {form}"), legal_form=form)
    hidden = make_partnership(
        city=make_city(name="Verborgen"), publicness="internal", council_decision="BV/1"
    )
    hidden.associations.add(make_organisation(name="+Verein"))

    text = client.get(f"{BASE}register.csv").text
    staff = signed_in(Role.CASE_OFFICER)
    internal = load_workbook(io.BytesIO(staff.get(f"{BASE}register-intern.xlsx").content)).active

    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))[1:]
    assert {row[0]: row[4] for row in rows} == {f"Stadt {form}": word for form, word in names.items()}
    line = next(row for row in internal.iter_rows(min_row=2, values_only=True) if row[0] == "Verborgen")
    assert line[7] == "'+Verein" and line[11] == "BV/1"
    assert "Verborgen" not in staff.get(f"{BASE}register.csv").text


def test_the_word_of_the_register_follows_the_language():
    from partnerships.reports.register import words_of_the_register

    with translation.override("de"):
        assert words_of_the_register()["PP"] == "Projektpartnerschaft"
