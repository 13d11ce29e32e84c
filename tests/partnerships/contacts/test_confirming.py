""" "Is this still correct?": the question, the page behind the link, the answer, the decision."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from core.desk import waiting_for
from notices.mails import single
from notices.models import Notice
from partnerships.actions import NotNow
from partnerships.contacts import confirming
from partnerships.models import ConfirmationRequest, Person
from tests.factories import make_user
from tests.partnerships.builders import make_partnership
from tests.partnerships.contacts.rows import make_entry, make_function, make_person, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):
    return signed_in(Role.CASE_OFFICER)


def address_of(question):
    return reverse("contacts:confirm", args=[question.token])


@pytest.mark.parametrize(
    ("language", "asked_in", "prefix"),
    [("de", "de", "/partnerschaften/"), ("fr", "fr", "/fr/"), ("he", "en", "/en/"), ("uk", "en", "/en/")],
)
def test_the_question_goes_out_in_the_language_of_the_contact(staff, language, asked_in, prefix):
    person = make_person(language=language)

    staff.post(reverse("contacts:ask", args=[person.pk]))

    notice = Notice.objects.get()
    assert (notice.email, notice.person, notice.language) == (person.email, None, asked_in)
    assert notice.url.startswith(prefix) and notice.url.endswith(f"{person.confirmations.get().token}/")
    mail = single(notice)
    assert mail.to == [person.email] and notice.url in mail.body


def test_whoever_cannot_be_asked_is_left_out_with_the_reason(staff):
    town = make_partnership()
    fine, blocked = make_person(), make_person(state="blocked")
    silent, asked = make_person(email=""), make_person()
    for person in (fine, blocked, silent, asked):
        make_function(person, partnership=town)
    make_question(asked)

    result = confirming.ask_all(town, by=staff.user)

    assert result.sent == (fine,)
    assert {person for person, _reason in result.skipped} == {blocked, silent, asked}
    assert Notice.objects.count() == 1


def test_after_an_expired_question_the_next_may_be_asked(staff):
    person = make_person()
    old = make_question(person, expires_at=timezone.now() - timedelta(days=1))

    confirming.ask(person, by=staff.user)

    assert person.confirmations.count() == 2
    html = Client().get(address_of(old)).content.decode()
    assert "Dieser Link gilt nicht mehr" in html and person.family_name not in html


def test_the_page_shows_only_the_persons_own_data_and_is_kept_nowhere():
    town = make_partnership()
    person = make_person(family_name="Eigen", name_original="דנה דוגמה", note="GEHEIME NOTIZ", language="he")
    make_function(person, partnership=town, title="Amtsleitung")
    make_function(make_person(family_name="Fremd"), partnership=town)
    make_entry(person, subject="GEHEIMER BETREFF")
    question = make_question(person)

    answer = Client().get(address_of(question))

    html = answer.content.decode()
    assert all(word in html for word in ("Eigen", "דנה דוגמה", "Amtsleitung", person.email))
    assert not any(word in html for word in ("GEHEIM", "Fremd"))
    assert answer["Cache-Control"] == "no-store, private" and "noindex" in answer["X-Robots-Tag"]
    question.refresh_from_db()
    assert question.answered_at is None


def test_the_page_speaks_the_language_of_its_address():
    question = make_question(make_person())
    with translation.override("fr"):
        address = address_of(question)

    assert 'lang="fr"' in Client().get(address).content.decode()


def test_yes_confirms_once_and_a_replay_says_so_kindly():
    person = make_person()
    question = make_question(person)

    Client().post(address_of(question), {"answer": "correct"})
    again = Client().post(address_of(question), {"answer": "gone", "successor": "x"})

    person.refresh_from_db()
    question.refresh_from_db()
    assert person.confirmed_on == timezone.localdate()
    assert (question.answer, question.successor) == ("correct", "")
    assert "Danke für Ihre Antwort" in again.content.decode()
    assert person.family_name not in again.content.decode()
    with pytest.raises(NotNow):
        confirming.confirm(question)


def change(person, **more):
    fields = {name: getattr(person, name) for name in confirming.OWN}
    return {"answer": "changed"} | fields | more


def test_a_change_is_a_proposal_that_staff_accept_field_by_field(staff):
    person = make_person(phone="1")
    question = make_question(person)
    Client().post(address_of(question), change(person, phone="2", family_name="Neu", remark="jetzt Kultur"))

    person.refresh_from_db()
    assert (person.phone, person.confirmed_on) == ("1", None)
    assert any("schlägt Änderungen vor" in entry.title for entry in waiting_for(staff.user))
    address = reverse("contacts:answer", args=[question.pk])
    assert "jetzt Kultur" in staff.get(address).content.decode()
    staff.post(address, {"version": 1, "accept_phone": "on"})

    person.refresh_from_db()
    assert person.phone == "2" and person.family_name != "Neu"
    assert person.confirmed_on == timezone.localdate()
    assert staff.post(address, {"version": 2, "accept_family_name": "on"}).status_code == 302
    person.refresh_from_db()
    assert person.family_name != "Neu"


def test_a_decision_about_somebody_edited_meanwhile_is_asked_again(staff):
    person = make_person(phone="1")
    question = make_question(person)
    confirming.propose(question, {"phone": ["1", "2"]})
    Person.objects.filter(pk=person.pk).update(phone="3", version=2)

    answer = staff.post(reverse("contacts:answer", args=[question.pk]), {"version": 1, "accept_phone": "on"})

    assert answer.status_code == 409
    person.refresh_from_db()
    assert person.phone == "3"


def test_gone_names_a_successor_and_staff_end_the_function(staff):
    town, person = make_partnership(), make_person()
    function = make_function(person, partnership=town)
    question = make_question(person)
    Client().post(address_of(question), {"answer": "gone", "successor": "Jean Suivant"})

    assert any("nicht mehr zuständig" in entry.title for entry in waiting_for(staff.user))
    address = reverse("contacts:answer", args=[question.pk])
    assert "Jean Suivant" in staff.get(address).content.decode()
    today = timezone.localdate()
    staff.post(address, {"version": 1, f"end_{function.pk}": today.isoformat()})

    function.refresh_from_db()
    assert function.last_day == today


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"email": "kein"}, {"family_name": ""}, {"remark": "x" * 501}]
)
def test_wrong_answers_are_refused_and_nothing_is_kept(wrong):
    person = make_person()
    question = make_question(person)

    answer = Client().post(address_of(question), change(person, **wrong))

    assert answer.status_code == 422
    question.refresh_from_db()
    assert question.answered_at is None


def test_a_change_without_a_difference_keeps_the_question_open():
    person = make_person()
    question = make_question(person)

    Client().post(address_of(question), change(person))

    question.refresh_from_db()
    assert question.answered_at is None


@pytest.mark.parametrize("token", ["gibt-es-nicht", "x" * 400, "²"])
def test_an_unknown_token_answers_404(token):
    assert Client().get(f"/partnerschaften/kontakte/stimmt-das/{token}/").status_code == 404


def test_guessing_is_limited():
    cache.clear()
    question = make_question(make_person())

    answers = [Client().post(address_of(question), {"answer": "x"}).status_code for _ in range(31)]

    assert answers[-1] == 429


def test_a_blocked_person_is_not_shown_to_whoever_has_the_link():
    person = make_person(family_name="Gesperrt")
    question = make_question(person)
    Person.objects.filter(pk=person.pk).update(state="blocked")

    assert "Gesperrt" not in Client().get(address_of(question)).content.decode()


def test_contacts_with_an_account_see_and_confirm_only_themselves(signed_in):
    browser = signed_in(Role.PARTNER_CITY)
    address = reverse("contacts:own")
    person = make_person(user=browser.user, note="GEHEIM")
    make_person(family_name="Fremd")

    html = browser.get(address).content.decode()
    browser.post(address, change(person, phone="+33 3"))

    assert person.family_name in html and "GEHEIM" not in html and "Fremd" not in html
    question = ConfirmationRequest.objects.get()
    assert question.proposal == {"phone": ["", "+33 3"]}
    assert "liegt der Stadt vor" in browser.get(address).content.decode()
    assert browser.get(person.get_absolute_url()).status_code == 403


def test_contacts_without_an_entry_are_told_what_happens_next(signed_in):
    browser = signed_in(Role.PARTNER_CITY)
    address = reverse("contacts:own")
    assert "mit keinem Eintrag" in browser.get(address).content.decode()

    make_person(email=browser.user.email, family_name="Verborgen")

    html = browser.get(address).content.decode()
    assert "Ihre Adresse steht im Kontaktbuch" in html and "Verborgen" not in html
    assert signed_in(Role.CITIZEN).get(address).status_code == 403


def test_answering_unasked_uses_the_open_question(signed_in):
    browser = signed_in(Role.PARTNER_CITY)
    person = make_person(user=browser.user)
    question = make_question(person)

    browser.post(reverse("contacts:own"), {"answer": "correct"})

    question.refresh_from_db()
    assert question.answer == "correct" and person.confirmations.count() == 1


def test_people_without_anything_to_do_with_it_do_not_see_the_topic():
    from notices.topics import concerning

    assert "contact-confirmation" not in [topic.name for topic in concerning(make_user())]
