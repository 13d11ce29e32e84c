"""The catalogue of open data after DCAT-AP.de 3.0, as JSON-LD."""

from django.conf import settings

from core.models import Family
from places.models import City

EU = "http://publications.europa.eu/resource/authority"
CC_BY = "http://dcat-ap.de/def/licenses/cc-by/4.0"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DATASETS = (
    (
        "partnerschaften",
        "Städtepartnerschaften",
        "Partnerstädte mit Lage, Land, Art, Stand und Jahr der Unterzeichnung, soweit geprüft.",
        "",
        ("partnerships", "places"),
        (
            ("/daten/partnerschaften.geojson", "GEOJSON", "application/geo+json"),
            ("/daten/partnerschaften.csv", "CSV", "text/csv"),
            ("/api/v1/partnerschaften", "JSON", "application/json"),
            ("/feeds/partnerschaften.xml", "XML", "application/atom+xml"),
            ("/kalender/jubilaeen.ics", "ICS", "text/calendar"),
        ),
    ),
    (
        "aufrufe",
        "Förderaufrufe der EU für Kommunen",
        "Aufrufe aus dem Funding & Tenders Portal mit Fristen, Programmen und Beträgen.",
        "Europäische Union, Funding & Tenders Portal",
        ("funding",),
        (
            ("/daten/aufrufe.csv", "CSV", "text/csv"),
            ("/api/v1/aufrufe", "JSON", "application/json"),
            ("/feeds/foerderung.xml", "XML", "application/atom+xml"),
            ("/kalender/foerderfristen.ics", "ICS", "text/calendar"),
        ),
    ),
)


def catalogue():
    """The whole catalogue as a dictionary."""
    changed = dict(Family.objects.values_list("name", "changed_at"))
    city = City.objects.home().first()
    datasets = [_dataset(entry, changed, city) for entry in DATASETS]
    return {
        "@context": CONTEXT,
        "@id": f"{settings.SITE_URL}/daten/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _german(f"Offene Daten: {settings.CITY['office']}, {settings.CITY['authority']}"),
        "dct:description": _german("Daten des Portals für internationale Beziehungen."),
        "dct:language": {"@id": f"{EU}/language/DEU"},
        "dct:publisher": _publisher(),
        "dct:license": {"@id": CC_BY},
        "foaf:homepage": {"@id": f"{settings.SITE_URL}/daten/"},
        "dcat:dataset": datasets,
    }


def _dataset(entry, changed, city):
    name, title, text, author, families, files = entry
    moments = [changed[family] for family in families if family in changed]
    dataset = {
        "@id": f"{settings.SITE_URL}/daten/#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{settings.SITE_URL}/daten/#{name}",
        "dct:title": _german(title),
        "dct:description": _german(text),
        "dct:publisher": _publisher(),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": settings.CITY["office"],
            "vcard:hasEmail": {"@id": f"mailto:{settings.CITY['email']}"},
        },
        "dcat:theme": [{"@id": f"{EU}/data-theme/INTR"}, {"@id": f"{EU}/data-theme/GOVE"}],
        "dct:accrualPeriodicity": {"@id": f"{EU}/frequency/DAILY"},
        "dct:language": {"@id": f"{EU}/language/DEU"},
        "dcatde:politicalGeocodingLevelURI": {
            "@id": "http://dcat-ap.de/def/politicalGeocoding/Level/municipality"
        },
        "dcat:distribution": [_distribution(author, *file) for file in files],
    }
    if moments:
        dataset["dct:modified"] = {"@type": "xsd:dateTime", "@value": max(moments).isoformat()}
    if city and city.ags:
        dataset["dcatde:politicalGeocodingURI"] = {
            "@id": f"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/{city.ags}"
        }
    return dataset


def _distribution(author, path, file_type, media_type):
    address = settings.SITE_URL + path
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{EU}/file-type/{file_type}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dct:license": {"@id": CC_BY},
        "dcatde:licenseAttributionByText": _german(author or settings.CITY["authority"]),
    }


def _publisher():
    return {
        "@id": f"{settings.SITE_URL}/#publisher",
        "@type": "foaf:Organization",
        "foaf:name": settings.CITY["authority"],
    }


def _german(text):
    return {"@value": text, "@language": "de"}
