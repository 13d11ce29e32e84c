"""What a reader may narrow the list of calls by; everything is in the address, nothing is required."""

from datetime import timedelta

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from funding import programmes
from funding.models.calls import Status
from funding.sedia.labels import STRANDS, strand_label

CURRENT, ALL = "aktuell", "alle"
DEADLINE, NEWEST, RELEVANCE = "frist", "neu", "treffer"
WINDOWS = (
    ("14", _("in 14 Tagen")),
    ("30", _("in 30 Tagen")),
    ("90", _("in 3 Monaten")),
    ("180", _("in 6 Monaten")),
)


class CallFilterForm(forms.Form):
    """Reads the address; what it does not understand is left out, never an error page."""

    q = forms.CharField(
        label=_("Suchbegriff"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    fuer_uns = forms.BooleanField(label=_("Nur Aufrufe für Städte und Partnerschaften"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("offen und angekündigt")),
            (Status.OPEN, Status.OPEN.label),
            (Status.FORTHCOMING, Status.FORTHCOMING.label),
            (Status.CLOSED, Status.CLOSED.label),
            (ALL, pgettext_lazy("status", "alle")),
        ],
    )
    programm = forms.ChoiceField(label=_("Programm"), required=False)
    bereich = forms.ChoiceField(label=_("Bereich in CERV"), required=False)
    frist = forms.ChoiceField(
        label=_("Frist endet"), required=False, choices=[("", _("jederzeit")), *WINDOWS]
    )
    sortierung = forms.ChoiceField(
        label=_("Reihenfolge"),
        required=False,
        choices=[
            ("", _("passend zur Suche")),
            (DEADLINE, _("nächste Frist zuerst")),
            (NEWEST, _("neueste zuerst")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = "de" if get_language() == "de" else "en"
        everything = [("", _("alle"))]
        self.fields["programm"].choices = everything + programmes.choices(language)
        self.fields["bereich"].choices = everything + [
            (code, strand_label(code, language)) for code in STRANDS
        ]

    def read(self):
        """What was understood, by field name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def narrowed(calls, chosen, now):
    """The calls that fit what was chosen, without the text search."""
    status = chosen["status"]
    if status in Status.values:
        calls = calls.in_status(now, status)
    elif status != ALL:
        calls = calls.current(now)
    if chosen["fuer_uns"]:
        calls = calls.for_us()
    if chosen["programm"]:
        calls = calls.filter(programme=chosen["programm"])
    if chosen["bereich"]:
        calls = calls.filter(strands__contains=[chosen["bereich"]])
    if chosen["frist"]:
        calls = calls.filter(
            last_deadline__gt=now, sort_deadline__lte=now + timedelta(days=int(chosen["frist"]))
        )
    return calls
