"""Components and the pages that stand without a database."""

import re

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.urls import reverse

from core import errors
from core.people import AnonymousPerson
from portal.views.preview import preview

FORBIDDEN = {
    "inline style": re.compile(r"<[^>]+\sstyle=|<style"),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)|<[^>]+\son[a-z]+="),
    "unchecked HTML": re.compile(r"\|\s*safe\b"),
    "short htmx attribute": re.compile(r"<[^>]+\shx-"),
}
PAGES = [
    (errors.bad_request, 400),
    (errors.forbidden, 403),
    (errors.csrf_failure, 403),
    (errors.not_found, 404),
    (errors.too_large, 413),
    (errors.server_error, 500),
    (errors.unavailable, 503),
    (errors.maintenance, 503),
]


def components(repo):
    return sorted((repo / "templates/components").glob("*.html"))


def test_every_component_says_what_it_takes(repo):
    silent = [
        path.name for path in components(repo) if not path.read_text("utf-8").startswith("{% comment %}")
    ]

    assert silent == []


def test_every_component_is_in_the_gallery_or_the_frame(repo):
    pages = [*(repo / "templates").rglob("*.html")]
    tags = (repo / "core/templatetags/portal.py").read_text()
    used = tags + "".join(path.read_text("utf-8") for path in pages) + (repo / "core/forms.py").read_text()

    assert [path.name for path in components(repo) if f'"components/{path.name}"' not in used] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_of_the_house_keep_the_content_policy(repo, what):
    own = [repo / "templates/base.html", repo / "templates/error_base.html", *components(repo)]

    assert [path.name for path in own if FORBIDDEN[what].search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_an_error_page_needs_no_database_and_has_one_heading(rf, view, status):
    request = rf.get("/irgendwo/")
    request.user = AnonymousPerson()

    response = view(request)

    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert '<html lang="de" dir="ltr">' in html


def test_an_error_page_speaks_the_language_of_the_address(rf):
    response = errors.not_found(rf.get("/fr/nulle-part/"))

    assert response["Content-Language"] == "fr"
    assert 'lang="fr"' in response.content.decode() and 'href="/fr/"' in response.content.decode()


def test_unavailable_says_when_to_come_again(rf):
    assert errors.unavailable(rf.get("/"))["Retry-After"] == "120"


def test_a_failure_carries_its_number(rf):
    request = rf.get("/")
    request.id = "abc12345"

    assert "abc12345" in errors.server_error(request).content.decode()


def test_the_gallery_is_closed_where_nothing_is_shown(client, settings):
    settings.DEBUG = settings.DEMO = False

    assert client.get(reverse("gallery")).status_code == 404


def test_the_gallery_shows_every_component(client, settings, repo):
    settings.DEMO = True

    response = client.get(reverse("gallery"))

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_a_pager_keeps_the_other_parameters(client, settings):
    settings.DEMO = True

    html = client.get(reverse("gallery"), {"q": "Nevers", "page": 5}).content.decode()

    assert 'href="?q=Nevers&amp;page=6"' in html


def test_numbers_in_the_map_have_points(settings, client):
    settings.DEMO = True

    html = client.get(reverse("gallery")).content.decode()

    drawn = "".join(re.findall(r"<svg.*?</svg>", html, re.S))
    assert re.findall(r'\s(?:x|y|cx|cy|r|width|height|viewBox)="[^"]*,[^"]*"', drawn) == []


def test_the_foot_speaks_the_language_of_the_page(client):
    german, french = (client.get(address).content.decode() for address in ("/kontakt/", "/fr/kontakt/"))

    assert (german.count('href="/impressum/"'), french.count('href="/fr/impressum/"')) == (1, 1)


def test_a_zero_in_a_table_is_shown():
    assert render_to_string("components/table_cell.html", {"cell": 0}).strip() == "0"


def test_markdown_preview_is_rendered_and_harmless(rf):
    response = preview(rf.post("/vorschau/", {"preview": "text", "text": "**fett** <img src=x>"}))

    assert response.content.decode() == "<p><strong>fett</strong> &lt;img src=x&gt;</p>\n"


def test_an_empty_preview_says_so(rf):
    assert (
        preview(rf.post("/vorschau/", {"preview": "text", "text": ""})).content.decode() == "Noch kein Text."
    )


def test_templates_compile(repo):
    engine = engines["django"].engine
    for path in [*components(repo), repo / "templates/base.html"]:
        engine.get_template(path.relative_to(repo / "templates").as_posix())
