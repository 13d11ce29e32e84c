"""The relations to a person in accounts, core and allauth (see personal_data.py)."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from accounts.models import Membership
from accounts.personal_data import delete_rows, keep_anonymous, leave_out, only, register
from core.models import JournalEntry, SentForm


def end_all(sessions):
    for session in sessions:
        session.end()


def _membership(row):
    return {
        "organisation": row.organisation.name,
        "function": row.get_function_display(),
        "first_day": row.first_day,
        "last_day": row.last_day,
        "asked_at": row.asked_at,
        "confirmed_at": row.confirmed_at,
    }


register(Membership, "person", export=_membership, erase=delete_rows)
register(EmailAddress, "user", export=only("email", "verified", "primary"), erase=delete_rows)
register(Authenticator, "user", export=only("type", "created_at", "last_used_at"), erase=delete_rows)
register(SocialAccount, "user", export=only("provider", "uid", "date_joined"), erase=delete_rows)
register(UserSession, "user", export=only("created_at", "ip", "user_agent"), erase=end_all)
register(JournalEntry, "by", export=only("at", "verb", "object_kind", "object_label"), erase=keep_anonymous)
register(SentForm, "sent_by", export=only("sent_at", "result_url"), erase=delete_rows)
leave_out(Membership, "confirmed_by", "What a person confirmed stands in the journal, which is exported.")
