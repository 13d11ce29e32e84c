"""The terms of people's data: unconfirmed and unused accounts, sent forms, dead sessions."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.erasure import erase_account
from accounts.models import User
from core.models import SentForm
from core.outbox import tell
from core.retention import Term

UNCONFIRMED = timedelta(days=7)
UNUSED = timedelta(days=730)
NOTICE = timedelta(days=30)
FORMS = timedelta(days=30)


def _accounts():
    return User.objects.filter(erased_at=None, is_example=False)


def unconfirmed(now):
    """Sign-ups whose address nobody has confirmed."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    waiting = EmailAddress.objects.filter(user=OuterRef("pk"), verified=False)
    old = _accounts().filter(joined_at__lt=now - UNCONFIRMED, last_login=None)
    return old.filter(Exists(waiting), ~Exists(confirmed)).order_by("pk")


def erase_all(people, now):
    for person in people:
        erase_account(person, by=None)
    return len(people)


def _last_seen():
    return Greatest("joined_at", Coalesce("last_login", "joined_at"))


def unused(now):
    """Accounts nobody has used for two years and whose owner does not know yet that they will be deleted."""
    idle = _accounts().annotate(seen_at=_last_seen()).filter(seen_at__lt=now - UNUSED)
    return idle.filter(deletion_announced_at=None).order_by("pk")


def announce_deletion(people, now):
    for person in people:
        User.objects.filter(pk=person.pk).update(deletion_announced_at=now)
        tell(
            "account",
            [person],
            key=f"account-unused-{now:%Y-%m-%d}",
            title=_("Ihr Konto wird in 30 Tagen gelöscht"),
            text=_("Sie haben es zwei Jahre lang nicht benutzt. Melden Sie sich an, um es zu behalten."),
            url=reverse("account_login"),
        )
    return len(people)


def announced(now):
    """Accounts whose owner was told a month ago and has not come back."""
    told = _accounts().filter(deletion_announced_at__lt=now - NOTICE)
    return told.annotate(seen_at=_last_seen()).filter(seen_at__lt=now - UNUSED).order_by("pk")


def came_back(now):
    """Accounts that were used again after their deletion had been announced."""
    return (
        _accounts().filter(deletion_announced_at__isnull=False, last_login__gte=now - UNUSED).order_by("pk")
    )


def keep(people, now):
    return User.objects.filter(pk__in=[person.pk for person in people]).update(deletion_announced_at=None)


def old_forms(now):
    return SentForm.objects.filter(sent_at__lt=now - FORMS)


def dead_sessions(now):
    return Session.objects.filter(expire_date__lt=now)


def lost_sessions(now):
    """Entries of the list of devices whose session is gone."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    return UserSession.objects.filter(~Exists(alive))


def delete(rows, now):
    if not rows:
        return 0
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


TERMS = (
    Term("accounts.unconfirmed", _("Konten ohne bestätigte Adresse, nach 7 Tagen"), unconfirmed, erase_all),
    Term("accounts.came_back", _("Konten, die wieder benutzt werden"), came_back, keep),
    Term("accounts.announced", _("Ungenutzte Konten, 30 Tage nach der Nachricht"), announced, erase_all),
    Term(
        "accounts.unused",
        _("Konten, die 24 Monate niemand benutzt hat: Nachricht"),
        unused,
        announce_deletion,
    ),
    Term("accounts.sent_forms", _("Kennzeichen abgeschickter Formulare, nach 30 Tagen"), old_forms, delete),
    Term("accounts.sessions", _("Abgelaufene Sitzungen"), dead_sessions, delete),
    Term("accounts.devices", _("Geräte ohne Sitzung"), lost_sessions, delete),
)
