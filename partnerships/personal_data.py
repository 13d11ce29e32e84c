"""What partnerships know of a person with an account."""

from accounts.personal_data import delete_rows, keep_anonymous, leave_out, only, register
from partnerships.models import (
    ConfirmationRequest,
    ConsentFile,
    ContactEvent,
    Delegation,
    DelegationMember,
    Encounter,
    EncounterFile,
    ImportFile,
    ImportRun,
    ParticipantList,
    PartnershipDocument,
    Person,
    Reminder,
    ReviewCase,
    StateChange,
    Task,
    YearlyReport,
)

IN_THE_JOURNAL = "What a person did here stands in the journal, which is exported."


def unlink(field):
    """The rows stay, without the person."""

    def erase(rows):
        rows.update(**{field: None})

    return erase


for model in (PartnershipDocument, ConsentFile, EncounterFile, ImportFile):
    register(model, "uploaded_by", export=only("title", "filename", "uploaded_at"), erase=keep_anonymous)
register(
    Person,
    "user",
    export=only(
        "form_of_address", "title", "given_name", "family_name", "name_original", "language",
        "other_languages", "country", "city", "email", "phone", "note", "confirmed_on",
    ),
    erase=unlink("user"),
)  # fmt: skip
register(
    ContactEvent,
    "written_by",
    export=only("happened_on", "channel", "subject", "summary"),
    erase=keep_anonymous,
)
register(Task, "owner", export=only("title", "due_on", "note", "done_at"), erase=unlink("owner"))
register(Reminder, "person", export=only("partnership", "field", "days"), erase=delete_rows)
register(DelegationMember, "user", export=only("delegation", "seat", "name"), erase=unlink("user"))
for model, field in (
    (Task, "created_by"),
    (Task, "done_by"),
    (Encounter, "created_by"),
    (ParticipantList, "created_by"),
    (Delegation, "proposed_by"),
    (Delegation, "decided_by"),
    (StateChange, "by"),
    (ImportRun, "started_by"),
    (ReviewCase, "decided_by"),
    (ConfirmationRequest, "asked_by"),
    (ConfirmationRequest, "settled_by"),
    (YearlyReport, "finalised_by"),
):
    leave_out(model, field, IN_THE_JOURNAL)
