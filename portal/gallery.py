"""Every component in every state, for those who build pages: /dev/bausteine/ (development and demo only)."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.statuses import TONES, badge

HOME = {"name": "Koblenz", "lat": 50.35357, "lon": 7.57883}
PINS = [
    ("Nevers", "Frankreich", 46.98956, 3.159, "aktiv", "dot"),
    ("Haringey", "Vereinigtes Königreich", 51.58894, -0.10593, "ruhend", "ring"),
    ("Norwich", "Vereinigtes Königreich", 52.62783, 1.29834, "aktiv", "dot"),
    ("Maastricht", "Niederlande", 50.84833, 5.68889, "aktiv", "dot"),
    ("Novara", "Italien", 45.44694, 8.62118, "aktiv", "dot"),
    ("Austin", "USA", 30.26715, -97.74306, "aktiv", "dot"),
    ("Petah Tikva", "Israel", 32.08707, 34.88747, "aktiv", "dot"),
    ("Varaždin", "Kroatien", 46.30444, 16.33778, "aktiv", "dot"),
    ("Uman", "Ukraine", 48.74897, 30.22127, "in Anbahnung", "square"),
]
NOW = datetime(2026, 11, 22, 16, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label="Titel des Angebots",
        help_text="Ein Satz, den auch Menschen ohne Vorwissen verstehen.",
        error_messages={"required": "Geben Sie einen Titel ein."},
    )
    town = forms.ChoiceField(
        label="Partnerstadt",
        choices=[("", "Bitte wählen"), ("nevers", "Nevers"), ("novara", "Novara")],
        error_messages={"required": "Wählen Sie eine Partnerstadt."},
    )
    kind = forms.ChoiceField(
        label="Was bieten Sie an?",
        choices=[("host", "Gäste aufnehmen"), ("visit", "Besuch machen"), ("online", "Online-Begegnung")],
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie, was Sie anbieten."},
    )
    topics = forms.MultipleChoiceField(
        label="Themen",
        choices=[("music", "Musik"), ("sport", "Sport")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(
        label="E-Mail-Adresse für Rückfragen",
        help_text="Wir zeigen die Adresse nicht öffentlich.",
        error_messages={
            "required": "Geben Sie eine E-Mail-Adresse ein.",
            "invalid": "Geben Sie eine E-Mail-Adresse an, zum Beispiel name@verein.de.",
        },
    )
    poster = forms.FileField(label="Plakat", required=False)
    text = forms.CharField(
        label="Beschreibung",
        widget=forms.Textarea,
        error_messages={"required": "Beschreiben Sie Ihr Angebot."},
    )
    consent = forms.BooleanField(
        label="Ich darf dieses Angebot im Namen meines Vereins veröffentlichen.",
        error_messages={"required": "Bestätigen Sie, dass Sie das Angebot veröffentlichen dürfen."},
    )


class SampleFilter(forms.Form):
    q = forms.CharField(label="Stichwort", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Stand", required=False, choices=[("", "Alle"), ("active", "aktiv")])


def pins():
    keys = ("name", "country", "lat", "lon", "state_word", "shape")
    return [{**dict(zip(keys, row, strict=True)), "url": "#karten"} for row in PINS]


LISTS = {
    "facts": [
        {"label": "Federführung", "value": "Amt 41", "url": "#listen"},
        {"label": "Rückmeldung bis", "value": "15. Januar 2027", "url": "#listen"},
        {"label": "Ansprechperson", "value": "", "url": "#listen"},
    ],
    "tasks": [
        {
            "title": "Ausschuss für Wirtschaft",
            "url": "#listen",
            "badge": badge("done", "beraten"),
            "note": "3. November 2026",
        },
        {"title": "Kulturausschuss", "url": "#listen", "badge": badge("open", "läuft")},
        {"title": "Haupt- und Finanzausschuss", "url": "", "badge": badge("late", "Termin fehlt")},
        {"title": "Stadtrat", "url": "", "badge": badge("planned", "noch offen")},
    ],
    "meant": [{"words": "Jugend", "url": "#listen"}, {"words": "Tugend", "url": "#listen"}],
    "events": [
        {
            "date": "1963",
            "title": "Partnerschaft mit Nevers",
            "text": "Die Urkunde wird unterschrieben.",
            "url": "",
        },
        {"date": "Mai 1981", "title": "Partnerschaft mit Maastricht", "text": "", "url": "#listen"},
        {"date": "11. Mai 2007", "title": "Partnerschaft mit Varaždin", "text": "", "url": ""},
    ],
    "files": [
        {
            "title": "Strategie, Fassung 3",
            "url": "#listen",
            "kind": "PDF",
            "size": 482_113,
            "date": "3. November 2026",
        },
        {"title": "Teilnahmeliste", "url": "#listen", "kind": "Excel"},
    ],
    "dates": [
        {
            "day": date(2026, 11, 27),
            "title": "Rückmeldung Kulturausschuss",
            "url": "#listen",
            "text": "Strategie, Fassung 3",
        },
        {"day": date(2027, 1, 15), "title": "Bürgerbeteiligung endet", "url": "#listen", "text": ""},
    ],
    "steps": ["Angaben machen", "Angaben prüfen", "Fertig"],
}
TABLES = {
    "columns": [
        {"label": "Vorgang"},
        {"label": "Art"},
        {"label": "Fällig"},
        {"label": "Tage", "numeric": True},
        {"label": "Status"},
    ],
    "rows": [
        [
            {"text": "Angebot: Jugendfußball in Nevers", "url": "#tabellen"},
            "Austausch prüfen",
            "24.11.2026",
            2,
            {"badge": badge("new")},
        ],
        [
            {"text": "Kapitel 3: Wirtschaft", "url": "#tabellen"},
            "Kommentare beantworten",
            "27.11.2026",
            5,
            {"badge": badge("query", "4 offen")},
        ],
        [
            {"text": "CERV-Antrag „Netz der Flussstädte“", "url": "#tabellen"},
            "Budget fehlt",
            "01.12.2026",
            9,
            {"badge": badge("urgent")},
        ],
    ],
    "bars": [
        {"label": "Nevers", "value": 14, "url": "#tabellen"},
        {"label": "Maastricht", "value": 9, "url": ""},
        {"label": "Petah Tikva", "value": 4, "url": ""},
        {"label": "Haringey", "value": 0, "url": ""},
    ],
}


def badges():
    return [badge(codes.split()[0], word=tone, tone=tone) for tone, codes in TONES.items()]


def forms_and_pages(query):
    return {
        "form": SampleForm(prefix="leer"),
        "wrong_form": SampleForm({"falsch-email": "nobody"}, prefix="falsch"),
        "filter_form": SampleFilter(query),
        "page": Paginator(range(1, 200), 10).get_page(query.get("page", 5)),
    }


def words():
    return {
        "badges": badges(),
        "known_words": [badge(code) for code in ("draft", "in_review", "published", "dormant", "rejected")],
        "tags": ["Musik", "Jugend", "Wirtschaft"],
        "link_tags": [{"label": "CERV", "url": "#karten"}, {"label": "Erasmus+", "url": "#karten"}],
        "deadlines": [NOW + timedelta(days=days) for days in (60, 20, 3, -1)],
        "now": NOW,
        "markdown_text": "## Unser Besuch\n\nWir bringen **zwölf** Gäste mit:\n\n- Chor\n- Orchester",
    }


@require_safe
@login_not_required
def gallery(request):
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    scheme = request.GET.get("scheme")
    context = {
        "theme": scheme if scheme in ("light", "dark") else "",
        "right_to_left": request.GET.get("dir") == "rtl",
        "pins": pins(),
        "home": HOME,
        **forms_and_pages(request.GET),
        **words(),
        **LISTS,
        **TABLES,
    }
    part = "#results" if request.headers.get("HX-Request") else ""
    return TemplateResponse(request, "gallery/gallery.html" + part, context)
