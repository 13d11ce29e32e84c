"""The description of the interface after OpenAPI 3.1; a test compares it with the answers."""

from django.conf import settings
from django.urls import reverse

from config.data_folder import version
from funding.models import Call
from funding.models.calls import Status
from partnerships.models import Partnership

MOST, USUAL = 100, 50
TEXT, NULLABLE = {"type": "string"}, {"type": ["string", "null"]}
MOMENT, DAY = {"type": "string", "format": "date-time"}, {"type": ["string", "null"], "format": "date"}
MOMENT_OR_NONE = {"type": ["string", "null"], "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
PAGING = [
    {
        "name": "anzahl",
        "in": "query",
        "description": "Zeilen je Seite",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
    {
        "name": "nach",
        "in": "query",
        "description": "Stelle, hinter der die Seite beginnt; nehmen Sie die Adresse aus `next`",
        "schema": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1, "default": 0},
    },
]


def _one_of(choices):
    return {"type": "string", "enum": list(choices.values)}


def _whole(**properties):
    """An object that always has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _page_of(name):
    items = {"type": "array", "maxItems": MOST, "items": {"$ref": f"#/components/schemas/{name}"}}
    return _whole(data=items, next=NULLABLE, licence=TEXT)


SCHEMAS = {
    "Partnership": _whole(
        id=TEXT,
        name=TEXT,
        name_local=TEXT,
        country={"type": "string", "description": "ISO 3166-1 alpha-2"},
        wikidata=NULLABLE,
        geonames={"type": ["integer", "null"]},
        legal_form=_one_of(Partnership.LegalForm),
        legal_form_name=TEXT,
        state_name=NULLABLE,
        fields={"type": "array", "items": TEXT},
        state={"type": ["string", "null"], "enum": [*Partnership.State.values, None]},
        since={"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
        url=ADDRESS,
        lat={"type": "number"},
        lon={"type": "number"},
    ),
    "Call": _whole(
        id=TEXT,
        identifier=TEXT,
        title=TEXT,
        title_de=NULLABLE,
        language=TEXT,
        kind=_one_of(Call.Kind),
        programme=NULLABLE,
        programme_name=NULLABLE,
        strands={"type": "array", "items": TEXT},
        status=_one_of(Status),
        opening=DAY,
        deadlines={"type": "array", "items": MOMENT},
        next_deadline=MOMENT_OR_NONE,
        deadline_model=NULLABLE,
        unconfirmed_deadline=DAY,
        budget={"anyOf": [{"$ref": "#/components/schemas/Budget"}, {"type": "null"}]},
        for_us={"type": "boolean"},
        url=NULLABLE,
        page=ADDRESS,
        first_seen_at=MOMENT,
        changed_at=MOMENT,
        attribution=NULLABLE,
    ),
    "Budget": _whole(
        amount={"type": "number"},
        currency=TEXT,
        scope=_one_of(Call.Scope),
        shared_with={"type": "integer"},
    ),
    "Problem": _whole(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT),
    "PartnershipPage": _page_of("Partnership"),
    "CallPage": _page_of("Call"),
}


def description():
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Städtebrücke: {settings.CITY['authority']}",
            "version": version(),
            "description": "Öffentliche Daten, nur lesend, ohne Anmeldung.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {
            reverse("api_partnerships"): {"get": _list("Partnerschaften", "partnerships", "PartnershipPage")},
            reverse("api_calls"): {"get": _list("Förderaufrufe", "calls", "CallPage")},
        },
        "components": {"schemas": SCHEMAS},
    }


def _list(summary, operation, page):
    return {
        "summary": summary,
        "operationId": operation,
        "parameters": PAGING,
        "responses": {
            "200": _answer("eine Seite", "application/json", page),
            "304": {"description": "unverändert seit dem ETag der Anfrage"},
            "400": _answer("anzahl oder nach ist keine erlaubte Zahl", "application/problem+json", "Problem"),
        },
    }


def _answer(text, media_type, name):
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": text, "content": {media_type: {"schema": schema}}}
