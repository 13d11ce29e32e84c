"""Lists of participants: few people, a stated reason, a short life (domain.md 4.3).

The journal says that somebody kept or read a list, never who stands on it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.journal import record
from partnerships.actions import NotNow
from partnerships.models import Encounter, Participant, ParticipantList

KEPT_DAYS = 90
MOST_YEARS = 5
MOST_PEOPLE = 500
OPEN_FOR = timedelta(minutes=15)
SESSION = "lists-opened"


def usual_end(encounter):
    return encounter.ends_on + timedelta(days=KEPT_DAYS)


def latest_end(encounter):
    """Five years after the end, for a funder that asks for the list."""
    day = encounter.ends_on
    try:
        return day.replace(year=day.year + MOST_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + MOST_YEARS, day=28)


@transaction.atomic
def open_list(encounter, *, kept_by, by):
    """Begin the list of an encounter; it deletes itself 90 days after the end."""
    try:
        with transaction.atomic():
            found = ParticipantList.objects.create(
                encounter=encounter, kept_by=kept_by, delete_on=usual_end(encounter), created_by=by
            )
    except IntegrityError as known:
        raise NotNow(_("Zu dieser Begegnung gibt es schon eine Liste.")) from known
    record("encounters.list_opened", encounter, by=by, changes={"delete_on": (None, found.delete_on)})
    return found


def check_term(encounter, *, delete_on, funder):
    """ValidationError unless the day of deletion is one that the rules allow."""
    if delete_on < encounter.ends_on:
        raise ValidationError(_("Die Liste kann nicht vor dem Ende der Begegnung gelöscht werden."))
    if delete_on > usual_end(encounter) and not funder:
        raise ValidationError(
            _("Länger als 90 Tage bleibt eine Liste nur, wenn ein Fördergeber sie verlangt.")
        )
    if delete_on > latest_end(encounter):
        raise ValidationError(_("Spätestens fünf Jahre nach dem Ende wird jede Liste gelöscht."))


@transaction.atomic
def set_term(participants, *, delete_on, funder, by):
    """When the list is deleted, and for whom it stays longer."""
    participants = ParticipantList.objects.select_for_update(of=["self"]).get(pk=participants.pk)
    encounter = Encounter.objects.get(pk=participants.encounter_id)
    check_term(encounter, delete_on=delete_on, funder=funder)
    before = participants.delete_on
    participants.delete_on, participants.funder = delete_on, funder
    participants.save(update_fields=["delete_on", "funder"])
    changes = {"delete_on": (before, delete_on), "funder": (None, funder)}
    record("encounters.list_term_set", encounter, by=by, changes=changes)
    return participants


def follow(encounter):
    """The encounter ends on another day: the list goes 90 days after that one, later only for a funder."""
    for participants in ParticipantList.objects.filter(encounter=encounter):
        usual, latest = usual_end(encounter), latest_end(encounter)
        kept = min(max(participants.delete_on, usual), latest) if participants.funder else usual
        ParticipantList.objects.filter(pk=participants.pk).update(delete_on=kept)


@transaction.atomic
def add(participants, participant, *, by):
    """Put somebody on the list."""
    ParticipantList.objects.select_for_update(of=["self"]).get(pk=participants.pk)
    if participants.participants.count() >= MOST_PEOPLE:
        raise NotNow(_("Auf einer Liste ist Platz für 500 Menschen."))
    participant.list = participants
    participant.save(force_insert=True)
    record("encounters.list_changed", participants.encounter, by=by)
    return participant


@transaction.atomic
def change(participant, *, by):
    participant.save()
    record("encounters.list_changed", participant.list.encounter, by=by)
    return participant


@transaction.atomic
def remove(participant, *, by):
    encounter = participant.list.encounter
    Participant.objects.filter(pk=participant.pk).delete()
    record("encounters.list_changed", encounter, by=by)


@transaction.atomic
def delete(participants, *, by):
    """Delete the whole list before its day."""
    encounter = participants.encounter
    participants.delete()
    record("encounters.list_deleted", encounter, by=by)


@transaction.atomic
def state_need(encounter, *, reason, by):
    """Write down why somebody of the administration reads this list."""
    record("encounters.list_read", encounter, by=by, changes={"reason": (None, reason)})


def let_in(session, encounter, now):
    """This session may read this list for a quarter of an hour."""
    session[SESSION] = {**session.get(SESSION, {}), str(encounter.pk): (now + OPEN_FOR).timestamp()}


def is_let_in(session, encounter, now):
    return session.get(SESSION, {}).get(str(encounter.pk), 0) > now.timestamp()


def over(now):
    """Lists whose day has come, for retention."""
    return ParticipantList.objects.filter(delete_on__lte=timezone.localdate(now)).values_list("pk", flat=True)


def end(found, now):
    """Delete them with every name; the encounter keeps its numbers. The journal keeps that it happened."""
    for participants in ParticipantList.objects.filter(pk__in=found).select_related("encounter"):
        delete(participants, by=None)
    return len(found)
