"""What people do with delegations, from the proposal to the debrief (domain.md 2.13)."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from notices.actions import notify
from partnerships.actions import NotNow
from partnerships.encounters import actions
from partnerships.models import Delegation, DelegationMember, Encounter, EncounterTemplate, Task

State, Seat = Delegation.State, DelegationMember.Seat
APPROVAL = "delegation-approval"
FIELDS = ("purpose", "talking_points", "council_informed_on")
BY_HAND = {State.PREPARED, State.HELD, State.CLOSED, State.CANCELLED, State.PROPOSED}


def _locked(delegation):
    rows = Delegation.objects.select_for_update(of=["self"]).select_related("encounter")
    return rows.get(pk=delegation.pk)


@transaction.atomic
def propose(encounter, *, purpose, by):
    """Add the official side to an encounter and ask the executive for its approval."""
    if encounter.state in (Encounter.State.DECLINED, Encounter.State.CANCELLED):
        raise NotNow(_("Diese Begegnung findet nicht statt."))
    try:
        with transaction.atomic():
            delegation = Delegation.objects.create(encounter=encounter, purpose=purpose, proposed_by=by)
    except IntegrityError as known:
        raise NotNow(_("Zu dieser Begegnung gibt es schon eine Delegation.")) from known
    record("encounters.delegation_proposed", encounter, by=by, changes={"purpose": (None, purpose)})
    template = EncounterTemplate.objects.filter(slug="delegation").first()
    if template and not encounter.tasks.exists():
        actions.add_steps(template, encounter, encounter.partnerships.order_by("pk").first(), by=by)
    _ask(delegation)
    return delegation


def _ask(delegation):
    notify(
        APPROVAL,
        User.objects.with_role(Role.EXECUTIVE),
        key=f"{APPROVAL}:{delegation.pk}:{delegation.version}",
        title=lambda language: _("Bitte entscheiden: Delegation „%s“") % delegation.encounter.title,
        text=delegation.purpose,
        url=delegation.get_absolute_url(),
    )


@transaction.atomic
def save(delegation, *, loaded_version, by):
    """Purpose, talking points, when the council was told; StaleVersion if somebody else was faster."""
    before = Delegation.objects.get(pk=delegation.pk)
    save_versioned(delegation, loaded_version=loaded_version, fields=FIELDS)
    changes = changed_fields(before, delegation, FIELDS)
    record("encounters.delegation_saved", delegation.encounter, by=by, changes=changes)
    return delegation


@transaction.atomic
def decide(delegation, *, approved, note, by):
    """The executive approves or refuses; never the person who has proposed it (four eyes)."""
    delegation = _locked(delegation)
    if delegation.proposed_by_id == by.pk:
        raise PermissionDenied("four eyes")
    if delegation.state != State.PROPOSED:
        raise NotNow(_("Über diese Delegation ist schon entschieden."))
    if not approved and not note.strip():
        raise NotNow(_("Nennen Sie den Grund, wenn Sie nicht genehmigen."))
    delegation.state = State.APPROVED if approved else State.REFUSED
    delegation.decided_by, delegation.decided_at, delegation.decision_note = by, timezone.now(), note
    delegation.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    changes = {"state": (State.PROPOSED, delegation.state), "note": (None, note)}
    record("encounters.delegation_decided", delegation.encounter, by=by, changes=changes)
    _tell(delegation, approved, note)
    return delegation


def _tell(delegation, approved, note):
    title = _("Delegation genehmigt: %s") if approved else _("Delegation nicht genehmigt: %s")
    people = [delegation.proposed_by] if delegation.proposed_by and delegation.proposed_by.is_active else []
    notify(
        APPROVAL,
        people,
        key=f"{APPROVAL}:{delegation.pk}:{delegation.version}:decided",
        title=title % delegation.encounter.title,
        text=note,
        url=delegation.get_absolute_url(),
    )


@transaction.atomic
def move(delegation, to, *, by, today=None):
    """Prepared, held, closed, cancelled, proposed anew; the table of moves and the guards decide."""
    today = today or timezone.localdate()
    delegation = _locked(delegation)
    if to not in BY_HAND or not delegation.can_move_to(to):
        raise NotNow(
            _("Von „%(before)s“ nach „%(after)s“ führt kein Weg.")
            % {"before": delegation.get_state_display(), "after": State(to).label}
        )
    if sentence := _missing_for(delegation, to, today):
        raise NotNow(sentence)
    before, delegation.state = delegation.state, to
    delegation.version += 1
    delegation.save(update_fields=["state", "version"])
    changes = {"state": (before, to)}
    record("encounters.delegation_moved", delegation.encounter, by=by, changes=changes)
    if to == State.PROPOSED:
        _ask(delegation)
    return delegation


def _missing_for(delegation, to, today):
    if to == State.PREPARED and not delegation.members.exists():
        return _("Tragen Sie zuerst ein, wer reist.")
    if to == State.PREPARED and not delegation.programme.exists():
        return _("Tragen Sie zuerst das Programm ein.")
    if to == State.HELD and delegation.encounter.starts_on > today:
        return _("Diese Reise hat noch nicht begonnen.")
    return ""


@transaction.atomic
def keep_part(part, *, by):
    """Add or change a member, a point of the programme or a gift."""
    delegation = _locked(part.delegation)
    if isinstance(part, DelegationMember):
        _check_seat(delegation, part)
    verb = "encounters.delegation_part_changed" if part.pk else "encounters.delegation_part_added"
    part.save()
    record(verb, delegation.encounter, by=by, changes={"part": (None, words_of(part))})
    return part


def words_of(part):
    """A member by the seat, everything else by its name: the journal outlives the people."""
    return part.get_seat_display() if isinstance(part, DelegationMember) else str(part)


def _check_seat(delegation, member):
    """One leader; of every council group one."""
    others = delegation.members.exclude(pk=member.pk)
    if member.seat == Seat.LEADER and others.filter(seat=Seat.LEADER).exists():
        raise NotNow(_("Eine Delegation hat eine Leitung. Ändern Sie zuerst den anderen Eintrag."))
    if member.seat != Seat.COUNCIL_GROUP:
        return
    if member.organisation_id is None:
        raise NotNow(_("Wählen Sie die Fraktion."))
    if others.filter(seat=Seat.COUNCIL_GROUP, organisation=member.organisation_id).exists():
        raise NotNow(_("Jede Fraktion reist mit einer Person. Diese Fraktion ist schon dabei."))


@transaction.atomic
def remove_part(part, *, by):
    encounter = part.delegation.encounter
    record("encounters.delegation_part_removed", encounter, by=by, changes={"part": (words_of(part), None)})
    part.delete()


@transaction.atomic
def report(delegation, *, text, follow_ups, by):
    """The debrief, and what has to be done now as tasks, in one transaction.

    follow_ups  [{title, due_on, owner}]
    """
    delegation = _locked(delegation)
    if delegation.state not in (State.HELD, State.REPORTED):
        raise NotNow(_("Der Bericht folgt, wenn die Delegation zurück ist."))
    is_first = delegation.state == State.HELD
    delegation.debrief, delegation.state = text, State.REPORTED
    if is_first:
        delegation.reported_at = timezone.now()
    delegation.version += 1
    delegation.save(update_fields=["debrief", "state", "reported_at", "version"])
    partnership = delegation.encounter.partnerships.order_by("pk").first()
    Task.objects.bulk_create(
        Task(
            **one, origin=Task.Origin.DEBRIEF, encounter=delegation.encounter, partnership=partnership,
            created_by=by, is_example=delegation.encounter.is_example,
        )
        for one in follow_ups
    )  # fmt: skip
    titles = ", ".join(one["title"] for one in follow_ups) or None
    record("encounters.debriefed", delegation.encounter, by=by, changes={"follow_ups": (None, titles)})
    return delegation
