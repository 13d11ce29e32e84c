"""What people do with agreements: enter, mend, show, take back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from core.publicness import Publicness
from partnerships.models import Agreement
from partnerships.states import NotNow

SOON = timedelta(days=90)
FIELDS = (
    "kind",
    "title",
    "signed_on",
    "signed_place",
    "signatories",
    "valid_from",
    "valid_to",
    "review_on",
    "languages",
    "is_binding",
    "renewal_of",
)


@transaction.atomic
def add_agreement(agreement, *, by):
    """Enter what two towns have signed, internal at first."""
    agreement.save(force_insert=True)
    record(
        "partnerships.agreement_added", agreement.partnership, by=by, changes={"agreement": (None, agreement)}
    )
    return agreement


@transaction.atomic
def save_agreement(agreement, *, loaded_version, by):
    """Save what was changed; StaleVersion if somebody else was faster."""
    before = Agreement.objects.get(pk=agreement.pk)
    save_versioned(agreement, loaded_version=loaded_version, fields=FIELDS)
    changes = changed_fields(before, agreement, FIELDS)
    record("partnerships.agreement_saved", agreement.partnership, by=by, changes=changes)
    return agreement


def publish_agreement(agreement, *, by):
    """Show an agreement to whoever sees its partnership; its files keep their own level."""
    return _show(agreement, Publicness.PUBLIC, "partnerships.agreement_published", by)


def unpublish_agreement(agreement, *, by):
    return _show(agreement, Publicness.INTERNAL, "partnerships.agreement_unpublished", by)


@transaction.atomic
def _show(agreement, level, verb, by):
    agreement = Agreement.objects.select_for_update(of=["self"]).select_related("partnership").get(
        pk=agreement.pk
    )  # fmt: skip
    if agreement.publicness == level:
        raise NotNow(_("Das ist schon so eingestellt."))
    before, agreement.publicness = agreement.publicness, level
    agreement.save(update_fields=["publicness"])
    changes = {"agreement": (None, agreement), "publicness": (before, level)}
    record(verb, agreement.partnership, by=by, changes=changes)
    return agreement


def to_look_at(today):
    """Agreements that end or are to be reviewed within 90 days, or should have been, the nearest first."""
    soon = Q(valid_to__range=(today, today + SOON)) | Q(review_on__lte=today + SOON)
    return Agreement.objects.filter(soon, renewals=None).select_related("partnership__city")
