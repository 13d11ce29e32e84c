"""Partnerships with their history, texts, links and documents (domain.md 2.2)."""

from partnerships.models.documents import PartnershipDocument
from partnerships.models.events import PartnershipEvent
from partnerships.models.partnership import Partnership
from partnerships.models.texts import PartnershipLink, PartnershipText
from partnerships.models.vocabularies import Topic, TypeTag

__all__ = [
    "Partnership",
    "PartnershipDocument",
    "PartnershipEvent",
    "PartnershipLink",
    "PartnershipText",
    "Topic",
    "TypeTag",
]
