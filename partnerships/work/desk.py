"""What waits for those who look after partnerships: tasks, reviews, feasts, silence (domain.md 5, US-01)."""

from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access import may
from core.desk import Waiting, as_rows, register_rows, register_source
from partnerships import states
from partnerships.agreements import to_look_at
from partnerships.models import ContactEvent, Encounter, Partnership, Reminder, Task
from partnerships.work.anniversaries import feasts

REVIEW_DAYS = 90
REGULAR_REVIEW_DAYS = 30
SILENT_DAYS = 730
CITY = "partnership__city__name"


def _is_for(user):
    return may(user, "work.do_tasks")


def tasks(user):
    """Open tasks that are one's own or everybody's."""
    if not _is_for(user):
        return []
    rows = Task.objects.visible_to(user).open().filter(Q(owner=user.pk) | Q(owner=None))
    return [as_rows(rows, due="due_on", title="title", other=Coalesce(CITY, Value("")))]


def show_task(row):
    title = f"{row.title} ({row.other})" if row.other else row.title
    return row.waiting(title, reverse("work:task", args=[row.key]), pgettext("task", "Aufgabe"), name="task")


def suspensions(user):
    if not _is_for(user):
        return []
    today = timezone.localdate()
    rows = states.suspensions(today).filter(review_on__lte=today + timedelta(days=REVIEW_DAYS))
    return [as_rows(rows.select_related(None), due="review_on", key="partnership__slug", title=CITY)]


def show_suspension(row):
    title = _("%(city)s: Aussetzung prüfen") % {"city": row.title}
    return row.waiting(title, _file(row.key), _("Partnerschaft"), name="suspension")


def agreements(user):
    if not _is_for(user):
        return []
    rows = to_look_at(timezone.localdate()).select_related(None)
    due = Coalesce("review_on", "valid_to")
    return [as_rows(rows, due=due, key=_key("partnership__slug", "pk"), title="title", other=CITY)]


def show_agreement(row):
    slug, _bar, pk = row.key.rpartition(":")
    title = _("%(city)s: „%(title)s“ prüfen oder verlängern") % {"city": row.other, "title": row.title}
    url = reverse("partnerships:agreement_edit", args=[slug, pk])
    return row.waiting(title, url, _("Vereinbarung"), name="agreement")


def reviews(user):
    """Partnerships whose regular review comes up."""
    if not _is_for(user):
        return []
    until = timezone.localdate() + timedelta(days=REGULAR_REVIEW_DAYS)
    rows = Partnership.objects.visible_to(user).filter(review_on__lte=until, state__in=states.BEGUN)
    return [as_rows(rows, due="review_on", key="slug", title="city__name")]


def show_review(row):
    title = _("%(city)s: Partnerschaft überprüfen") % {"city": row.title}
    return row.waiting(title, _file(row.key), _("Partnerschaft"), name="review")


def silent(user):
    """Active partnerships whose last encounter is two years ago."""
    if not _is_for(user):
        return []
    today = timezone.localdate()
    active = Partnership.objects.visible_to(user).filter(state=Partnership.State.ACTIVE)
    rows = active.annotate(met_on=_last_meeting()).filter(met_on__lt=today - timedelta(days=SILENT_DAYS))
    return [as_rows(rows, due=_days_after("met_on", Value(SILENT_DAYS)), key="slug", title="city__name")]


def show_silent(row):
    title = _("%(city)s: seit zwei Jahren keine Begegnung") % {"city": row.title}
    return row.waiting(title, _file(row.key), _("Partnerschaft"), name="silent")


def reminders(user):
    """What somebody wanted to be reminded of: no contact for so many days, by partnership and field."""
    if not _is_for(user):
        return []
    rows = Reminder.objects.visible_to(user).filter(
        partnership__in=Partnership.objects.visible_to(user).filter(state__in=states.LIVES)
    )
    met = Encounter.objects.held().filter(partnerships=OuterRef("partnership"))
    spoken = ContactEvent.objects.filter(partnership=OuterRef("partnership"))
    seen = Greatest(_last_day(met, "ends_on", "fields"), _last_day(spoken, "happened_on", "field"))
    due = _days_after("seen_on", F("days"))
    silent = rows.annotate(seen_on=seen).annotate(silent_on=due).filter(silent_on__lt=timezone.localdate())
    key = _key("partnership__slug", "pk")
    return [as_rows(silent, due="silent_on", key=key, title=CITY, other="days")]


def show_reminder(row):
    slug = row.key.rpartition(":")[0]
    title = _("%(city)s: seit mehr als %(days)s Tagen kein Kontakt") % {"city": row.title, "days": row.other}
    return row.waiting(title, _file(slug), _("Erinnerung"), name="reminder")


def _last_day(rows, day, field):
    """The last `day` of rows in the field of a reminder, or of all rows if it names none."""
    newest = rows.order_by(f"-{day}").values(day)
    in_field = newest.filter(**{field: OuterRef("field")})
    return Case(
        When(field=None, then=Subquery(newest[:1])), default=Subquery(in_field[:1]), output_field=DateField()
    )


def _last_meeting():
    held = Encounter.objects.held().filter(partnerships=OuterRef("pk"))
    return Subquery(held.order_by("-ends_on").values("ends_on")[:1], output_field=DateField())


def _days_after(day, days):
    interval = ExpressionWrapper(days * Value(timedelta(days=1)), output_field=DurationField())
    return ExpressionWrapper(F(day) + interval, output_field=DateField())


def _key(*parts):
    return Concat(parts[0], Value(":"), parts[1], output_field=CharField())


def _file(slug):
    return reverse("partnerships:file", args=[slug])


def waiting_for(user):
    """Anniversaries within 18 months that nobody prepares yet."""
    if not may(user, "work.begin_anniversary"):
        return []
    return [_feast(one) for one in feasts(user, timezone.localdate()) if one.project is None]


def _feast(feast):
    words = {"years": feast.anniversary.years, "city": feast.partnership.city.name}
    return Waiting(
        feast.anniversary.on.last_day,
        _("%(city)s: %(years)d Jahre Partnerschaft vorbereiten") % words,
        reverse("work:anniversaries"),
        _("Jubiläum"),
        "open",
        uid=f"feast-{feast.partnership.slug}-{feast.anniversary.years}",
    )


register_rows("task", tasks, show_task)
register_rows("suspension", suspensions, show_suspension)
register_rows("agreement", agreements, show_agreement)
register_rows("review", reviews, show_review)
register_rows("silent", silent, show_silent)
register_rows("reminder", reminders, show_reminder)
register_source(waiting_for)
