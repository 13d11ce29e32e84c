"""Which object of the audit town stands behind a case of the permission table."""

from accounts.demo import DEMO_PEOPLE
from accounts.models import Membership
from accounts.roles import Role
from notices.unsubscribe import token_for_summaries
from portal.audit import Town
from portal.views.barriers import signer
from tests import (
    access_claims,
    access_contacts,
    access_encounters,
    access_networks,
    access_reports,
    access_work,
)

OTHER = f"{Role.ASSOCIATION_ADMIN}_b"
NOT_APPLICABLE = None  # the areas return None too


def arguments(name, case, role, town: Town):
    """The parts of the address; NOT_APPLICABLE when a role can have no such object."""
    area, _, page = name.rpartition(":")
    return {
        "partnerships": _of_partnership,
        "funding": _of_call,
        "notices": _of_notice,
        "accounts": _of_account,
        "portal": _of_portal,
        "work": access_work.arguments,
        "contacts": access_contacts.arguments,
        "encounters": access_encounters.arguments,
        "networks": access_networks.arguments,
        "claims": access_claims.arguments,
        "reports": access_reports.arguments,
    }.get(area, _of_machine)(page, case, role, town)


def body(name, town: Town):
    """What is sent by POST; an empty form unless the address needs a word to act at all."""
    return {
        "partnerships:move": {"move": "rest"},
        "accounts:demo": {"konto": DEMO_PEOPLE[0].key},
        "portal:preview": {"preview": "text", "text": "Hallo"},
        **access_work.BODIES,
        **access_contacts.BODIES,
        **access_encounters.BODIES,
        **access_networks.BODIES,
        **access_claims.BODIES,
        **access_reports.BODIES,
    }.get(name, {})


def _of_partnership(page, case, role, town):
    if page in ("list", "csv"):
        return {}
    if page.startswith("document") and page != "document_add":
        document = town.objects["document", *case.state.split("-")]
        return {"slug": document.partnership.slug, "pk": document.pk}
    if page.startswith("agreement") and page != "agreement_add":
        agreement = town.objects["agreement", *case.state.split("-")]
        return {"slug": agreement.partnership.slug, "pk": agreement.pk}
    found = {"slug": town.objects["partnership", "active", case.state].slug}
    if page == "state":
        found["name"] = "suspend"
    if page == "association_remove":
        found["pk"] = town.organisations["pruef-association-a"].pk
    if page == "text":
        found["language"] = "de"
    if page in ("event_check", "event_remove"):
        found["pk"] = town.objects["event", "active", case.state].pk
    return found


def _of_call(page, case, role, town):
    if page.startswith(("source_", "quarantine_release")) or page == "source":
        return {"key": town.objects["source"].key}
    if page == "proposal":
        return {"pk": town.objects["proposal", "open", case.state].pk}
    if page == "quarantine_dismiss":
        return {"pk": town.objects["quarantined", "waiting"].pk}
    if page == "page_change_read":
        return {"pk": town.objects["page_change"].pk}
    return {"slug": town.objects["call", "open", case.state].slug} if case.state else {}


def _of_notice(page, case, role, town):
    if page == "mark_read":
        owner = role if case.relation == "own" and role in town.people else OTHER
        return {"pk": town.objects["notice", owner, "sent"].pk}
    if page == "retry":
        return {"pk": town.objects["notice", OTHER, case.state].pk}
    if page == "unsubscribe":
        is_signed = case.state == "signed"
        return {"token": token_for_summaries(town.people[OTHER]) if is_signed else "unsinn"}
    return {}


def _of_account(page, case, role, town):
    if page in ("organisation", "edit_organisation", "join", "confirm_founding", "decline_founding"):
        return _organisation(page, case, role, town)
    if page in ("confirm_joining", "decline_joining", "change_function", "end_membership"):
        side = "a" if case.relation == "own" else "b"
        return {"pk": town.objects["membership", side, case.state].pk}
    if page == "leave":
        return _own_membership(case, role, town)
    if page == "end_granted":
        if case.state == "office":
            return {"pk": _membership_of(Role.SPECIALIST_OFFICE, town).pk}
        return {"pk": town.objects["membership", "a", "valid"].pk}
    if page in ("person", "deactivate", "reactivate", "end_sessions", "grant"):
        return {"pk": town.people["valid_a"].pk}
    return {}


def _organisation(page, case, role, town):
    if case.relation == "own":
        membership = _membership_of(role, town)
        return {"slug": membership.organisation.slug} if membership else NOT_APPLICABLE
    slug = "pruef-office-economy-a" if case.state == "office" else f"pruef-verein-{case.state}"
    return {"slug": slug}


def _own_membership(case, role, town):
    membership = _membership_of(role if case.relation == "own" else OTHER, town)
    return {"pk": membership.pk} if membership else NOT_APPLICABLE


def _membership_of(role, town):
    person = town.people.get(role)
    return Membership.objects.filter(person=person, last_day=None).order_by("pk").first()


def _of_portal(page, case, role, town):
    if page == "barrier_reported":
        return {"signed": signer.sign("B-2026-0007") if case.state == "signed" else "B-2026-0007:unsinn"}
    if page in ("barrier", "close_barrier"):
        return {"pk": town.objects["barrier", case.state].pk}
    return {}


MACHINE_ARGUMENTS = {
    "api_unknown": {"rest": "gibt-es-nicht"},
    "dev_mail_detail": {"name": "gibt-es-nicht"},
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"uidb36": "a", "key": "b-c"},
    "mfa_remove_webauthn": {"pk": 999_999},
    "mfa_edit_webauthn": {"pk": 999_999},
    "openid_connect_login": {"provider_id": "stadt"},
    "openid_connect_callback": {"provider_id": "stadt"},
}


def _of_machine(page, case, role, town):
    if page == "calendar":
        owner = town.people[str(Role.CITIZEN)]
        return {"name": owner.calendar_key.name if case.state == "private" else "gibt-es-nicht"}
    if page.startswith("saml_"):
        return {"organization_slug": "stadt"}
    if page == "feed":
        return {"name": "foerderung" if case.state == "known" else "gibt-es-nicht"}
    return MACHINE_ARGUMENTS.get(page, {})
