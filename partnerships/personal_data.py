"""What partnerships know of a person: the documents they put up."""

from accounts.personal_data import keep_anonymous, only, register
from partnerships.models import PartnershipDocument

register(
    PartnershipDocument,
    "uploaded_by",
    export=only("partnership", "title", "filename", "uploaded_at"),
    erase=keep_anonymous,
)
