"""What a mail contains, read the way a mail program reads it (R52)."""

import email
import email.policy
import re

import pytest
from django.core import mail
from django.test import override_settings

from notices import delivery
from notices.actions import notify
from tests.factories import make_user

SITE = "https://partner.example.org"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def sent():
    delivery.deliver()
    raw = [message.message().as_bytes() for message in mail.outbox]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in raw]


def body(message, kind):
    return message.get_body(preferencelist=(kind,)).get_content()


def tell(person, topic="call-changed", **more):
    words = {
        "title": "Frist verlängert",
        "text": "Neu: 7. Mai\n<b>nicht fett</b>",
        "url": "/hinweise/",
    } | more
    notify(topic, [person], key="call-1", **words)


def test_plain_text_comes_first_and_html_beside_it(person):
    tell(person)

    [message] = sent()

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (message["Subject"], message["To"]) == ("Frist verlängert", "ilse@example.org")


def test_the_text_says_what_happened_and_where_in_whole_addresses(person):
    tell(person)

    [message] = sent()

    text = body(message, "plain")
    assert text.startswith("Guten Tag Ilse Brandt,\n\nFrist verlängert\n\nNeu: 7. Mai\n<b>nicht fett</b>\n")
    assert f"Ansehen: {SITE}/hinweise/\n" in text
    assert f"Einstellungen: {SITE}/hinweise/einstellungen/\n" in text


def test_links_name_the_portal_whatever_host_a_request_claims(person, client):
    client.get("/healthz", headers={"host": "localhost"})
    tell(person)

    [message] = sent()

    addresses = set(re.findall(r"https?://[^/\s\"<>]+", body(message, "plain") + body(message, "html")))
    assert addresses == {SITE}


def test_R52_the_html_loads_nothing_and_counts_nobody(person):
    tell(person)

    [message] = sent()

    html = body(message, "html")
    assert re.findall(r"<(?:img|link|script|iframe|style|object|video)\b|\bsrc=|style=|url\(", html) == []
    assert "&lt;b&gt;nicht fett&lt;/b&gt;" in html


def test_R52_a_mail_program_finds_the_way_out_in_the_headers(person):
    tell(person)

    [message] = sent()

    way_out = message["List-Unsubscribe"].strip()
    assert re.fullmatch(rf"<{SITE}/hinweise/abbestellen/[\w:-]+/>", way_out)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert way_out.strip("<>") in body(message, "plain")


def test_a_mandatory_mail_has_no_way_out_that_would_not_work(person):
    tell(person, topic="your-account")

    [message] = sent()

    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)
    assert "abbestellen" not in body(message, "plain").lower()


def test_the_message_id_depends_on_person_and_event_only(person):
    tell(person)
    tell(make_user())
    first, second = sent()

    assert first["Message-ID"] != second["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{40}@partner\.example\.org>", first["Message-ID"])


def test_the_frame_of_a_mail_is_in_the_language_of_the_person(db):
    tell(make_user(language="en", name="Joan"), title="Deadline extended")

    [message] = sent()

    assert f"{SITE}/en/hinweise/" in body(message, "plain")
    assert f"<{SITE}/en/hinweise/abbestellen/" in message["List-Unsubscribe"]
    assert '<html lang="en">' in body(message, "html")


def test_a_very_long_title_makes_a_short_subject_and_stays_whole_in_the_text(person):
    title = "Sehr langer Titel " * 15
    tell(person, title=title)

    [message] = sent()

    assert len(message["Subject"]) <= 120
    assert title.strip() in body(message, "plain")


def test_a_line_break_in_a_title_adds_no_header(person):
    tell(person, title="Neu\r\nBcc: alle@example.org")

    [message] = sent()

    assert (message["Subject"], message["Bcc"]) == ("Neu Bcc: alle@example.org", None)


@override_settings(DEFAULT_FROM_EMAIL="Stadt <portal@stadt.example>")
def test_the_sender_is_the_portal(person):
    tell(person)

    [message] = sent()

    assert message["From"] == "Stadt <portal@stadt.example>"
