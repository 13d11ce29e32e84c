"""Rows of the demo town: tasks, an agreement of each kind, associations, fields of cooperation."""

from datetime import timedelta

from accounts.models import Organisation
from core.publicness import Publicness
from partnerships.models import Agreement, CooperationField, PartnershipEvent, Task

# days from today, town, what
TASKS = (
    (-2, "haringey", "Beispiel: Neue Ansprechperson in Haringey finden"),
    (1, "nevers", "Beispiel: Busangebot für die Reise nach Nevers einholen"),
    (5, "maastricht", "Beispiel: Schulen nach einem Austausch mit Maastricht fragen"),
    (12, "norwich", "Beispiel: Dank an die Gastfamilien in Norwich schreiben"),
    (30, "uman", "Beispiel: Gegenbesuch aus Uman vorbereiten"),
    (75, "petah-tikva", "Beispiel: Reisehinweise für Petah Tikva neu prüfen"),
)
FIELDS = {
    "nevers": "schule kultur jugend wirtschaft",
    "norwich": "kultur soziales",
    "maastricht": "schule verwaltung",
    "novara": "kultur sport",
    "petah-tikva": "schule jugend",
    "austin": "hochschule wirtschaft",
    "varazdin": "wirtschaft verwaltung schule",
    "uman": "verwaltung soziales klima",
    "haringey": "kultur",
}
ASSOCIATION = "freundschaftskreis-nevers-demo"
SCHOOL = "gymnasium-demo"
ADMINISTRATION = "nevers-relations-demo"


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    _tasks(today, people, partnerships)
    _fields(partnerships)
    for slug in (ASSOCIATION, SCHOOL):
        partnerships["nevers"].associations.add(*Organisation.objects.filter(slug=slug))
    Organisation.objects.filter(slug=ADMINISTRATION).update(city=partnerships["nevers"].city)
    for partnership in partnerships.values():
        _agreement(partnership, today)


def _tasks(today, people, partnerships):
    known = set(Task.objects.filter(is_example=True).values_list("title", flat=True))
    Task.objects.bulk_create(
        Task(
            title=title,
            due_on=today + timedelta(days=days),
            partnership=partnerships[slug],
            owner=people.get("case_officer") if days < 10 else None,
            is_example=True,
        )
        for days, slug, title in TASKS
        if title not in known
    )


def _fields(partnerships):
    fields = {field.slug: field for field in CooperationField.objects.all()}
    for slug, words in FIELDS.items():
        partnerships[slug].fields.add(*(fields[word] for word in words.split()))


def _agreement(partnership, today):
    """The paper behind the signing; its text is not known to us, so the row says that it is an example."""
    signing = partnership.events.filter(kind=PartnershipEvent.Kind.SIGNING, is_checked=True).first()
    Agreement.objects.get_or_create(
        partnership=partnership,
        is_example=True,
        defaults={
            "title": f"Partnerschaftsurkunde Koblenz – {partnership.city.name}",
            "signed_on": signing.happened_on if signing else "",
            "languages": ["de"],
            "review_on": today + timedelta(days=60) if partnership.slug == "uman" else None,
            "publicness": Publicness.PUBLIC if signing else Publicness.INTERNAL,
        },
    )


def remove(partnerships):
    """Agreements and tasks go with their partnerships."""
    Task.objects.filter(is_example=True).delete()
    Organisation.objects.filter(slug=ADMINISTRATION).update(city=None)
