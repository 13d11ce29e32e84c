"""My notices, my settings, and what staff see of delivery."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.desk import waiting_for
from notices.actions import notify
from notices.models import Notice, Preference
from tests.factories import make_user

LIST = "/hinweise/"


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def tell(person, number=1, **more):
    for index in range(number):
        notify("call-changed", [person], key=f"call-{index}", **({"title": f"Nachricht {index}"} | more))


def test_signed_out_people_are_asked_to_sign_in(client, db):
    answer = client.get(LIST)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/konto/login/")


def test_newest_first_and_only_ones_own(signed_in, person):
    notify("call-changed", [person], key="a", title="älter", due_at=timezone.now() - timedelta(days=1))
    notify("call-changed", [person], key="b", title="neuer", url="/hinweise/einstellungen/")
    notify("call-changed", [person], key="c", title="noch geheim", due_at=timezone.now() + timedelta(days=1))
    notify("call-changed", [make_user()], key="d", title="für andere")

    answer = signed_in.get(LIST)

    assert [notice.title for notice in answer.context["page"]] == ["neuer", "älter"]
    assert '<a href="/hinweise/einstellungen/">neuer</a>' in answer.text


def test_an_empty_list_says_what_to_do(signed_in):
    assert "Folgen Sie einem Aufruf" in signed_in.get(LIST).text


def test_markup_in_a_notice_is_shown_as_text(signed_in, person):
    tell(person, title="<script>alert(1)</script>", text="<b>fett</b>")

    html = signed_in.get(LIST).text

    assert "&lt;script&gt;alert(1)" in html
    assert "<b>fett" not in html


def test_reading_is_a_post_and_only_for_ones_own(signed_in, person):
    tell(person)
    notice = Notice.objects.get()
    address = reverse("notices:mark_read", args=[notice.pk])
    notify("call-changed", [make_user()], key="x", title="für andere")
    foreign = reverse("notices:mark_read", args=[Notice.objects.get(key="x").pk])

    answers = [signed_in.get(address).status_code, signed_in.post(address).status_code]
    foreign_answer = signed_in.post(foreign).status_code

    notice.refresh_from_db()
    assert (answers, foreign_answer) == ([405, 302], 404)
    assert notice.read_at is not None
    assert Notice.objects.unread().count() == 1


def test_all_at_once_says_how_many(signed_in, person):
    tell(person, 3)

    answer = signed_in.post(reverse("notices:mark_all_read"), follow=True)

    assert "3 Hinweise sind jetzt gelesen." in answer.text
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize("number", ["2", "0", "-1", "1000000000", "x"])
def test_any_page_number_answers(signed_in, person, number):
    tell(person, 25)

    assert signed_in.get(LIST, {"page": number}).status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_1_5_and_50_rows(
    signed_in, person, django_assert_max_num_queries
):
    numbers = []
    for rows in (1, 5, 50):
        tell(person, rows)
        with django_assert_max_num_queries(10) as asked:
            signed_in.get(LIST)
        numbers.append(len(asked))

    assert len(set(numbers)) == 1


def test_settings_offer_the_topics_that_concern_a_person(signed_in):
    form = signed_in.get(reverse("notices:preferences")).context["form"]

    assert list(form.fields) == ["call-changed", "news", "weekly-news", "your-account"]
    assert [code for code, _word in form.fields["news"].choices] == ["immediate", "daily", "weekly", "none"]
    assert [code for code, _word in form.fields["your-account"].choices] == ["immediate", "daily", "weekly"]
    assert form["news"].initial == "daily"


def test_settings_are_kept(signed_in, person):
    chosen = {"call-changed": "daily", "news": "none", "weekly-news": "weekly", "your-account": "immediate"}

    answer = signed_in.post(reverse("notices:preferences"), chosen, follow=True)

    assert "Ihre Einstellungen gelten ab jetzt." in answer.text
    stored = dict(Preference.objects.filter(person=person).values_list("topic", "frequency"))
    assert stored == {"call-changed": "daily", "news": "none"}
    assert signed_in.get(reverse("notices:preferences")).context["form"]["news"].initial == "none"


def test_a_wrong_choice_is_answered_with_words_and_422(signed_in, person):
    wrong = {"call-changed": "hourly", "news": "none", "weekly-news": "weekly", "your-account": "none"}

    answer = signed_in.post(reverse("notices:preferences"), wrong)

    assert answer.status_code == 422
    assert "Bitte prüfen Sie 2 Angaben" in answer.text
    assert not Preference.objects.filter(person=person).exists()


def dead_notice(person):
    notify("call-changed", [person], key="dead", title="GEHEIMER-INHALT", text="GEHEIMER-INHALT")
    Notice.objects.filter(key="dead").update(state="dead", attempts=6, last_error="550 no such user")
    return Notice.objects.get(key="dead")


@pytest.mark.parametrize(
    "role, status", [("case_officer", 200), ("head", 200), ("admin", 200), ("councillor", 403)]
)
def test_C11_staff_see_what_could_not_be_delivered_but_not_what_it_says(client, person, role, status):
    dead_notice(person)
    client.force_login(make_user(role=role))

    answer = client.get(reverse("notices:delivery"))

    assert answer.status_code == status
    assert ("ilse@example.org" in answer.text) == (status == 200)
    assert "GEHEIMER-INHALT" not in answer.text


def test_C11_dead_mails_wait_on_the_desk_of_staff(person):
    dead_notice(person)

    [entry] = [
        entry for entry in waiting_for(make_user(role="head")) if entry.url == reverse("notices:delivery")
    ]

    assert entry.title == "1 Mail ist nicht zustellbar"
    assert [entry for entry in waiting_for(person) if entry.url == reverse("notices:delivery")] == []


def test_staff_let_a_mail_be_tried_again_and_others_do_not_even_find_it(client, person):
    notice = dead_notice(person)
    address = reverse("notices:retry", args=[notice.pk])

    client.force_login(person)
    own = client.post(address).status_code
    staff = Client()
    staff.force_login(make_user(role="head"))
    answer = staff.post(address, follow=True)

    notice.refresh_from_db()
    assert (own, notice.state, notice.attempts) == (404, "failed", 0)
    assert "Die Mail wird in der nächsten Minute noch einmal versucht." in answer.text


@pytest.mark.parametrize("language, path", [("en", "/en/hinweise/"), ("fr", "/fr/hinweise/")])
def test_the_pages_stand_in_every_language(signed_in, person, language, path):
    tell(person)

    for address in ("", "einstellungen/", "kalender/"):
        answer = signed_in.get(path + address)
        assert (answer.status_code, answer["Content-Language"]) == (200, language)
