"""What funding knows of a person: the calls they follow."""

from accounts.personal_data import delete_rows, only, register
from funding.models import CallFollow

register(CallFollow, "person", export=only("call", "since"), erase=delete_rows)
