"""Rows of the demo town: invented networks and good practices, marked as examples."""

from datetime import timedelta

from accounts.models import Organisation
from core.publicness import Publicness
from partnerships.models import CooperationField, GoodPractice, NetworkMembership
from places.models import Goal

State = GoodPractice.State
# name, member since, fee, level, days until the review
NETWORKS = (
    ("Bund der Beispielstädte am Fluss", "1998-05", "450.00", Publicness.PUBLIC, 20),
    ("Beispiel-Netzwerk Kommunen fürs Klima", "2011-03-02", "1200.00", Publicness.PUBLIC, 200),
    ("Erfundener Verbund der Austauschstädte", "2022", None, Publicness.INTERNAL, 400),
)
BENEFIT = "Beispiel: Fachleute treffen sich zweimal im Jahr und stellen ihre Vorhaben vor."
RATED = {"need": 4, "context": 3, "resources": 3, "rating_note": "Beispiel: Passt zu uns."}
PRACTICES = (
    {"slug": "beispiel-leihraeder", "title": "Leihräder mit einer Karte", "town": "maastricht",
     "state": State.RECOMMENDED, "field": "klima", "goal": 11, "publicness": Publicness.PUBLIC, **RATED},
    {"slug": "beispiel-gastfamilien", "title": "Börse für Gastfamilien", "town": "nevers",
     "state": State.DESCRIBED, "field": "schule", "goal": 4, "publicness": Publicness.PUBLIC},
    {"slug": "beispiel-schulgarten", "title": "Schulgärten im Tausch", "town": "norwich",
     "state": State.FOUND, "field": "schule", "goal": 15, "publicness": Publicness.INTERNAL},
    {"slug": "beispiel-orchester", "title": "Jugendorchester mit geteilten Proben", "town": "novara",
     "state": State.DROPPED, "field": "kultur", "goal": 17, "publicness": Publicness.INTERNAL,
     "drop_reason": "Beispiel: Dafür fehlen Proberäume."},
)  # fmt: skip
PROPOSED = "beispiel-schulgarten"


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    office = Organisation.objects.filter(slug="amt-internationales-demo").first()
    for name, since, fee, level, days in NETWORKS:
        values = {
            "member_since": since,
            "fee": fee,
            "publicness": level,
            "contact_office": office,
            "benefit": BENEFIT,
            "review_on": today + timedelta(days=days),
            "is_example": True,
        }
        NetworkMembership.objects.get_or_create(network=name, defaults=values)
    for practice in PRACTICES:
        _practice(dict(practice), partnerships)


def _practice(values, partnerships):
    slug, field, goal = (values.pop(name) for name in ("slug", "field", "goal"))
    partnership = partnerships.get(values.pop("town"))
    values |= {
        "problem": "Beispiel: So etwas fehlt bei uns noch.",
        "solution": "Beispiel: Die Partnerstadt hat eine einfache Lösung gefunden, die wenig kostet.",
        "city": partnership.city if partnership else None,
        "partnership": partnership,
        "is_example": True,
    }
    if slug == PROPOSED:
        values["proposed_by"] = Organisation.objects.filter(slug="freundschaftskreis-nevers-demo").first()
    if values["state"] in (State.RECOMMENDED, State.DESCRIBED):
        values["rated_by"] = Organisation.objects.filter(slug="kulturamt-demo").first()
    found, made = GoodPractice.objects.get_or_create(slug=slug, defaults=values)
    if made:
        found.fields.set(CooperationField.objects.filter(slug=field))
        found.goals.set(Goal.objects.filter(number=goal))


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
    NetworkMembership.objects.filter(network__in=[name for name, *_more in NETWORKS]).delete()
    GoodPractice.objects.filter(slug__in=[one["slug"] for one in PRACTICES]).delete()
