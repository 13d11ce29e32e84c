"""One search over partnerships, calls, organisations and pages; each hit is one that the reader may see.

Partnerships and organisations are few: their words are compared as they are (full text in German,
and names by trigrams, so that a slip of the pen finds its town). Calls have an index of their own.
"""

import difflib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchVector
from django.db.models import Exists, FloatField, Func, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from core.texts import teaser
from funding.finding import search_query
from funding.models import Call
from funding.models.calls import GERMAN
from partnerships.cards import preline_of
from partnerships.models import Partnership, PartnershipText
from places.models import CityName

SHOWN = 5
MOST_COUNTED = 100
LIKE_ENOUGH, LIKE_A_TOWN = 0.55, 0.42
NAMES_OF_TOWN = (
    "city__name",
    "city__name_local",
    "city__country__name_de",
    "city__country__name_en",
    "city__country__name_fr",
)
TEASER = 150
PAGES = (
    ("portal:dates", gettext_lazy("Termine"), gettext_lazy("Fristen, Jubiläen, Kalender")),
    (
        "portal:exchange",
        gettext_lazy("Austausch"),
        gettext_lazy("Vereine, Schulen, Begegnung, Schüleraustausch"),
    ),
    ("portal:strategy", gettext_lazy("Strategie"), gettext_lazy("Antrag AT/0127/2022, Stadtrat, Beschluss")),
    ("portal:contact", gettext_lazy("Kontakt"), gettext_lazy("E-Mail, Telefon, Adresse, Ansprechperson")),
    ("portal:easy_language", gettext_lazy("Leichte Sprache"), gettext_lazy("einfach, verständlich")),
    ("portal:sign_language", gettext_lazy("Gebärdensprache"), gettext_lazy("DGS, gehörlos")),
    ("portal:accessibility", gettext_lazy("Erklärung zur Barrierefreiheit"), gettext_lazy("BITV, WCAG")),
    (
        "portal:report_barrier",
        gettext_lazy("Barriere melden"),
        gettext_lazy("Fehler, Hindernis, Rückmeldung"),
    ),
    ("portal:privacy", gettext_lazy("Datenschutz"), gettext_lazy("DSGVO, Cookies, Auskunft, Löschung")),
    ("portal:imprint", gettext_lazy("Impressum"), gettext_lazy("Anbieter, verantwortlich")),
    ("portal:licences", gettext_lazy("Lizenzen"), gettext_lazy("Open Source, Quellen, EUPL")),
    (
        "portal:data",
        gettext_lazy("Daten und Schnittstellen"),
        gettext_lazy("Open Data, API, CSV, DCAT, Feed"),
    ),
)


@dataclass(frozen=True)
class Group:
    """The hits of one kind: a few of them, how many there are (at most MOST_COUNTED), where all stand."""

    title: str
    hits: list
    number: int
    all_url: str = ""
    is_more: bool = False


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    text: str = ""
    preline: str = ""
    language: str = ""
    is_example: bool = False


def search(words, user, language):
    """The groups that have hits, in the order of what people mostly look for."""
    towns, organisations = _partnerships(words, user, language), _organisations(words, user)
    is_known_name = bool(towns.hits or organisations.hits)
    calls = _calls(words, user, is_forgiving=not is_known_name)
    return [group for group in (towns, calls, organisations, _pages(words)) if group.hits]


def _group(title, rows, hit_of, all_url=""):
    found = list(rows[: MOST_COUNTED + 1])
    return Group(
        title,
        [hit_of(row) for row in found[:SHOWN]],
        min(len(found), MOST_COUNTED),
        all_url if len(found) > SHOWN else "",
        len(found) > MOST_COUNTED,
    )


class Likeness(Func):
    """How much of the trigrams of the searched words the best part of a name holds, or the other way round.

    From 0 to 1, accents aside, of the name that is most alike. One expression, not one for every pair:
    Django copies each of them for every place where the query names it.
    """

    output_field = FloatField()

    def as_sql(self, compiler, connection):
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        (words, typed), names = parts[0], parts[1:]
        pairs, params = [], []
        for name, given in names:
            for one, other in ((words, name), (name, words)):
                pairs.append(f"WORD_SIMILARITY(UNACCENT({one}), UNACCENT({other}))")
            params += [*typed, *given, *given, *typed]
        return f"GREATEST({', '.join(pairs)})", params


def _likeness(words, *names):
    return Likeness(Value(words), *names)


def _partnerships(words, user, language):
    texts = PartnershipText.objects.visible_to(user).annotate(
        vector=SearchVector("teaser", "profile", config=GERMAN)
    )
    names = CityName.objects.annotate(likeness=_likeness(words, "name"))
    rows = (
        Partnership.objects.visible_to(user)
        .with_summary(language)
        .alias(in_text=Exists(texts.filter(partnership=OuterRef("pk"), vector=search_query(words))))
        .annotate(
            in_names=Exists(names.filter(city=OuterRef("city"), likeness__gt=LIKE_A_TOWN)),
            likeness=_likeness(words, *NAMES_OF_TOWN),
        )
        .filter(Q(in_text=True) | Q(in_names=True) | Q(likeness__gt=LIKE_A_TOWN))
        .order_by("-in_names", "-likeness", "city__name", "pk")
    )
    return _group(_("Partnerschaften"), rows, _partnership_hit, reverse("partnerships:list"))


def _partnership_hit(partnership):
    text = partnership.text or {"teaser": ""}
    return Hit(
        str(partnership),
        partnership.get_absolute_url(),
        teaser(text["teaser"], TEASER),
        preline_of(partnership),
        is_example=partnership.is_example,
    )


def _calls(words, user, *, is_forgiving):
    """Calls with these words; if there are none, and the words name nothing else, calls with similar ones."""
    calls = Call.objects.visible_to(user)
    exact = calls.filter(search=search_query(words)).order_by("-is_for_us", "-sort_deadline", "-pk")
    url = f"{reverse('funding:list')}?{urlencode({'q': words})}"
    group = _group(_("Förderaufrufe"), exact.for_cards(), _call_hit, url)
    if group.hits or not is_forgiving:
        return group
    alike = calls.annotate(likeness=_likeness(words, "title", "title_de"))
    rows = alike.filter(likeness__gt=LIKE_ENOUGH).order_by("-likeness", "-sort_deadline", "-pk")
    return _group(_("Förderaufrufe"), rows.for_cards(), _call_hit)


def _call_hit(call):
    return Hit(
        call.shown_title,
        call.get_absolute_url(),
        teaser(call.shown_teaser, TEASER),
        " · ".join(filter(None, [call.programme_name or call.programme, call.identifier])),
        call.title_language,
        call.is_example,
    )


def _organisations(words, user):
    rows = (
        Organisation.objects.visible_to(user)
        .annotate(vector=SearchVector("name", "about", config=GERMAN), likeness=_likeness(words, "name"))
        .filter(Q(vector=search_query(words)) | Q(likeness__gt=LIKE_ENOUGH))
        .order_by("-likeness", "name", "pk")
    )
    return _group(_("Organisationen"), rows, _organisation_hit)


def _organisation_hit(organisation):
    return Hit(
        organisation.name,
        organisation.get_absolute_url(),
        teaser(organisation.about, TEASER),
        organisation.get_kind_display(),
        is_example=organisation.is_example,
    )


def _pages(words):
    hits = [
        Hit(str(title), reverse(name), str(about))
        for name, title, about in PAGES
        if _names(words.casefold(), f"{title}, {about}".casefold())
    ]
    return Group(_("Seiten"), hits[:SHOWN], len(hits))


def _names(words, text):
    """Whether a text holds every word, or one that is nearly the same."""
    parts = text.replace(",", " ").split()
    return all(word in text or difflib.get_close_matches(word, parts, 1, 0.8) for word in words.split())
