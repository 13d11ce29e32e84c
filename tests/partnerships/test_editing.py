"""Staff edit partnerships: nothing is lost, nothing is set that is not on the form."""

import threading

import pytest
from django.db import connection, connections

from accounts.roles import Role
from core.journal import history_of
from core.lost_updates import StaleVersion
from core.models import JournalEntry
from core.publicness import Publicness
from partnerships import actions
from partnerships.models import Partnership, PartnershipEvent, PartnershipText, Topic
from tests.factories import make_user
from tests.partnerships.builders import make_city, make_event, make_partnership, make_text

pytestmark = pytest.mark.django_db
EDIT = "/partnerschaften/nevers/bearbeiten/"
TEXT = "/partnerschaften/nevers/text/de/"


@pytest.fixture
def nevers():
    return make_partnership(city=make_city(slug="nevers", name="Nevers"))


def details(**more):
    return {"legal_form": "P", "contact_email": "", "internal_note": "", "version": 1} | more


def words(**more):
    return {"teaser": "Neuer Satz.", "profile": "Neues Profil.", "version": 1} | more


def test_saving_details_is_recorded_with_before_and_after(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    topic = Topic.objects.create(slug="musik", name_de="Musik", name_en="Music", name_fr="Musique")

    response = staff.post(EDIT, details(internal_note="Anrufen", topics=[topic.pk]))

    nevers.refresh_from_db()
    entry = history_of(nevers).get()
    assert (response.status_code, nevers.internal_note, nevers.version) == (302, "Anrufen", 2)
    assert (entry.verb, entry.by) == ("partnerships.details_saved", staff.user)
    assert entry.changes == {"internal_note": ["", "Anrufen"], "topics": ["", "Musik"]}


def test_the_history_page_says_who_changed_what(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    staff.post(EDIT, details(internal_note="Anrufen"))

    page = staff.get("/partnerschaften/nevers/verlauf/").text

    assert "Angaben geändert" in page
    assert "Interne Notiz: nachher" in page
    assert staff.user.name in page


def test_more_than_five_topics_are_refused_in_words(signed_in, nevers):
    topics = [
        Topic.objects.create(slug=f"thema-{n}", name_de=f"Thema {n}", name_en="x", name_fr="x").pk
        for n in range(6)
    ]

    response = signed_in(Role.HEAD).post(EDIT, details(topics=topics))

    assert response.status_code == 422
    assert "Wählen Sie höchstens fünf Themen." in response.text
    assert nevers.topics.count() == 0


def test_a_stale_save_shows_both_texts_and_loses_neither(signed_in, nevers):
    first, second = signed_in(Role.CASE_OFFICER), signed_in(Role.HEAD)
    first.post(TEXT, words(teaser="Von der ersten Person."))

    response = second.post(TEXT, words(teaser="Von der zweiten Person."))

    assert response.status_code == 409
    assert "Von der ersten Person." in response.text
    assert "Von der zweiten Person." in response.text
    assert nevers.texts.get().teaser == "Von der ersten Person."
    version = response.context["form"].data["version"]
    assert second.post(TEXT, words(teaser="Zusammengeführt.", version=version)).status_code == 302
    assert nevers.texts.get().teaser == "Zusammengeführt."


def test_a_stale_save_of_details_shows_both(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    staff.post(EDIT, details(internal_note="Erste Notiz"))

    response = staff.post(EDIT, details(internal_note="Zweite Notiz", legal_form="F"))

    assert response.status_code == 409
    assert [tuple(entry) for entry in response.context["conflicts"]] == [
        ("Art", "Städtefreundschaft", "Städtepartnerschaft"),
        ("Interne Notiz", "Zweite Notiz", "Erste Notiz"),
    ]
    assert "Erste Notiz" in response.text


def test_two_first_authors_of_a_language_notice_each_other(signed_in, nevers):
    first, second = signed_in(Role.CASE_OFFICER), signed_in(Role.HEAD)
    address = "/partnerschaften/nevers/text/fr/"
    assert first.get(address).context["form"].initial["version"] == 0
    first.post(address, words(teaser="Premier texte.", version=0))

    response = second.post(address, words(teaser="Autre texte.", version=0))

    assert response.status_code == 409
    assert nevers.texts.get(language="fr").teaser == "Premier texte."


@pytest.mark.django_db(transaction=True)
def test_of_ten_people_who_save_at_once_one_wins_and_nine_are_told():
    text = make_partnership().texts.get()
    start, outcomes = threading.Barrier(10), []

    def save(number):
        mine = PartnershipText.objects.get(pk=text.pk)
        mine.teaser = f"Satz von Person {number}"
        start.wait()
        try:
            actions.save_text(mine, loaded_version=1, by=None)
            outcomes.append(("saved", number))
        except StaleVersion as stale:
            outcomes.append(("told", stale.current.teaser))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert connection.vendor == "postgresql"
    (winner,) = [number for what, number in outcomes if what == "saved"]
    text.refresh_from_db()
    assert (text.teaser, text.version) == (f"Satz von Person {winner}", 2)
    assert [seen for what, seen in outcomes if what == "told"] == [text.teaser] * 9
    assert JournalEntry.objects.filter(verb="partnerships.text_saved").count() == 1


def test_a_translation_follows_the_german_text_of_its_moment(nevers):
    author = make_user()
    source = nevers.texts.get(language="de")
    french = make_text(nevers, language="fr", teaser="Une phrase.", translated_from=1)
    source.teaser = "Neuer Satz."

    actions.save_text(source, loaded_version=1, by=author)
    was_stale = french.is_stale(nevers.texts.get(language="de"))
    french.teaser = "Une nouvelle phrase."
    actions.save_text(french, loaded_version=1, by=author)

    french.refresh_from_db()
    assert (was_stale, french.translated_from) == (True, 2)
    assert french.is_stale(nevers.texts.get(language="de")) is False


def test_the_preview_without_javascript_keeps_the_text_in_the_form(signed_in, nevers):
    response = signed_in(Role.CASE_OFFICER).post(TEXT, words(profile="**Fett**", preview="profile"))

    assert response.status_code == 200
    assert "<strong>Fett</strong>" in response.text
    assert "**Fett**" in response.text
    assert nevers.texts.get().version == 1


@pytest.mark.parametrize(
    ("wrong", "words_on_page"),
    [
        ({"teaser": ""}, "Schreiben Sie einen oder zwei Sätze für Listen und Karten."),
        ({"teaser": "x" * 201}, "201"),
        ({"profile": "x" * 10_001}, "10001"),
        ({"teaser": "a\0b"}, "Null"),
        ({"version": "viele"}, "Bitte prüfen Sie"),
    ],
)
def test_a_wrong_text_is_answered_with_422_and_words(signed_in, nevers, wrong, words_on_page):
    response = signed_in(Role.CASE_OFFICER).post(TEXT, words(**wrong))

    assert response.status_code == 422
    assert words_on_page in response.text
    assert nevers.texts.get().teaser == "Ein Satz."


def test_emoji_and_right_to_left_marks_are_kept(signed_in, nevers):
    signed_in(Role.CASE_OFFICER).post(TEXT, words(teaser="\u202eשלום\u202c 🍷"))

    assert nevers.texts.get().teaser == "\u202eשלום\u202c 🍷"


def test_an_unknown_language_does_not_exist(signed_in, nevers):
    assert signed_in(Role.HEAD).get("/partnerschaften/nevers/text/xx/").status_code == 404


def test_fields_that_are_not_on_the_form_cannot_be_set_R05(signed_in, nevers):
    extra = {
        "publicness": "internal",
        "state": "ended",
        "slug": "anders",
        "is_example": "on",
        "city": "1",
        "version_": "99",
        "pk": "99",
        "id": "99",
    }

    signed_in(Role.CASE_OFFICER).post(EDIT, details(**extra))
    signed_in(Role.CASE_OFFICER).post(TEXT, words(**extra, language="fr", translated_from=7, partnership=99))

    row = Partnership.objects.values("pk", "publicness", "state", "slug", "is_example", "version").get()
    assert row == {
        "pk": nevers.pk,
        "publicness": Publicness.PUBLIC,
        "state": "active",
        "slug": "nevers",
        "is_example": False,
        "version": 2,
    }
    assert list(nevers.texts.values_list("language", "translated_from")) == [("de", None)]


def test_an_event_is_no_fact_before_somebody_has_checked_it(client, signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    added = {
        "kind": "celebration",
        "happened_on": "05/1981",
        "source_title": "Rhein-Zeitung",
        "is_checked": "on",
    }

    response = staff.post("/partnerschaften/nevers/ereignisse/neu/", added)
    event = PartnershipEvent.objects.get(kind="celebration")
    before = client.get("/partnerschaften/nevers/").text
    staff.post(f"/partnerschaften/nevers/ereignisse/{event.pk}/pruefen/")
    after = client.get("/partnerschaften/nevers/").text

    assert (response.status_code, str(event.happened_on), event.is_checked) == (302, "1981-05", False)
    assert "Mai 1981" not in before
    assert "Mai 1981" in after


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1978", "1978"), ("05/1981", "1981-05"), ("11.05.2007", "2007-05-11"), ("2007-05-11", "2007-05-11")],
)
def test_dates_are_as_precise_as_they_are_known(signed_in, nevers, typed, stored):
    signed_in(Role.CASE_OFFICER).post(
        "/partnerschaften/nevers/ereignisse/neu/",
        {"kind": "first_contact", "happened_on": typed, "source_title": "Akte"},
    )

    assert str(PartnershipEvent.objects.get(kind="first_contact").happened_on) == stored


@pytest.mark.parametrize("typed", ["", "gestern", "31.02.2007", "2007-13", "0000", "12345"])
def test_what_is_no_date_is_refused_in_words(signed_in, nevers, typed):
    response = signed_in(Role.CASE_OFFICER).post(
        "/partnerschaften/nevers/ereignisse/neu/",
        {"kind": "first_contact", "happened_on": typed, "source_title": "Akte"},
    )

    assert response.status_code == 422
    assert "Bitte prüfen Sie 1 Angabe" in response.text
    assert not PartnershipEvent.objects.filter(kind="first_contact").exists()


def test_the_same_event_sent_twice_counts_once(signed_in, nevers):
    staff = signed_in(Role.CASE_OFFICER)
    event = {"kind": "renewal", "happened_on": "2013", "source_title": "Akte"}
    staff.post("/partnerschaften/nevers/ereignisse/neu/", event)

    response = staff.post("/partnerschaften/nevers/ereignisse/neu/", event)

    assert response.status_code == 422
    assert "schon eingetragen" in response.text
    assert PartnershipEvent.objects.filter(kind="renewal").count() == 1


def test_a_removed_event_stays_in_the_history(signed_in, nevers):
    event = make_event(nevers, happened_on="2018")

    signed_in(Role.CASE_OFFICER).post(f"/partnerschaften/nevers/ereignisse/{event.pk}/entfernen/")

    assert not PartnershipEvent.objects.filter(pk=event.pk).exists()
    assert history_of(nevers).get().changes == {"event": ["Feier 2018", None]}


def test_an_event_is_only_reached_through_its_own_partnership_R03(signed_in, nevers):
    event = make_event(make_partnership(), is_checked=False)

    response = signed_in(Role.HEAD).post(f"/partnerschaften/nevers/ereignisse/{event.pk}/pruefen/")

    event.refresh_from_db()
    assert (response.status_code, event.is_checked) == (404, False)
