"""What funding knows of a person: the calls they follow."""

from accounts.personal_data import delete_rows, leave_out, only, register
from funding.models import CallChange, CallFollow

register(CallFollow, "person", export=only("call", "since"), erase=delete_rows)
leave_out(
    CallChange, "decided_by", "What a person decided about a call stands in the journal, which is exported."
)
