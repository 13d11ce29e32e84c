"""What it means that a call is not in a scan: never that it is closed.

Only complete scans count. Twice absent and past its deadline, a call is over; twice absent with
the deadline ahead, it is "not listed any more" and a person looks.
"""

from django.db.models import F, Q

from funding.models import Call

ENOUGH = 2


def note_returns(seen):
    """Calls that were missing and are back."""
    missed = Call.objects.filter(missed_scans__gt=0).values_list("pk", flat=True)
    back = [pk for pk in missed if pk in seen]
    if back:
        Call.objects.filter(pk__in=back).update(missed_scans=0, not_listed_since=None)


def missing_from(source, seen):
    """The calls of a source that its newest scan should have held."""
    listed = Call.objects.filter(source=source, not_listed_since=None).exclude(kind=Call.Kind.MANUAL)
    return [pk for pk in listed.values_list("pk", flat=True) if pk not in seen]


def about_to_vanish(source, seen, now):
    """Missing for the second time with the deadline ahead: to be asked for one by one."""
    missing = missing_from(source, seen)
    ahead = Q(last_deadline=None) | Q(last_deadline__gt=now)
    return list(
        Call.objects.filter(ahead, pk__in=missing, missed_scans__gte=ENOUGH - 1)
        .order_by("last_deadline", "pk")
        .only("pk", "identifier", "reference", "kind", "programme")
    )


def note_absences(source, seen, now):
    """Count a missed scan for every call that is absent; returns how many are now not listed any more."""
    missing = missing_from(source, seen)
    if not missing:
        return 0
    Call.objects.filter(pk__in=missing).update(missed_scans=F("missed_scans") + 1)
    return Call.objects.filter(pk__in=missing, missed_scans__gte=ENOUGH).update(not_listed_since=now)
