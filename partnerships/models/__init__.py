"""Partnerships and everything that is kept about them (domain.md 2.1 to 2.5)."""

from partnerships.models.agreements import PARTNER_LANGUAGES, Agreement
from partnerships.models.claims import (
    Claim,
    ClaimSource,
    ImportFile,
    ImportMapping,
    ImportProblem,
    ImportRun,
    Mention,
    ReviewCase,
    TwinPlace,
)
from partnerships.models.contacts import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    Person,
    PersonFunction,
    ProcessingBasis,
)
from partnerships.models.delegations import Delegation, DelegationMember, Gift, ProgrammeItem
from partnerships.models.documents import PartnershipDocument
from partnerships.models.encounters import (
    Encounter,
    EncounterFile,
    EncounterTemplate,
    Participant,
    ParticipantList,
    TemplateStep,
)
from partnerships.models.events import PartnershipEvent
from partnerships.models.networks import GoodPractice, NetworkMembership
from partnerships.models.partnership import Partnership
from partnerships.models.reports import YearlyReport
from partnerships.models.states import StateChange
from partnerships.models.tasks import Reminder, Task
from partnerships.models.texts import PartnershipLink, PartnershipText
from partnerships.models.travel import Factor, FactorSet, Mode, TravelLeg, Trip
from partnerships.models.vocabularies import CooperationField, PublicWording, StateReason, Topic, TypeTag

__all__ = [
    "PARTNER_LANGUAGES",
    "Agreement",
    "Claim",
    "ClaimSource",
    "ConfirmationRequest",
    "ConsentFile",
    "ContactEvent",
    "CooperationField",
    "Delegation",
    "DelegationMember",
    "Encounter",
    "EncounterFile",
    "EncounterTemplate",
    "Factor",
    "FactorSet",
    "Gift",
    "GoodPractice",
    "ImportFile",
    "ImportMapping",
    "ImportProblem",
    "ImportRun",
    "Mention",
    "Mode",
    "NetworkMembership",
    "Participant",
    "ParticipantList",
    "Partnership",
    "PartnershipDocument",
    "PartnershipEvent",
    "PartnershipLink",
    "PartnershipText",
    "Person",
    "PersonFunction",
    "ProcessingBasis",
    "ProgrammeItem",
    "PublicWording",
    "Reminder",
    "ReviewCase",
    "StateChange",
    "StateReason",
    "Task",
    "TemplateStep",
    "Topic",
    "TravelLeg",
    "Trip",
    "TwinPlace",
    "TypeTag",
    "YearlyReport",
]
