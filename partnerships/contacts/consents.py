"""Why data of a person may be kept: reasons added, people informed, consent given and taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import check_quota, check_upload, describe
from core.journal import changed_fields, record
from partnerships.actions import NotNow
from partnerships.contacts.actions import locked
from partnerships.contacts.leaving import close
from partnerships.models import ConsentFile, Person, ProcessingBasis

INFORMED = ("informed_on", "information_version")


def add_basis(basis, *, by, upload=None):
    """Add a reason, with the consent as a file if there is one. ValidationError says why not the file."""
    file = None
    if upload is not None:
        check_quota(by, upload)
        file = describe(ConsentFile(uploaded_by=by), upload, check_upload(upload))
    return _keep(basis, file, upload, by)


@transaction.atomic
def _keep(basis, file, upload, by):
    locked(basis.person)
    basis.save(force_insert=True)
    if file is not None:
        file.basis, file.file = basis, upload
        file.title = _("Einwilligung vom %(day)s") % {"day": basis.consent_on or timezone.localdate()}
        file.save(force_insert=True)
    record("contacts.basis_added", basis.person, by=by, changes={"basis": (None, basis)})
    return basis


@transaction.atomic
def save_information(basis, *, by):
    """Write down when the person was informed (Art. 13 and 14 GDPR), and by which text."""
    locked(basis.person)
    before = ProcessingBasis.objects.select_for_update(of=["self"]).get(pk=basis.pk)
    basis.save(update_fields=INFORMED)
    changes = {"basis": (None, basis)} | changed_fields(before, basis, INFORMED)
    record("contacts.informed", basis.person, by=by, changes=changes)
    return basis


@transaction.atomic
def revoke(basis, *, revoked_on, by):
    """Take a consent back; without another valid reason the person is blocked. True if that happened."""
    basis = ProcessingBasis.objects.select_for_update(of=["self"]).get(pk=basis.pk)
    if basis.basis != ProcessingBasis.Basis.CONSENT:
        raise NotNow(_("Nur eine Einwilligung lässt sich widerrufen."))
    if basis.revoked_on:
        raise NotNow(_("Diese Einwilligung ist schon widerrufen."))
    if revoked_on < basis.consent_on:
        raise NotNow(_("Der Widerruf liegt vor der Einwilligung."))
    person = Person.objects.select_for_update(of=["self"]).get(pk=basis.person_id)
    basis.revoked_on = revoked_on
    basis.save(update_fields=["revoked_on"])
    changes = {"basis": (None, basis), "revoked_on": (None, revoked_on)}
    record("contacts.consent_revoked", person, by=by, changes=changes)
    if person.bases.filter(revoked_on=None).exists() or not person.is_reachable:
        return False
    close(person, Person.State.BLOCKED, reason=_("Einwilligung widerrufen, kein anderer Grund"), by=by)
    return True
