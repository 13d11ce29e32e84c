"""What people do with memberships and good practices: each function one verb, one line in the journal."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import STAFF
from core.journal import changed_fields, record
from core.lost_updates import save_versioned
from core.publicness import Publicness
from core.slugs import free_slug
from notices.actions import notify
from partnerships.actions import NotNow
from partnerships.models import GoodPractice, NetworkMembership

State = GoodPractice.State
TOPIC = "good-practice"
NETWORK_FIELDS = (
    "network", "website", "member_since", "fee", "contact_office", "representative", "benefit", "decision",
    "decision_url", "review_on",
)  # fmt: skip
PRACTICE_FIELDS = (
    "title", "city", "partnership", "problem", "solution", "results", "conditions", "cost", "contact",
    "source_url", "year", "language", "rated_by", "internal_note",
)  # fmt: skip
PROPOSED_FIELDS = ("title", "city", "problem", "solution", "source_url", "language", "contact")
RATING_FIELDS = ("need", "context", "resources", "rating_note")


def _locked(row):
    return type(row).objects.select_for_update(of=["self"]).get(pk=row.pk)


# -- memberships -------------------------------------------------------------------------------------


@transaction.atomic
def join(membership, *, by):
    """Write down that the city belongs to a network; only staff see it at first."""
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as known:
        raise NotNow(_("Dieses Netzwerk ist schon eingetragen.")) from known
    record("partnerships.network_joined", membership, by=by)
    return membership


@transaction.atomic
def save_membership(membership, *, loaded_version, by):
    before = _locked(membership)
    try:
        with transaction.atomic():
            save_versioned(membership, loaded_version=loaded_version, fields=NETWORK_FIELDS)
    except IntegrityError as known:
        raise NotNow(_("Dieses Netzwerk ist schon eingetragen.")) from known
    changes = changed_fields(before, membership, NETWORK_FIELDS)
    record("partnerships.network_saved", membership, by=by, changes=changes)
    return membership


@transaction.atomic
def leave(membership, *, on, by):
    """End a membership with a day; it stays in the list of former ones."""
    membership = _locked(membership)
    if membership.member_until is not None:
        raise NotNow(_("Diese Mitgliedschaft ist schon beendet."))
    if membership.member_since and on < membership.member_since.first_day:
        raise NotNow(_("Die Mitgliedschaft kann nicht vor ihrem Beginn enden."))
    membership.member_until = on
    membership.save(update_fields=["member_until"])
    record("partnerships.network_left", membership, by=by, changes={"member_until": (None, on)})
    return membership


# -- good practices ----------------------------------------------------------------------------------


@transaction.atomic
def write_down(practice, *, fields, goals, by):
    """A practice that staff have found."""
    _create(practice, fields, goals)
    record("partnerships.practice_found", practice, by=by)
    return practice


@transaction.atomic
def propose(practice, *, fields, by):
    """A practice that an organisation proposes; staff are told and look at it first."""
    _create(practice, fields, [])
    record("partnerships.practice_proposed", practice, by=by)
    notify(
        TOPIC,
        User.objects.with_role(*STAFF),
        key=f"good-practice-{practice.pk}",
        title=gettext_lazy("Neuer Vorschlag für eine gute Praxis"),
        text=practice.title,
        url=practice.get_absolute_url(),
    )
    return practice


def _create(practice, fields, goals):
    practice.slug = free_slug(GoodPractice, practice.title, longest=155, otherwise="praxis")
    practice.state, practice.publicness = State.FOUND, Publicness.INTERNAL
    practice.save(force_insert=True)
    practice.fields.set(fields)
    practice.goals.set(goals)


@transaction.atomic
def save_practice(practice, *, fields, goals, loaded_version, by):
    """Save what staff wrote; an office that is newly asked to rate is told."""
    before = _locked(practice)
    save_versioned(practice, loaded_version=loaded_version, fields=PRACTICE_FIELDS)
    practice.fields.set(fields)
    practice.goals.set(goals)
    changes = changed_fields(before, practice, PRACTICE_FIELDS)
    record("partnerships.practice_saved", practice, by=by, changes=changes)
    if practice.rated_by_id and practice.rated_by_id != before.rated_by_id:
        people = User.objects.filter(
            memberships__in=practice.rated_by.memberships.filter(confirmed_at__isnull=False, last_day=None)
        )
        notify(
            TOPIC,
            people.filter(is_active=True).distinct(),
            key=f"good-practice-{practice.pk}-rate-{practice.rated_by_id}",
            title=gettext_lazy("Bitte bewerten Sie eine gute Praxis"),
            text=practice.title,
            url=practice.get_absolute_url(),
        )
    return practice


@transaction.atomic
def rate(practice, *, loaded_version, by):
    """Keep three ratings from 1 to 5 and move a described practice on to "rated"."""
    before = _locked(practice)
    if before.state not in (State.DESCRIBED, State.RATED):
        raise NotNow(_("Bewerten lässt sich eine Praxis, wenn sie beschrieben ist."))
    if before.rated_by_id is None:
        raise NotNow(_("Tragen Sie zuerst das Amt ein, das bewertet."))
    if None in (practice.need, practice.context, practice.resources):
        raise NotNow(_("Vergeben Sie alle drei Bewertungen."))
    practice.state = State.RATED
    save_versioned(practice, loaded_version=loaded_version, fields=(*RATING_FIELDS, "state"))
    changes = changed_fields(before, practice, (*RATING_FIELDS, "state"))
    record("partnerships.practice_rated", practice, by=by, changes=changes)
    return practice


@transaction.atomic
def move(practice, to, *, by, reason=""):
    """Move a practice to another state that GoodPractice.MOVES allows and its guards let pass."""
    practice = _locked(practice)
    if to not in State.values or not practice.can_move_to(to):
        raise NotNow(_("In ihrem jetzigen Stand geht das mit dieser Praxis nicht."))
    if to == State.RATED:
        raise NotNow(_("Vergeben Sie dafür die drei Bewertungen."))
    if to == State.DESCRIBED and not (practice.problem.strip() and practice.solution.strip()):
        raise NotNow(_("Schreiben Sie zuerst Aufgabe und Lösung auf."))
    if to == State.DROPPED and not reason.strip():
        raise NotNow(_("Sagen Sie, warum Sie die Praxis verwerfen."))
    before, practice.state = practice.state, to
    practice.drop_reason = reason.strip() if to == State.DROPPED else ""
    if to == State.FOUND:  # it begins anew, so do its ratings
        practice.need = practice.context = practice.resources = None
    practice.save(update_fields=["state", "drop_reason", "need", "context", "resources"])
    changes = {"state": (before, to)} | ({"drop_reason": ("", reason.strip())} if reason else {})
    record("partnerships.practice_moved", practice, by=by, changes=changes)
    return practice


# -- both --------------------------------------------------------------------------------------------

VERBS = {NetworkMembership: "network", GoodPractice: "practice"}


@transaction.atomic
def publish(row, *, by):
    """Show a membership or a practice to everybody."""
    row = _locked(row)
    if row.publicness == Publicness.PUBLIC:
        raise NotNow(_("Dieser Eintrag ist schon öffentlich."))
    if isinstance(row, GoodPractice) and row.state in (State.FOUND, State.DROPPED):
        raise NotNow(_("Veröffentlichen Sie eine Praxis erst, wenn sie beschrieben ist."))
    return _change(row, Publicness.PUBLIC, f"partnerships.{VERBS[type(row)]}_published", by)


@transaction.atomic
def unpublish(row, *, by):
    row = _locked(row)
    if row.publicness == Publicness.INTERNAL:
        raise NotNow(_("Dieser Eintrag ist schon intern."))
    return _change(row, Publicness.INTERNAL, f"partnerships.{VERBS[type(row)]}_unpublished", by)


def _change(row, level, verb, by):
    before, row.publicness = row.publicness, level
    row.save(update_fields=["publicness"])
    record(verb, row, by=by, changes={"publicness": (before, level)})
    return row
