"""What waits for staff in the contact book: answers, entries to decide on, gaps in partnerships."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Lower, Trim, TruncDate
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Kind
from core.access import may
from core.desk import Waiting, as_rows, register_rows, register_source
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
    return [*_warnings(today, sides)[:MOST], *_unconfirmed(today, sides)[:MOST]]


def answers(user):
    """What contacts have answered to "is this still correct?" and nobody has settled."""
    if not may(user, "contacts.see"):
        return []
    rows = ConfirmationRequest.objects.to_settle().filter(person__merged_into=None)
    return [as_rows(rows, due=TruncDate("answered_at"), title=name_of("person__"), other="answer")]


def show_answer(row):
    words = {
        Answer.CHANGED: _("%(name)s schlägt Änderungen vor"),
        Answer.GONE: _("%(name)s ist nicht mehr zuständig"),
    }.get(row.other, "%(name)s")
    url = reverse("contacts:answer", args=[row.key])
    return row.waiting(words % {"name": row.title}, url, _("Kontakt"), name="answer", state="new")


def decisions(user):
    """Entries whose term is over, or that wait for the archive."""
    if not may(user, "contacts.see"):
        return []
    today = localdate()
    over = Q(state=State.TO_REVIEW, is_private=False)
    over |= Q(state=State.TO_REVIEW, state_since__lte=today - TIME_TO_DECIDE)
    over |= Q(state__in=[State.BLOCKED, State.OFFERED])
    time = Case(
        When(state=State.OFFERED, then=Value(TIME_OF_THE_ARCHIVE)),
        default=Value(TIME_TO_DECIDE),
        output_field=DurationField(),
    )
    since = Coalesce("state_since", Value(today), output_field=DateField())
    due = ExpressionWrapper(since + time, output_field=DateField())
    rows = Person.objects.filter(over, merged_into=None)
    return [as_rows(rows, due=due, title=name_of(), other="state")]


def show_decision(row):
    words = {
        State.TO_REVIEW: _("%(name)s: Brauchen wir diesen Kontakt noch?"),
        State.BLOCKED: _("%(name)s ist gesperrt: dem Archiv anbieten"),
        State.OFFERED: _("%(name)s: Antwort des Archivs eintragen"),
    }[row.other]
    url = reverse("contacts:person", args=[row.key])
    return row.waiting(words % {"name": row.title}, url, _("Kontakt"), name="contact")


def accounts(user):
    """Entries whose address belongs to an account of a partner administration."""
    if not may(user, "contacts.see"):
        return []
    known = EmailAddress.objects.annotate(lower=Lower("email")).filter(
        lower=Lower(OuterRef("email")),
        verified=True,
        user__is_active=True,
        user__contact=None,
        user__memberships__organisation__kind=Kind.PARTNER_ADMINISTRATION,
    )
    active = Person.objects.filter(user=None, merged_into=None, state=State.ACTIVE).exclude(email="")
    return [as_rows(active.filter(Exists(known)), due=Value(localdate()), title=name_of())]


def show_account(row):
    url = reverse("contacts:person", args=[row.key])
    words = _("%(name)s mit einem Konto verbinden")
    return row.waiting(words % {"name": row.title}, url, _("Kontakt"), state="new")


def name_of(prefix=""):
    """A person's name as one text of the database."""
    parts = (f"{prefix}title", Value(" "), f"{prefix}given_name", Value(" "), f"{prefix}family_name")
    return Trim(Concat(*parts, output_field=CharField()))


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


register_rows("contact-answer", answers, show_answer)
register_rows("contact-decision", decisions, show_decision)
register_rows("contact-account", accounts, show_account)
register_source(waiting_for)
