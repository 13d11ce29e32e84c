import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.mails import last_link, path_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_somebody_signs_up_confirms_the_address_and_signs_in(client, sign_up, sign_in):
    answer = sign_up("ilse@example.org")

    assert answer.headers["Location"] == "/konto/confirm-email/"
    assert (User.objects.get().name, User.objects.get().email) == ("Ilse Brandt", "ilse@example.org")
    link = path_of(last_link("confirm-email"))
    assert "Ja, Adresse bestätigen" in client.get(link).content.decode()
    client.post(link)
    assert sign_in("ilse@example.org").headers["Location"] == "/mein-bereich/"


def test_before_the_address_is_confirmed_nobody_is_signed_in(client, sign_up, sign_in):
    sign_up("ilse@example.org")

    answer = sign_in("ilse@example.org")

    assert answer.headers["Location"] == "/konto/confirm-email/"
    assert client.get("/konto/").status_code == 302


def test_looking_at_the_link_confirms_nothing(client, sign_up, sign_in):
    """R21"""
    sign_up("ilse@example.org")

    client.get(path_of(last_link("confirm-email")))

    assert not User.objects.get().emailaddress_set.filter(verified=True).exists()


def test_the_link_confirms_only_once(client, sign_up):
    """R17"""
    sign_up("ilse@example.org")
    link = path_of(last_link("confirm-email"))
    client.post(link)

    answer = client.get(link)

    assert "Dieser Link gilt nicht mehr" in answer.content.decode()
    assert client.post(link).status_code == 404


def test_after_25_hours_the_link_is_over(client, sign_up):
    """R17"""
    with time_machine.travel(timezone.now() - timezone.timedelta(hours=25), tick=True):
        sign_up("ilse@example.org")
    link = path_of(last_link("confirm-email"))

    answer = client.post(link)

    assert answer.status_code == 404
    assert not User.objects.get().emailaddress_set.get().verified


def test_links_in_mails_name_the_portal_whatever_host_is_claimed(client, settings, sign_up, site_url):
    """R45"""
    settings.ALLOWED_HOSTS = ["testserver", "boese.example"]

    client.post(
        "/konto/signup/",
        {"name": "Ilse", "email": "ilse@example.org", "password1": "vier Tauben auf dem Dach"},
        headers={"host": "boese.example"},
    )

    message = mail.outbox[-1]
    html = message.alternatives[0].content
    assert last_link("confirm-email").startswith(f"{site_url}/konto/confirm-email/")
    assert "boese.example" not in message.body + html + message.subject


def test_an_unknown_host_is_refused(client):
    """R45"""
    assert client.get("/konto/login/", headers={"host": "boese.example"}).status_code == 400


@pytest.mark.parametrize(
    ("language", "subject"),
    [("", "Bestätigen Sie Ihre E-Mail-Adresse"), ("/en", None), ("/fr", None)],
)
def test_the_mail_has_text_and_html_in_the_language_of_the_page(client, language, subject, site_url):
    client.post(
        f"{language}/konto/signup/",
        {"name": "Ilse", "email": "ilse@example.org", "password1": "vier Tauben auf dem Dach"},
    )

    message = mail.outbox[-1]
    assert [part.mimetype for part in message.alternatives] == ["text/html"]
    assert f"{site_url}{language}/konto/confirm-email/" in message.body
    assert subject is None or message.subject == subject


def test_signing_up_tells_nobody_whether_there_is_an_account(sign_up):
    """R16: status, target, page and number of mails are the same."""
    make_user(email="gibtes@example.org")
    seen = {}
    for email in ("gibtes@example.org", "gibtesnicht@example.org"):
        browser, mail.outbox[:] = Client(), []
        data = {"name": "Ilse", "email": email, "password1": "vier Tauben auf dem Dach"}
        answer = browser.post("/konto/signup/", data)
        page = browser.get(answer.headers["Location"]).content.decode().replace(email, "E-MAIL")
        seen[email] = (
            answer.status_code,
            answer.headers["Location"],
            page,
            len(mail.outbox),
            mail.outbox[0].to,
        )

    known, unknown = seen["gibtes@example.org"], seen["gibtesnicht@example.org"]
    assert known[:4] == unknown[:4]
    assert (known[4], unknown[4]) == (["gibtes@example.org"], ["gibtesnicht@example.org"])


def test_a_form_with_mistakes_answers_422_and_names_them(sign_up):
    answer = sign_up("keine-adresse", password="kurz", name="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fehler: Konto anlegen" in page
    assert "Geben Sie Ihren Namen ein." in page
    assert "Geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@verein.de." in page


@pytest.mark.parametrize("field", ["is_active", "is_example", "erased_at", "joined_at", "last_login", "id"])
def test_fields_that_nobody_asked_for_are_ignored(sign_up, field):
    """R05"""
    sign_up("ilse@example.org", **{field: "2001-01-01" if field != "is_active" else ""})

    person = User.objects.get()
    assert (person.is_active, person.is_example, person.erased_at, person.last_login) == (
        True,
        False,
        None,
        None,
    )
    assert person.joined_at.year == timezone.now().year
