"""Calls and partnerships for other programs: what everybody may see, and nothing else."""

from datetime import UTC

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exports import as_csv
from core.people import AnonymousPerson
from funding.cards import RIGHTS
from funding.models import Call
from funding.models.calls import CARD_FIELDS
from partnerships.export import as_geojson
from partnerships.models import Partnership

MOST_IN_FILE = 5000
LICENCE = "CC BY 4.0"
CALL_FIELDS = (*CARD_FIELDS, "deadlines", "deadline_model", "url", "changed_at")


def public_calls():
    return Call.objects.visible_to(AnonymousPerson()).filter(is_example=False).only(*CALL_FIELDS)


def public_partnerships():
    return Partnership.objects.visible_to(AnonymousPerson()).filter(is_example=False).with_summary("de")


def call_as_dict(call, now):
    """A call with the names of the interface; moments are UTC, ISO 8601."""
    return {
        "id": call.slug,
        "identifier": call.identifier,
        "title": call.title,
        "title_de": call.title_de or None,
        "language": call.language,
        "kind": call.kind,
        "programme": call.programme or None,
        "programme_name": call.programme_name or None,
        "strands": call.strands,
        "status": str(call.status_at(now)),
        "opening": call.opening.isoformat() if call.opening else None,
        "deadlines": [instant(moment) for moment in call.deadlines],
        "next_deadline": instant(call.next_deadline_at(now)) or None,
        "deadline_model": call.deadline_model or None,
        "unconfirmed_deadline": call.unconfirmed_deadline.isoformat() if call.unconfirmed_deadline else None,
        "budget": _budget(call),
        "for_us": call.is_for_us,
        "url": call.url or None,
        "page": settings.SITE_URL + call.get_absolute_url(),
        "first_seen_at": instant(call.first_seen_at),
        "changed_at": instant(call.changed_at),
        "attribution": RIGHTS if call.is_from_feed else None,
    }


def _budget(call):
    if call.budget_amount is None:
        return None
    return {
        "amount": float(call.budget_amount),
        "currency": call.budget_currency,
        "scope": call.budget_scope,
        "shared_with": call.budget_shared_with,
    }


def partnership_as_dict(partnership):
    feature = as_geojson([partnership])["features"][0]
    lon, lat = feature["geometry"]["coordinates"]
    properties = {key: value for key, value in feature["properties"].items() if key != "is_example"}
    return {"id": feature["id"], **properties, "lat": lat, "lon": lon}


def calls_as_csv(now=None):
    """The calls with the latest deadlines as a table for spreadsheets."""
    now = now or timezone.now()
    header = [
        _("Kennung"), _("Titel"), _("Titel auf Deutsch"), _("Programm"), _("Bereiche"), _("Stand"),
        _("Öffnet am"), _("Nächste Frist (UTC)"), _("Alle Fristen (UTC)"), _("Betrag"), _("Währung"),
        _("Adresse bei der EU"), _("Adresse im Portal"),
    ]  # fmt: skip
    calls = public_calls().order_by("-sort_deadline", "-pk")[:MOST_IN_FILE]
    return as_csv(header, (_line(call, now) for call in calls))


def _line(call, now):
    has_budget = call.budget_amount is not None
    return [
        call.identifier,
        call.title,
        call.title_de,
        call.programme,
        " ".join(call.strands),
        call.status_at(now).label,
        call.opening,
        instant(call.next_deadline_at(now)),
        " ".join(map(instant, call.deadlines)),
        call.budget_amount,
        call.budget_currency if has_budget else "",
        call.url,
        settings.SITE_URL + call.get_absolute_url(),
    ]


def instant(moment):
    """A moment in UTC, as ISO 8601 writes it; nothing for none."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else ""
