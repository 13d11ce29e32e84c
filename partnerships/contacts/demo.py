"""Rows of the demo town: the contact book. Everybody in it is invented."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Kind
from core.models import JournalEntry
from notices.models import Notice, Preference
from partnerships.models import (
    ConfirmationRequest,
    ContactEvent,
    CooperationField,
    Person,
    PersonFunction,
    ProcessingBasis,
    Task,
)
from places.models import City

DAY = timedelta(days=1)
Channel, Direction = ContactEvent.Channel, ContactEvent.Direction
# partnership: (given name, family name, original script, language, address, title, local title)
THERE = {
    "nevers": ("Claire", "Exemple", "", "fr", "claire.exemple", "Leitung Internationales",
               "Responsable des relations internationales"),
    "norwich": ("Emily", "Sample", "", "en", "emily.sample", "Civic Officer", ""),
    "maastricht": ("Joris", "Voorbeeld", "", "nl", "joris.voorbeeld", "Kabinett der Bürgermeisterin",
                   "Kabinet van de burgemeester"),
    "novara": ("Giulia", "Esempio", "", "it", "giulia.esempio", "Büro für Städtepartnerschaften",
               "Ufficio gemellaggi"),
    "petah-tikva": ("Dana", "Dugma", "דנה דוגמה", "he", "dana.dugma", "Abteilung Internationales",
                    "מחלקת קשרי חוץ"),
    "austin": ("Taylor", "Placeholder", "", "en", "taylor.placeholder", "International Program Manager", ""),
    "varazdin": ("Ivana", "Primjer", "", "hr", "ivana.primjer", "Protokoll", "Protokol"),
    "uman": ("Oksana", "Pryklad", "Оксана Приклад", "uk", "oksana.pryklad", "Stadtverwaltung",
             "Міська рада"),
}  # fmt: skip
NOT_CONFIRMED = ("novara", "austin")
SUBJECTS = (
    ("Programm des nächsten Besuchs", Channel.MAIL, "verwaltung"),
    ("Schulaustausch im Frühjahr", Channel.PHONE, "schule"),
    ("Gastfamilien für den Chor", Channel.MAIL, "kultur"),
    ("Fußballturnier der Jugend", Channel.VIDEO, "sport"),
    ("Glückwünsche zum Jahreswechsel", Channel.LETTER, "verwaltung"),
    ("Förderantrag gemeinsam stellen", Channel.VIDEO, "wirtschaft"),
    ("Ausstellung im Rathaus", Channel.MAIL, "kultur"),
)
SUMMARY = "Beispiel: Termine verglichen, nächster Schritt verabredet."


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    staff = people.get("case_officer")
    _here(partnerships, today)
    contacts = {slug: _there(partnerships[slug], today) for slug in THERE}
    _former_of_haringey(partnerships["haringey"], today)
    _association(partnerships["nevers"], today)
    _duplicate(partnerships["norwich"], today)
    _revoked(today)
    for number, (slug, person) in enumerate(contacts.items()):
        _entries(partnerships[slug], person, number, today, staff)
    _follow_up(contacts["nevers"], today, staff)
    _questions(contacts, staff)


def _organisation(slug, name, kind, city, **more):
    defaults = {"name": name, "kind": kind, "city": city, "is_example": True, "state": "confirmed"}
    return Organisation.objects.get_or_create(slug=slug, defaults=defaults | more)[0]


def _person(today, given, family, **more):
    created = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) - 500 * DAY
    defaults = {"created_at": created, "note": "Beispiel: erfundene Person."} | more
    lookup = {"given_name": given, "family_name": family, "is_example": True}
    person, is_new = Person.objects.filter(merged_into=None).get_or_create(**lookup, defaults=defaults)
    if is_new:
        ProcessingBasis.objects.create(
            person=person, purpose="office", basis="public_task", informed_on=today - 400 * DAY,
            information_version="2025-01",
        )  # fmt: skip
    return person


def _function(person, organisation, title, **more):
    lookup = {"person": person, "organisation": organisation, "title": title}
    PersonFunction.objects.get_or_create(
        **lookup, partnership=more.pop("partnership", None), defaults={"is_contact_person": True} | more
    )


def _here(partnerships, today):
    """Our own contact person for every partnership; one hands over to the next."""
    city = City.objects.home().first()
    office = _organisation("kontakte-rathaus-demo", "Rathaus (Demo)", Kind.OFFICE, city)
    erika = _person(today, "Erika", "Beispiel", city=city, email="erika.beispiel@example.org",
                    confirmed_on=today - 30 * DAY)  # fmt: skip
    for slug in (*THERE, "haringey"):
        ends = today + 45 * DAY if slug == "maastricht" else None
        _function(erika, office, "Sachbearbeitung", partnership=partnerships[slug], last_day=ends,
                  first_day=today - 1500 * DAY)  # fmt: skip


def _there(partnership, today):
    given, family, original, language, name, title, local = THERE[partnership.slug]
    city = partnership.city
    town_hall = _organisation(
        f"kontakte-{partnership.slug}-demo", f"Stadtverwaltung {city.name} (Demo)",
        Kind.PARTNER_ADMINISTRATION, city,
    )  # fmt: skip
    confirmed = None if partnership.slug in NOT_CONFIRMED else today - 90 * DAY
    # the one in Nevers may sign in: her address is that of the demo account
    email = "partnerstadt-nevers@example.org" if partnership.slug == "nevers" else f"{name}@example.org"
    person = _person(today, given, family, name_original=original, language=language, city=city,
                     country_id=city.country_id, email=email, confirmed_on=confirmed)  # fmt: skip
    _function(person, town_hall, title, title_local=local, partnership=partnership,
              first_day=today - 900 * DAY)  # fmt: skip
    return person


def _former_of_haringey(partnership, today):
    """Nobody has followed: the place is vacant."""
    council = _organisation(
        "kontakte-haringey-demo", "Council Haringey (Demo)", Kind.PARTNER_ADMINISTRATION, partnership.city
    )
    person = _person(today, "Robin", "Mockup", language="en", country_id="GB", confirmed_on=today - 700 * DAY)
    _function(person, council, "Twinning Officer", partnership=partnership, first_day=today - 2500 * DAY,
              last_day=today - 300 * DAY)  # fmt: skip


def _association(partnership, today):
    """An association whose board's term is over, with a volunteer."""
    circle = _organisation(
        "kontakte-freundeskreis-demo", "Freundeskreis der Brücken (Demo)", Kind.ASSOCIATION,
        City.objects.home().first(), legal_form="e. V.", register_number="VR 0000 (Beispiel)",
        members_count=48, members_as_of=today - 200 * DAY, board_term_ends_on=today - 40 * DAY,
        succession=Organisation.Succession.ACUTE,
    )  # fmt: skip
    partnership.associations.add(circle)
    person = _person(today, "Karl", "Muster", is_private=True, email="karl.muster@example.org",
                     confirmed_on=today - 60 * DAY)  # fmt: skip
    _function(person, circle, "Vorsitz", partnership=partnership, is_contact_person=False,
              first_day=today - 1200 * DAY)  # fmt: skip


def _duplicate(partnership, today):
    """The same woman twice, spelt differently."""
    town_hall = Organisation.objects.get(slug="kontakte-norwich-demo")
    person = _person(today, "EMILY", "Sample", language="en", country_id="GB", phone="+44 1603 000000",
                     confirmed_on=today - 20 * DAY)  # fmt: skip
    _function(person, town_hall, "Assistant", partnership=partnership, is_contact_person=False)


def _revoked(today):
    """Somebody has taken their consent back: the entry is blocked."""
    person = _person(today, "Willi", "Widerruf", is_private=True, email="willi.widerruf@example.org",
                     state=Person.State.BLOCKED, state_since=today - 10 * DAY)  # fmt: skip
    person.bases.filter(basis="public_task").delete()
    ProcessingBasis.objects.get_or_create(
        person=person, purpose="association", basis="consent",
        defaults={"consent_on": today - 800 * DAY, "revoked_on": today - 10 * DAY,
                  "consent_given_by": "Beispiel: Formular"},
    )  # fmt: skip


def _entries(partnership, person, number, today, staff):
    """Some eight lines of the log for each town, the last a few weeks ago."""
    fields = {field.slug: field for field in CooperationField.objects.all()}
    for step, (subject, channel, field) in enumerate((*SUBJECTS, SUBJECTS[number % 7])):
        day = today - (20 + 9 * number + 61 * step) * DAY
        entry, is_new = ContactEvent.objects.get_or_create(
            partnership=partnership, happened_on=day, is_example=True,
            defaults={"subject": subject, "channel": channel, "field": fields.get(field),
                      "direction": Direction.values[step % 3], "summary": SUMMARY, "written_by": staff,
                      "created_at": _noon(day)},
        )  # fmt: skip
        if is_new:
            entry.persons.add(person)


def _noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _follow_up(person, today, staff):
    entry = person.contact_events.order_by("-happened_on").first()
    Task.objects.get_or_create(
        contact_event=entry, is_example=True,
        defaults={"title": f"Nachfassen: {entry.subject}", "due_on": today + 7 * DAY, "owner": staff,
                  "origin": Task.Origin.CONTACT, "partnership": entry.partnership, "created_by": staff},
    )  # fmt: skip


def _questions(contacts, staff):
    """One question without an answer, and one answer that waits for a decision."""
    now = timezone.now()
    if not contacts["novara"].confirmations.exists():
        ConfirmationRequest.objects.create(
            person=contacts["novara"], asked_by=staff, asked_at=now - 5 * DAY, expires_at=now + 25 * DAY
        )
    if not contacts["varazdin"].confirmations.exists():
        ConfirmationRequest.objects.create(
            person=contacts["varazdin"], asked_by=staff, asked_at=now - 9 * DAY, expires_at=now + 21 * DAY,
            answered_at=now - 2 * DAY, answer=ConfirmationRequest.Answer.CHANGED,
            proposal={"phone": ["", "+385 42 000000"]},
        )  # fmt: skip


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
    people, events = Person.objects.filter(is_example=True), ContactEvent.objects.filter(is_example=True)
    Task.objects.filter(is_example=True, contact_event__in=events).delete()
    for rows in (events, people):
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        kind = rows.model._meta.label_lower
        JournalEntry.objects.filter(object_kind=kind, object_pk__in=keys).delete()
    events.delete()
    addresses = [email for email in people.values_list("email", flat=True) if email]
    for model in (Notice, Preference):
        model.objects.filter(person=None, email__in=addresses).delete()
    for basis in ProcessingBasis.objects.filter(person__in=people).prefetch_related("files"):
        for file in basis.files.all():
            file.file.delete(save=False)
    people.exclude(merged_into=None).delete()
    people.delete()
    Organisation.objects.filter(slug__startswith="kontakte-", is_example=True).delete()
