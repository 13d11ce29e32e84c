"""What people do with encounters: each function one verb, one transaction, one line in the journal."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from core.publicness import Publicness
from notices.actions import notify
from partnerships.actions import NotNow
from partnerships.encounters import defaults, lists
from partnerships.models import CooperationField, Encounter, EncounterTemplate, Task

State = Encounter.State
PROPOSAL = "encounter-proposal"
SHORT = (
    "title", "kind", "direction", "starts_on", "ends_on", "participants_own", "participants_partner",
)  # fmt: skip
DETAILS = (
    *SHORT, "place", "minors", "first_timers", "age_from", "age_to", "nights", "host_families", "cost_total",
    "municipal_share", "third_party_share", "grant", "by_city", "by_third_party", "public_text", "outcome",
    "lead_office",
)  # fmt: skip
LISTS = ("partnerships", "organisers", "fields", "goals")
# What is the same when an encounter comes again; counts, money and the outcome belong to one occasion
RECURRING = (
    "title", "kind", "direction", "place", "age_from", "age_to", "nights", "host_families", "by_city",
    "by_third_party", "public_text", "lead_office_id",
)  # fmt: skip


def locked(encounter):
    return Encounter.objects.select_for_update(of=["self"]).get(pk=encounter.pk)


@transaction.atomic
def create(encounter, *, partnerships, by, organiser=None, today=None):
    """Record an encounter, or propose one for an organisation that is not the administration's.

    organiser  the organisation on whose behalf it is recorded; a proposal needs one
    """
    today = today or timezone.localdate()
    proposes = organiser is not None and organiser.kind != "office"
    encounter.direction = encounter.direction or defaults.direction_of(encounter.kind)
    encounter.created_by = by
    encounter.by_city = encounter.by_city or encounter.kind in defaults.BY_CITY and not proposes
    if proposes:
        encounter.state, encounter.proposed_by, encounter.by_third_party = State.PROPOSED, organiser, True
    else:
        encounter.state = State.HELD if encounter.ends_on < today else State.PLANNED
    encounter.save(force_insert=True)
    encounter.partnerships.set(partnerships)
    encounter.fields.set(CooperationField.objects.filter(slug__in=defaults.fields_of(encounter.kind)))
    if organiser is not None and organiser.kind != "partner_administration":
        encounter.organisers.add(organiser)
    verb = "encounters.proposed" if proposes else "encounters.created"
    record(verb, encounter, by=by, changes={"state": (None, encounter.state)})
    return encounter


@transaction.atomic
def save(encounter, *, lists_of, loaded_version, by):
    """Save every detail; StaleVersion if somebody else was faster. `lists_of`: {name: rows} of LISTS."""
    before = Encounter.objects.get(pk=encounter.pk)
    earlier = {name: _words_of(getattr(before, name).all()) for name in lists_of}
    save_versioned(encounter, loaded_version=loaded_version, fields=DETAILS)
    changes = changed_fields(before, encounter, DETAILS)
    for name, rows in lists_of.items():
        getattr(encounter, name).set(rows)
        if earlier[name] != (now := _words_of(rows)):
            changes[name] = (earlier[name], now)
    if before.ends_on != encounter.ends_on:
        lists.follow(encounter)
    record("encounters.saved", encounter, by=by, changes=changes)
    return encounter


def _words_of(rows):
    return ", ".join(sorted(str(row) for row in rows))


@transaction.atomic
def move(encounter, to, *, by, no_costs=False, reason=""):
    """Move an encounter to another state that the table of moves and its guards allow."""
    encounter = locked(encounter)
    if not encounter.can_move_to(to):
        raise NotNow(
            _("Von „%(before)s“ nach „%(after)s“ führt kein Weg.")
            % {"before": encounter.get_state_display(), "after": State(to).label}
        )
    if sentence := missing_for(encounter, to, no_costs=no_costs):
        raise NotNow(sentence)
    before, encounter.state = encounter.state, to
    changed = ["state"]
    if to == State.SETTLED and no_costs and encounter.cost_total is None:
        encounter.cost_total = 0
        changed.append("cost_total")
    if State.CANCELLED in (before, to):  # calendars that have taken it over must hear of it
        encounter.version += 1
        changed.append("version")
    encounter.save(update_fields=changed)
    changes = {"state": (before, to)} | ({"reason": (None, reason)} if reason else {})
    record("encounters.moved", encounter, by=by, changes=changes)
    return encounter


def missing_for(encounter, to, *, no_costs=False, today=None):
    """What has to be entered before an encounter may go there, as a sentence; "" if nothing."""
    today = today or timezone.localdate()
    if to == State.HELD and encounter.starts_on > today:
        return _("Diese Begegnung hat noch nicht begonnen.")
    if to == State.REPORTED and encounter.participants is None:
        return _("Tragen Sie zuerst ein, wie viele Menschen dabei waren.")
    if to == State.REPORTED and not encounter.outcome.strip():
        return _("Schreiben Sie zuerst, was die Begegnung ergeben hat.")
    if to == State.SETTLED and encounter.cost_total is None and not no_costs:
        return _("Tragen Sie die Kosten ein, oder geben Sie an, dass es keine gab.")
    return ""


@transaction.atomic
def accept(encounter, *, by, today=None):
    """Take over a proposal: it is planned from now on, and the proposers are told."""
    encounter = locked(encounter)
    if encounter.state != State.PROPOSED:
        raise NotNow(_("Dieser Vorschlag ist schon beantwortet."))
    encounter.state = State.PLANNED
    encounter.save(update_fields=["state"])
    record("encounters.accepted", encounter, by=by, changes={"state": (State.PROPOSED, State.PLANNED)})
    _answer(encounter, lambda language: _("Ihr Vorschlag ist angenommen: %s") % encounter.title, "")
    return encounter


@transaction.atomic
def decline(encounter, *, reason, by):
    """Answer a proposal with no, and say why."""
    encounter = locked(encounter)
    if encounter.state != State.PROPOSED:
        raise NotNow(_("Dieser Vorschlag ist schon beantwortet."))
    encounter.state = State.DECLINED
    encounter.save(update_fields=["state"])
    changes = {"state": (State.PROPOSED, State.DECLINED), "reason": (None, reason)}
    record("encounters.declined", encounter, by=by, changes=changes)
    _answer(
        encounter, lambda language: _("Ihr Vorschlag wird nicht übernommen: %s") % encounter.title, reason
    )
    return encounter


def _answer(encounter, title, text):
    """Tell whoever proposed it; once, whatever the answer."""
    people = [encounter.created_by] if encounter.created_by and encounter.created_by.is_active else []
    notify(
        PROPOSAL,
        people,
        key=f"{PROPOSAL}:{encounter.pk}",
        title=title,
        text=text,
        url=encounter.get_absolute_url(),
    )


@transaction.atomic
def copy(encounter, *, by, today=None):
    """The same occasion a year later on the same weekday, with the steps of its template anew."""
    today = today or timezone.localdate()
    starts_on = defaults.a_year_later(encounter.starts_on)
    new = Encounter(
        **{name: getattr(encounter, name) for name in RECURRING},
        starts_on=starts_on,
        ends_on=starts_on + (encounter.ends_on - encounter.starts_on),
        state=State.PLANNED,
        copied_from=encounter,
        created_by=by,
        is_example=encounter.is_example,
    )
    new.save(force_insert=True)
    for name in LISTS:
        getattr(new, name).set(getattr(encounter, name).all())
    _repeat_tasks(encounter, new, today, by)
    record("encounters.copied", new, by=by, changes={"copied_from": (None, encounter.title)})
    return new


def _repeat_tasks(encounter, new, today, by):
    kept = (Task.Origin.TEMPLATE, Task.Origin.ANNIVERSARY)
    later = new.starts_on - encounter.starts_on
    Task.objects.bulk_create(
        Task(
            title=task.title, due_on=max(today, task.due_on + later), origin=task.origin, owner=task.owner,
            partnership_id=task.partnership_id, encounter=new, created_by=by, is_example=new.is_example,
        )
        for task in encounter.tasks.filter(origin__in=kept).select_related("owner")
    )  # fmt: skip


@transaction.atomic
def start_from_template(template, partnership, starts_on, *, by, title="", owner=None, today=None):
    """Begin an encounter with every step its template knows, as tasks with dates; returns the encounter.

    template   an EncounterTemplate or its slug
    starts_on  the first day; a step whose day has passed becomes due today
    """
    today = today or timezone.localdate()
    if not isinstance(template, EncounterTemplate):
        template = EncounterTemplate.objects.get(slug=template)
    ends_on = starts_on + timedelta(days=template.nights)
    encounter = Encounter(
        title=title or f"{template.name} {partnership.city.name}",
        kind=template.kind,
        direction=template.direction,
        starts_on=starts_on,
        ends_on=ends_on,
        nights=template.nights or None,
        is_example=partnership.is_example,
    )
    create(encounter, partnerships=[partnership], by=by, today=today)
    add_steps(template, encounter, partnership, by=by, owner=owner, today=today)
    return encounter


def add_steps(template, encounter, partnership, *, by, owner=None, today=None):
    """The steps of a template as tasks of an encounter; what has passed is due today."""
    today = today or timezone.localdate()
    is_feast = template.kind == Encounter.Kind.ANNIVERSARY
    Task.objects.bulk_create(
        Task(
            title=title_of(step), due_on=max(today, day_of(step, encounter.starts_on, encounter.ends_on)),
            owner=owner, origin=Task.Origin.ANNIVERSARY if is_feast else Task.Origin.TEMPLATE,
            partnership=partnership, encounter=encounter, created_by=by, is_example=encounter.is_example,
        )
        for step in template.steps.order_by("-days_before", "pk")
    )  # fmt: skip


def day_of(step, starts_on, ends_on):
    """So many days before the beginning, or after the end."""
    if step.days_before >= 0:
        return starts_on - timedelta(days=step.days_before)
    return ends_on - timedelta(days=step.days_before)


def title_of(step):
    """Tasks are written down once, in the language of the administration."""
    return step.title_de


@transaction.atomic
def publish(encounter, *, by):
    """Show it to everybody: title, kind, dates, place, the text for all, released photos."""
    encounter = locked(encounter)
    if encounter.publicness == Publicness.PUBLIC:
        raise NotNow(_("Diese Begegnung ist schon öffentlich."))
    if encounter.state in (State.PROPOSED, State.DECLINED):
        raise NotNow(_("Nehmen Sie den Vorschlag zuerst an."))
    if encounter.partnerships.exclude(publicness=Publicness.PUBLIC).exists():
        raise NotNow(_("Die Partnerschaft selbst ist noch nicht öffentlich."))
    return _set_level(encounter, Publicness.PUBLIC, "encounters.published", by)


@transaction.atomic
def share(encounter, *, by):
    """Show it to everybody who works in the portal: associations, council, working group."""
    encounter = locked(encounter)
    if encounter.publicness == Publicness.PORTAL:
        raise NotNow(_("Diese Begegnung ist schon im Portal zu sehen."))
    if encounter.state in (State.PROPOSED, State.DECLINED):
        raise NotNow(_("Nehmen Sie den Vorschlag zuerst an."))
    return _set_level(encounter, Publicness.PORTAL, "encounters.shared", by)


@transaction.atomic
def unpublish(encounter, *, by):
    """Take it back: internal from now on."""
    encounter = locked(encounter)
    if encounter.publicness == Publicness.INTERNAL:
        raise NotNow(_("Diese Begegnung ist schon intern."))
    return _set_level(encounter, Publicness.INTERNAL, "encounters.unpublished", by)


def _set_level(row, level, verb, by):
    before, row.publicness = row.publicness, level
    row.save(update_fields=["publicness"])
    record(verb, row, by=by, changes={"publicness": (before, level)})
    return row
