"""What the people who look after a partnership want to know: score, gap, next step, alerts, fields."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.activity import score
from partnerships.activity.rows import rows_of
from partnerships.models import ContactEvent, CooperationField, Encounter, Partnership

SILENT_DAYS = 730
DROP_POINTS = 15
YEAR = timedelta(days=365)
BANDS = {
    "lively": gettext_lazy("lebendig"),
    "stable": gettext_lazy("stabil"),
    "resting": gettext_lazy("ruhig"),
    "inactive": gettext_lazy("kaum Aktivität"),
}
TONES = {"lively": "success", "stable": "info", "resting": "warning", "inactive": "danger"}
COMPONENTS = {
    score.ENCOUNTERS: gettext_lazy("Begegnungen"),
    score.CARRIERS: gettext_lazy("Vereine und Schulen"),
    score.PROJECTS: gettext_lazy("Projekte und Förderung"),
    score.CONTACTS: gettext_lazy("Kontakte der Verwaltungen"),
    score.RECIPROCITY: gettext_lazy("Gegenseitigkeit"),
    score.FUTURE: gettext_lazy("Geplante Begegnungen"),
}
STEPS = {
    "exchange": gettext_lazy("einen Schüleraustausch auf den Weg bringen"),
    "project": gettext_lazy("ein gemeinsames Projekt vorbereiten"),
    "plan": gettext_lazy("eine Begegnung für die nächsten zwölf Monate planen"),
    "carrier": gettext_lazy("einen Verein oder eine Schule gewinnen"),
    "contact": gettext_lazy("mit der Partnerstadt sprechen"),
}
LIVED = (Partnership.State.ACTIVE, Partnership.State.DORMANT)


@dataclass(frozen=True)
class Overview:
    """One partnership on a day; `score` is a Score, `alerts` are sentences, days may be None."""

    score: score.Score
    step: score.Step
    last_meeting: date | None
    last_contact: date | None
    next_meeting: date | None
    uncounted: int
    alerts: list

    @property
    def band_word(self):
        """The band in words; where nothing is recorded nothing is said about activity."""
        return BANDS[self.score.band] if self.score.known else _("noch nichts erfasst")

    @property
    def tone(self):
        return TONES[self.score.band] if self.score.known else "default"

    @property
    def coverage_words(self):
        known, every = self.score.coverage
        return _("%(known)d von %(all)d Bereichen erfasst") % {"known": known, "all": every}

    @property
    def value_words(self):
        """ "64" or "mindestens 32" while something is not recorded."""
        known, every = self.score.coverage
        value = round(self.score.value)
        return str(value) if known == every else _("mindestens %(value)d") % {"value": value}

    @property
    def gap_word(self):
        return COMPONENTS[self.score.gap.name] if self.score.gap else _("Noch ist nichts erfasst.")

    @property
    def step_word(self):
        return STEPS[self.step.name]

    @property
    def step_words(self):
        return _("Am meisten hilft: %(step)s (von %(before)d auf %(after)d Punkte).") % {
            "step": STEPS[self.step.name],
            "before": round(self.score.value),
            "after": round(self.step.score),
        }

    def component_rows(self):
        """(word, weight, value or None) of each component."""
        return [(COMPONENTS[part.name], part.weight, part.value) for part in self.score.components]


def overviews(partnerships, today):
    """{pk: Overview} of these partnerships in two queries."""
    found = rows_of([one.pk for one in partnerships], today)
    return {one.pk: _overview(one, found[one.pk], today) for one in partnerships}


def _overview(partnership, rows, today):
    inputs = rows.inputs_on(today)
    current = score.score_of(inputs)
    ahead = [one.starts_on for one in rows.meetings if one.starts_on > today]
    return Overview(
        score=current,
        step=score.best_step(inputs),
        last_meeting=rows.last_meeting(today),
        last_contact=rows.last_contact(today),
        next_meeting=min(ahead, default=None),
        uncounted=len(rows.uncounted(today)),
        alerts=list(_alerts(partnership, rows, current, today)),
    )


def _alerts(partnership, rows, current, today):
    """What is quietly dying: no encounter for two years, fifteen points fewer than a year ago."""
    if partnership.state not in LIVED:
        return
    last = rows.last_meeting(today)
    if last is None:
        yield _("Es ist noch keine Begegnung eingetragen.")
    elif (today - last).days > SILENT_DAYS:
        yield _("Seit mehr als zwei Jahren gab es keine Begegnung.")
    before = score.score_of(rows.inputs_on(today - YEAR)).value
    if before - current.value > DROP_POINTS:
        yield _("In zwölf Monaten von %(before)d auf %(now)d Punkte gefallen.") % {
            "before": round(before),
            "now": round(current.value),
        }


@dataclass(frozen=True)
class FieldActivity:
    """A field of cooperation: whether both towns want it, when it was last alive, whether that is a gap."""

    field: CooperationField
    is_agreed: bool
    last_on: date | None
    is_gap: bool


def fields_of(partnership, today):
    """Every valid field with its last activity in a held encounter or a contact: one query."""
    held = Encounter.objects.held().filter(partnerships=partnership, fields=OuterRef("pk"))
    spoken = ContactEvent.objects.filter(
        partnership=partnership, field=OuterRef("pk"), happened_on__lte=today
    )
    agreed = Partnership.fields.through.objects.filter(
        partnership=partnership, cooperationfield=OuterRef("pk")
    )
    rows = CooperationField.objects.valid_on(today).annotate(
        is_agreed=Exists(agreed),
        last_on=Greatest(
            Subquery(held.order_by("-ends_on").values("ends_on")[:1]),
            Subquery(spoken.order_by("-happened_on").values("happened_on")[:1]),
        ),
    )
    return [_field(one, one.is_agreed, one.last_on, today) for one in rows.order_by("order", "pk")]


def _field(field, is_agreed, last_on, today):
    is_silent = last_on is None or (today - last_on).days > SILENT_DAYS
    return FieldActivity(field, is_agreed, last_on, is_agreed and is_silent)
