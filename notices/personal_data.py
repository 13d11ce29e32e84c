"""What notices know of a person: written out in "Meine Daten", deleted with the account."""

from accounts.personal_data import delete_rows, only, register
from notices.models import CalendarKey, Notice, Preference

register(
    Notice,
    "person",
    export=only("topic", "title", "text", "url", "due_at", "sent_at", "read_at"),
    erase=delete_rows,
)
register(Preference, "person", export=only("topic", "frequency", "changed_at"), erase=delete_rows)
register(CalendarKey, "person", export=only("renewed_at"), erase=delete_rows)
