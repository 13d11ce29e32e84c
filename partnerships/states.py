"""How a partnership moves from one state to the next, and what each move asks for (domain.md 2.13)."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.journal import record
from core.slugs import free_slug
from notices.actions import cancel, notify
from partnerships.models import Partnership, PartnershipEvent, StateChange

State = Partnership.State
Form = Partnership.LegalForm
LONGEST_REVIEW = timedelta(days=731)
REVIEW_STEPS = (90, 30)
TOPIC = "partnership-review"
PLAIN, REASON, DECISION, SUSPENSION, END = "plain", "reason", "decision", "suspension", "end"


class NotNow(Exception):
    """Allowed to this person, but not in the present state of the partnership."""


@dataclass(frozen=True)
class Move:
    """A button: what it says, from where to where it leads, what it asks for, who may press it."""

    name: str
    label: str
    before: tuple
    after: str
    asks: str = PLAIN
    permission: str = "partnerships.move"
    forms: tuple = field(default=tuple(Form))

    def fits(self, partnership):
        return partnership.state in self.before and partnership.legal_form in self.forms


BEGINNING = (State.IDEA, State.EXPLORING, State.NEGOTIATING, State.DECIDED)
LIVES = (State.ACTIVE, State.DORMANT)
PAUSED = (State.DORMANT, State.SUSPENDED)
BEGUN = (*LIVES, State.SUSPENDED)
SHORT_FORMS = (Form.FRIENDSHIP, Form.PROJECT)
MOVES = {
    move.name: move
    for move in (
        Move(
            "explore",
            _("Sondierung beginnen"),
            (State.IDEA,),
            State.EXPLORING,
            permission="partnerships.edit",
        ),
        Move("negotiate", _("Verhandlung beginnen"), (State.EXPLORING,), State.NEGOTIATING),
        Move("decide", _("Beschluss eintragen"), (State.NEGOTIATING,), State.DECIDED, DECISION),
        Move("activate", _("Partnerschaft beginnen"), (State.DECIDED,), State.ACTIVE),
        Move("rest", _("Als ruhend eintragen"), (State.ACTIVE,), State.DORMANT),
        Move("reactivate", _("Wieder als aktiv eintragen"), PAUSED, State.ACTIVE),
        Move("suspend", _("Aussetzen"), LIVES, State.SUSPENDED, SUSPENSION),
        Move("end", _("Beenden"), BEGUN, State.ENDED, END),
        Move(
            "convert",
            _("In eine Städtepartnerschaft umwandeln"),
            (State.ACTIVE,),
            State.CONVERTED,
            DECISION,
            forms=SHORT_FORMS,
        ),
        Move("discard", _("Verwerfen"), BEGINNING, State.DISCARDED, REASON),
    )
}


def possible_moves(partnership):
    """The moves that lead on from here, in the order of the table."""
    return [move for move in MOVES.values() if move.fits(partnership)]


@transaction.atomic
def make_move(partnership, name, change=None, *, by, today=None):
    """Make one move; `change` is an unsaved StateChange with what the move asks for. NotNow says why not."""
    move, today = MOVES[name], today or timezone.localdate()
    partnership = Partnership.objects.select_for_update(of=["self"]).select_related("city").get(
        pk=partnership.pk
    )  # fmt: skip
    if not move.fits(partnership):
        raise NotNow(gettext("In ihrem jetzigen Stand geht das mit dieser Partnerschaft nicht."))
    change = change or StateChange(happened_on=today)
    GUARDS.get(name, _no_guard)(partnership, change)
    _keep(partnership, move, change, by)
    _tell_history(partnership, move, change)
    if name == "convert":
        _begin_twinning(partnership, change, by)
    cancel(f"{TOPIC}:{partnership.pk}:")
    return partnership


def _keep(partnership, move, change, by):
    before = partnership.state
    change.partnership, change.before, change.after, change.by = partnership, before, move.after, by
    change.save(force_insert=True)
    partnership.state, partnership.state_is_example = move.after, False
    fields = ["state", "state_is_example"]
    if move.name == "decide":
        partnership.council_decision = change.decision
        fields.append("council_decision")
    try:
        with transaction.atomic():
            partnership.save(update_fields=fields)
    except IntegrityError as taken:
        raise NotNow(
            gettext(
                "Mit dieser Stadt gibt es schon eine aktive Städtepartnerschaft. Beenden Sie erst die andere."
            )
        ) from taken
    record("partnerships.state_moved", partnership, by=by, changes={"state": (before, move.after)})


def _no_guard(partnership, change):
    """This move asks for nothing that a form has not asked for already."""


def _guard_beginning(partnership, change):
    """An active partnership is signed, on paper, and decided by the council or older than its files."""
    if not partnership.events.filter(kind=PartnershipEvent.Kind.SIGNING, is_checked=True).exists():
        raise NotNow(gettext("Tragen Sie zuerst die Unterzeichnung ein und prüfen Sie sie."))
    if partnership.legal_form != Form.CONTACT and not partnership.agreements.exists():
        raise NotNow(gettext("Tragen Sie zuerst die Vereinbarung ein, die beide Städte unterzeichnet haben."))
    decided = partnership.council_decision or partnership.decision_not_recorded
    if partnership.legal_form == Form.TWINNING and not decided:
        raise NotNow(
            gettext("Nennen Sie in den Angaben den Beschluss des Stadtrats oder dass keiner überliefert ist.")
        )


def _guard_suspension(partnership, change):
    if not (change.reason_id and change.decision and change.review_on):
        raise NotNow(
            gettext("Eine Aussetzung braucht einen Grund, einen Beschluss und einen Tag der Prüfung.")
        )
    if not change.happened_on < change.review_on <= change.happened_on + LONGEST_REVIEW:
        raise NotNow(gettext("Prüfen Sie die Aussetzung spätestens nach 24 Monaten wieder."))


def _guard_end(partnership, change):
    if not (change.decision or change.is_one_sided):
        raise NotNow(gettext("Nennen Sie den Beschluss oder dass die Partnerstadt einseitig beendet hat."))


def _guard_decision(partnership, change):
    if not change.decision:
        raise NotNow(gettext("Nennen Sie den Beschluss: Nummer der Vorlage und Datum."))


def _guard_reason(partnership, change):
    if not change.reason_text:
        raise NotNow(gettext("Schreiben Sie, warum die Idee verworfen wird."))


GUARDS = {
    "activate": _guard_beginning,
    "decide": _guard_decision,
    "convert": _guard_decision,
    "suspend": _guard_suspension,
    "end": _guard_end,
    "discard": _guard_reason,
}
EVENT_OF = {
    "suspend": PartnershipEvent.Kind.SUSPENSION,
    "end": PartnershipEvent.Kind.END,
    "decide": PartnershipEvent.Kind.DECISION_HERE,
}


def _tell_history(partnership, move, change):
    """The public history tells what happened, in the neutral words that staff chose, never the reason."""
    kind = EVENT_OF.get(move.name)
    if move.name == "reactivate" and change.before == State.SUSPENDED:
        kind = PartnershipEvent.Kind.RESUMPTION
    if kind is None:
        return
    wording = change.public_wording
    notes = {f"note_{code}": getattr(wording, f"text_{code}", "") for code in ("de", "en", "fr")}
    partnership.events.get_or_create(
        kind=kind,
        happened_on=change.happened_on,
        defaults=notes | {"is_checked": True, "source_title": change.decision or gettext("Stadtverwaltung")},
    )


def _begin_twinning(partnership, change, by):
    """The friendship or project that becomes a twinning: a new partnership, decided and to be signed."""
    twinning = Partnership.objects.create(
        city=partnership.city,
        slug=free_slug(Partnership, partnership.slug, longest=80, otherwise="partnerschaft"),
        legal_form=Form.TWINNING,
        state=State.DECIDED,
        council_decision=change.decision,
        contact_email=partnership.contact_email,
        lead_office=partnership.lead_office,
    )
    for name in ("topics", "type_tags", "associations", "fields", "goals"):
        getattr(twinning, name).set(getattr(partnership, name).all())
    record("partnerships.begun_from", twinning, by=by, changes={"before": (None, partnership.slug)})
    return twinning


def suspensions(today):
    """The StateChange of each partnership that is suspended, the nearest review first."""
    latest = StateChange.objects.order_by("partnership", "-at", "-pk").distinct("partnership")
    return (
        StateChange.objects.filter(pk__in=latest.values("pk"), after=State.SUSPENDED)
        .select_related("partnership__city")
        .order_by("review_on", "pk")
    )


def remind_of_reviews(staff, today):
    """Tell staff 90 and 30 days before a suspension is to be reviewed; asked again it tells nothing new."""
    told = 0
    for change in suspensions(today).filter(review_on__gt=today):
        reached = [days for days in REVIEW_STEPS if (change.review_on - today).days <= days]
        if reached:
            _remind(change, min(reached), staff)
            told += 1
    return told


@transaction.atomic
def _remind(change, step, staff):
    city, day = change.partnership.city.name, change.review_on
    notify(
        TOPIC,
        staff,
        key=f"{TOPIC}:{change.partnership_id}:{change.pk}:{step}",
        title=lambda language: gettext("%(city)s: Aussetzung prüfen") % {"city": city},
        text=lambda language: (
            gettext(
                "Die Partnerschaft ist ausgesetzt. Am %(day)s steht die Prüfung an: fortsetzen oder beenden."
            )
            % {"day": date_format(day, "DATE_FORMAT")}
        ),
        url=change.partnership.get_absolute_url(),
    )
