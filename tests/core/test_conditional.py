import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.conditional import BUILT_FROM, public_page, touch
from core.message_cookie import MessageCookie
from core.people import AnonymousPerson
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 22, 12, 1, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def kept_pages(settings):
    settings.CACHES = configured.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "kept",
            "TIMEOUT": 900,
        }
    }
    caches["pages"].clear()
    touch("towns")


class Page:
    """A view that counts how often it was really asked."""

    def __init__(self, **headers):
        self.asked = 0
        self.view = public_page("towns")(self._answer)
        self.headers = headers

    def _answer(self, request):
        self.asked += 1
        return HttpResponse(f"rendered {self.asked}", headers=self.headers)

    def get(self, path="/", user=None, **more):
        request = RequestFactory().get(path, **more)
        request.user = user or AnonymousPerson()
        return self.view(request)


def test_a_public_page_is_rendered_once_and_then_kept(django_assert_num_queries):
    page = Page()
    page.get()

    with django_assert_num_queries(1):
        again = page.get()

    assert (again.content, page.asked) == (b"rendered 1", 1)


def test_a_reader_who_has_the_page_is_told_that_it_is_unchanged():
    page = Page()
    first = page.get()

    by_tag = page.get(headers={"If-None-Match": first["ETag"]})
    by_date = page.get(headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_date.status_code, page.asked) == (304, 304, 1)


def test_a_change_in_the_family_makes_the_page_new():
    page = Page()
    tag = page.get()["ETag"]

    touch("towns")

    assert page.get(headers={"If-None-Match": tag}).content == b"rendered 2"


def test_a_change_elsewhere_leaves_the_page_as_it_is():
    page = Page()
    page.get()

    touch("calls")

    assert page.get().content == b"rendered 1"


def test_another_address_is_another_page():
    page = Page()
    page.get("/?stadt=nevers")

    assert page.get("/?stadt=uman").content == b"rendered 2"


def test_a_part_for_htmx_is_never_taken_for_the_page():
    page = Page()
    page.get()

    assert page.get(headers={"HX-Request": "true"}).content == b"rendered 2"


def test_a_signed_in_person_never_gets_a_kept_page():
    page, person = Page(), type("Person", (), {"is_authenticated": True})()
    page.get()

    assert (page.get(user=person).content, "ETag" in page.get(user=person)) == (b"rendered 2", False)


def test_an_answer_that_sets_a_cookie_is_not_kept():
    page = Page()

    def with_cookie(request):
        response = page._answer(request)
        response.set_cookie("a", "b")
        return response

    page.view = public_page("towns")(with_cookie)
    page.get()

    assert page.get().content == b"rendered 2"


def test_what_somebody_is_told_on_signing_out_is_not_shown_to_the_next(client):
    """R24: the start page, first with the message, then for a stranger."""
    client.force_login(make_user())
    client.post("/konto/logout/")

    told = client.get("/")
    stranger = Client().get("/")

    assert ("Sie sind abgemeldet" in told.text, "Sie sind abgemeldet" in stranger.text) == (True, False)
    assert (told["Cache-Control"], "ETag" in told) == ("no-store, private", False)
    assert (stranger["Cache-Control"], "ETag" in stranger) == ("public, max-age=0, must-revalidate", True)
    assert "hinweis" in client.cookies


def test_a_page_that_shows_a_message_is_not_kept_wherever_the_message_came_from():
    """The second lock: no cookie gave this one away."""
    page = Page()

    def tells(request):
        request._messages = MessageCookie(request)
        messages.info(request, "Nur für Sie")
        return HttpResponse("".join(str(one) for one in messages.get_messages(request)))

    page.view = public_page("towns")(tells)
    told = page.get()
    page.view = public_page("towns")(page._answer)

    assert (told.content.decode(), "ETag" in told, "Cache-Control" in told) == ("Nur für Sie", False, False)
    assert page.get().content == b"rendered 1"


def test_a_page_is_new_after_a_quarter_of_an_hour_because_deadlines_pass(time_machine):
    page = Page()
    time_machine.move_to(NOON, tick=False)
    page.get()
    time_machine.move_to(NOON + datetime.timedelta(minutes=13), tick=False)
    kept = page.get().content
    time_machine.move_to(NOON + datetime.timedelta(minutes=15), tick=False)

    assert (kept, page.get().content) == (b"rendered 1", b"rendered 2")


def test_a_change_in_any_app_makes_every_kept_page_new():
    ours = {
        config.name for config in apps.get_app_configs() if Path(config.path).parent == configured.BASE_DIR
    }

    assert ours - set(BUILT_FROM) == set()
