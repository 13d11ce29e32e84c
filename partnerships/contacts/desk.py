"""What waits for staff in the contact book: answers, entries to decide on, gaps in partnerships."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Kind
from core.access import may
from core.desk import Waiting
from partnerships.contacts.summary import all_warnings, sides_on
from partnerships.models import ConfirmationRequest, Person

MOST = 40
TIME_TO_DECIDE = timedelta(days=30)
TIME_OF_THE_ARCHIVE = timedelta(days=42)
State = Person.State
Answer = ConfirmationRequest.Answer


def waiting_for(user):
    if not may(user, "contacts.see"):
        return []
    today = localdate()
    sides = sides_on(today)
    return [*_people(today), *_warnings(today, sides)[:MOST], *_unconfirmed(today, sides)[:MOST]]


def _people(today):
    """Answers to settle, entries whose term is over, accounts that belong to an entry; one query."""
    answers = ConfirmationRequest.objects.to_settle().filter(person=OuterRef("pk")).order_by("answered_at")
    parts = JSONObject(pk="pk", answer="answer", at="answered_at")
    accounts = EmailAddress.objects.annotate(lower=Lower("email")).filter(
        lower=Lower(OuterRef("email")),
        verified=True,
        user__is_active=True,
        user__contact=None,
        user__memberships__organisation__kind=Kind.PARTNER_ADMINISTRATION,
    )
    people = Person.objects.filter(merged_into=None).annotate(
        reply=Subquery(answers.values(parts=parts)[:1]), has_account=Exists(accounts)
    )
    linkable = Q(user=None, has_account=True, state__in=[State.ACTIVE, State.TO_REVIEW]) & ~Q(email="")
    over = Q(state=State.TO_REVIEW, is_private=False)
    over |= Q(state=State.TO_REVIEW, state_since__lte=today - TIME_TO_DECIDE)
    over |= Q(state__in=[State.BLOCKED, State.OFFERED])
    rows = people.filter(Q(reply__isnull=False) | over | linkable)
    rows = rows.order_by(F("state_since").asc(nulls_first=True), "pk")[:MOST]
    return [entry for person in rows for entry in _of_person(person, today)]


def _of_person(person, today):
    name = {"name": person}
    if person.reply:
        words = {
            Answer.CHANGED: _("%(name)s schlägt Änderungen vor"),
            Answer.GONE: _("%(name)s ist nicht mehr zuständig"),
        }.get(person.reply["answer"], "%(name)s")
        day = localdate(parse_datetime(person.reply["at"]))
        url = reverse("contacts:answer", args=[person.reply["pk"]])
        yield Waiting(day, words % name, url, _("Kontakt"), "new")
    since, url = person.state_since or today, person.get_absolute_url()
    decide = {
        State.TO_REVIEW: (TIME_TO_DECIDE, _("%(name)s: Brauchen wir diesen Kontakt noch?")),
        State.BLOCKED: (TIME_TO_DECIDE, _("%(name)s ist gesperrt: dem Archiv anbieten")),
        State.OFFERED: (TIME_OF_THE_ARCHIVE, _("%(name)s: Antwort des Archivs eintragen")),
    }.get(person.state)
    if decide:
        due_on = since + decide[0]
        yield Waiting(due_on, decide[1] % name, url, _("Kontakt"), "late" if due_on < today else "open")
    elif person.has_account and person.user_id is None:
        yield Waiting(today, _("%(name)s mit einem Konto verbinden") % name, url, _("Kontakt"), "new")


def _warnings(today, sides):
    people = reverse("contacts:list")
    return [
        Waiting(
            one.due_on,
            one.text,
            reverse("accounts:organisation", args=[one.about]) if one.about else people,
            _("Nachfolge"),
            "late" if one.due_on < today else "open",
        )
        for one in all_warnings(today, sides)
    ]


def _unconfirmed(today, sides):
    address = reverse("contacts:list") + "?ansprech=on&unbestaetigt=on&partnerschaft="
    return [
        Waiting(
            today,
            ngettext(
                "%(town)s: %(n)d Ansprechperson seit 12 Monaten nicht bestätigt",
                "%(town)s: %(n)d Ansprechpersonen seit 12 Monaten nicht bestätigt",
                len(side.stale),
            )
            % {"town": side.town, "n": len(side.stale)},
            address + side.slug,
            _("Kontakt"),
            "waiting",
        )
        for side in sides
        if side.stale
    ]
