"""The way out needs no sign-in, cannot be forged, and asks before it acts (R52, R21)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.erasure import erase_account
from notices import delivery, unsubscribe
from notices.actions import notify
from notices.models import Notice, Preference
from tests.factories import make_user


def address_of(topic, person):
    key = f"{topic}-{Notice.objects.count()}"
    notify(topic, [person], key=key, title="Neu")
    token = unsubscribe.token_for(Notice.objects.get(key=key))
    return reverse("notices:unsubscribe", args=[token])


def frequencies(person):
    return dict(Preference.objects.filter(person=person).values_list("topic", "frequency"))


def test_R21_opening_the_link_changes_nothing_and_asks(client, person):
    answer = client.get(address_of("call-changed", person))

    assert (answer.status_code, frequencies(person)) == (200, {})
    assert "Geänderte Aufrufe" in answer.text
    assert "max-age=0" in answer["Cache-Control"]


def test_a_click_on_the_page_switches_this_topic_off_and_on_again(client, person):
    address = address_of("call-changed", person)

    answer = client.post(address, {"switch": "off"}, follow=True)
    assert (frequencies(person), answer.redirect_chain) == ({"call-changed": "none"}, [(address, 302)])
    assert "Wieder einschalten" in answer.text

    client.post(address, {"switch": "on"})
    assert frequencies(person) == {"call-changed": "immediate"}


def test_switching_on_again_restores_what_was_chosen_before(client, person):
    Preference.objects.create(person=person, topic="call-changed", frequency="weekly")
    address = address_of("call-changed", person)

    for switch in ("off", "off", "on"):
        client.post(address, {"switch": switch})

    assert frequencies(person) == {"call-changed": "weekly"}


def test_R52_one_click_by_the_mail_program_needs_neither_token_nor_cookie(person):
    address = address_of("call-changed", person)
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, frequencies(person)) == (200, {"call-changed": "none"})
    notify("call-changed", [person], key="later", title="Später")
    assert (delivery.deliver().sent, mail.outbox) == (0, [])


def test_every_other_address_of_notices_still_asks_for_the_csrf_token(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    for name in ("notices:mark_all_read", "notices:preferences", "notices:renew_calendar"):
        assert strict.post(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" + t, lambda t: "abc"]
)
def test_a_forged_link_is_not_found(client, person, change):
    token = unsubscribe.token_for_summaries(person)

    address = reverse("notices:unsubscribe", args=[change(token)])

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_a_link_of_one_person_does_not_touch_another(client, person):
    other = make_user()

    client.post(address_of("call-changed", person))

    assert (frequencies(person), frequencies(other)) == ({"call-changed": "none"}, {})


def test_the_link_in_a_summary_ends_all_summaries_and_brings_them_back(client, person):
    Preference.objects.create(person=person, topic="call-changed", frequency="daily")
    address = reverse("notices:unsubscribe", args=[unsubscribe.token_for_summaries(person)])

    client.post(address)
    off = frequencies(person)
    client.post(address, {"switch": "on"})

    assert off == {"call-changed": "none", "news": "none", "weekly-news": "none"}
    assert frequencies(person) == {"call-changed": "daily", "news": "daily", "weekly-news": "weekly"}


def test_a_mandatory_topic_cannot_be_switched_off_by_a_link(client, person):
    client.post(address_of("your-account", person))

    assert frequencies(person) == {}


def test_an_address_without_account_can_leave_too_and_its_link_does_not_spell_it(client, db):
    notify("call-changed", ["verein@example.org"], key="call-1", title="Neu")
    delivery.deliver()
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")

    client.post("/hinweise/" + link.partition("/hinweise/")[2])
    notify("call-changed", ["verein@example.org"], key="call-2", title="Wieder neu")

    assert "verein" not in link
    assert (delivery.deliver().silent, len(mail.outbox)) == (1, 1)


def test_the_link_of_a_deleted_account_is_not_found_and_writes_nothing(client, person):
    """R48"""
    address = address_of("call-changed", person)
    erase_account(person, by=None)

    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert frequencies(person) == {}


def test_links_outlive_a_change_of_the_secret_key(client, person, settings):
    address = address_of("call-changed", person)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "ein-neuer-geheimer-schluessel-fuer-das-portal"

    assert client.get(address).status_code == 200
