"""The mailbox of the demo: there in the demo only, every mail readable, nothing executed."""

import pytest

from notices import delivery
from notices.actions import notify


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.DEMO = True
    settings.MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_DIR)
    return settings.MAIL_DIR


def tell(person, *titles):
    for title in titles:
        notify("call-changed", [person], key=title, title=title, text="Grüße <script>", url="/hinweise/")
    delivery.deliver()


def test_before_the_first_mail_the_mailbox_is_empty(client, db):
    assert "Noch keine Mail" in client.get("/dev/mail/").text


def test_every_mail_of_a_run_is_listed_with_its_address_and_subject(client, person):
    tell(person, "Frist verlängert", "Nevers kommt – „bald“")

    answer = client.get("/dev/mail/")

    assert sorted(mail.subject for mail in answer.context["page"]) == [
        "Frist verlängert",
        "Nevers kommt – „bald“",
    ]
    assert {mail.to for mail in answer.context["page"]} == {"ilse@example.org"}


def test_a_mail_shows_headers_text_and_source_without_running_it(client, person):
    tell(person, "Frist verlängert")
    name = client.get("/dev/mail/").context["page"][0].name

    html = client.get(f"/dev/mail/{name}/").text

    assert "List-Unsubscribe-Post" in html
    assert "/hinweise/</a>" in html
    assert "Grüße &lt;script&gt;" in html
    assert "Grüße <script>" not in html


@pytest.mark.parametrize(
    "name", ["20270101-000000-1.0", "..%2F..%2Fetc%2Fpasswd.0", "20270101-000000-1.x", "x"]
)
def test_no_other_file_can_be_asked_for(client, db, files, name):
    files.mkdir()
    (files.parent / "20270101-000000-1.log").write_bytes(b"Date: x\n\nsecret")

    assert client.get(f"/dev/mail/{name}/").status_code == 404


def test_a_number_beyond_the_last_mail_is_not_found(client, person):
    tell(person, "Frist verlängert")
    name = client.get("/dev/mail/").context["page"][0].name

    assert client.get(f"/dev/mail/{name.partition('.')[0]}.7/").status_code == 404


def test_outside_the_demo_there_is_no_mailbox(client, person, settings):
    tell(person, "Frist verlängert")
    name = client.get("/dev/mail/").context["page"][0].name
    settings.DEMO = False

    assert (client.get("/dev/mail/").status_code, client.get(f"/dev/mail/{name}/").status_code) == (404, 404)
