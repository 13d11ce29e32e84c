"""The contacts of one partnership, ready for a template, and the rows that warnings are made of."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, FilteredRelation, Q, Window
from django.utils.timezone import localdate

from accounts.models import Organisation
from accounts.roles import Kind
from partnerships.contacts.warnings import TERM_AHEAD, Board, Side, warnings_of
from partnerships.models import ContactEvent, Partnership, Person, PersonFunction

State = Partnership.State
LIVING = (State.ACTIVE, State.DORMANT, State.SUSPENDED)
UNCONFIRMED_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Contact:
    """A contact person of today; `is_stale` when nobody has confirmed the entry for twelve months."""

    pk: int
    url: str
    name: str
    name_original: str
    language: str
    function: str
    organisation: str
    is_here: bool
    email: str
    phone: str
    last_day: date | None
    confirmed_on: date | None
    is_stale: bool


@dataclass(frozen=True)
class LogLine:
    url: str
    happened_on: date
    channel: str
    subject: str
    persons: tuple


@dataclass(frozen=True)
class Summary:
    """What the page of a partnership shows of its contacts."""

    here: tuple
    there: tuple
    log: tuple
    warnings: tuple
    number_of_entries: int

    @property
    def number_stale(self):
        return sum(contact.is_stale for contact in (*self.here, *self.there))


def summary_of(partnership, user, today, *, most=5):
    """The Summary of one partnership in four queries; for staff only, everybody else gets an empty one."""
    contacts = [_contact(function, today) for function in current_functions(partnership, user, today)]
    entries = ContactEvent.objects.visible_to(user).filter(partnership=partnership)
    newest = entries.annotate(number=Window(Count("pk"))).order_by("-happened_on", "-pk")
    newest = list(newest.prefetch_related("persons")[:most])
    return Summary(
        here=tuple(contact for contact in contacts if contact.is_here),
        there=tuple(contact for contact in contacts if not contact.is_here),
        log=tuple(_line(event) for event in newest),
        warnings=tuple(warnings_for(partnership, contacts, today)) if user.is_city_staff else (),
        number_of_entries=newest[0].number if newest else 0,
    )


def current_functions(partnership, user, today):
    """Functions of today's contact persons of a partnership whom we may show, by name."""
    return (
        PersonFunction.objects.visible_to(user)
        .held_on(today)
        .filter(partnership=partnership, is_contact_person=True, person__in=Person.objects.reachable())
        .select_related("person", "organisation__city")
        .order_by("person__family_name", "person__given_name", "pk")
    )


def is_stale(person, today):
    known = person.confirmed_on or person.created_at.date()
    return known < today - UNCONFIRMED_AFTER


def _contact(function, today):
    person = function.person
    return Contact(
        pk=person.pk,
        url=person.get_absolute_url(),
        name=str(person),
        name_original=person.name_original,
        language=person.language,
        function=function.title,
        organisation=function.organisation.name,
        is_here=function.is_here,
        email=function.email or person.email,
        phone=function.phone or person.phone,
        last_day=function.last_day,
        confirmed_on=person.confirmed_on,
        is_stale=is_stale(person, today),
    )


def _line(event):
    return LogLine(
        url=event.get_absolute_url(),
        happened_on=event.happened_on,
        channel=event.get_channel_display(),
        subject=event.subject,
        persons=tuple(str(person) for person in event.persons.all()),
    )


def warnings_for(partnership, contacts, today):
    """The warnings of one partnership whose contact persons are known already; one query."""
    side = Side(
        partnership.pk,
        partnership.city.name,
        tuple((one.is_here, one.name, one.function, one.last_day) for one in contacts),
    )
    linked = Q(partnerships=partnership) | Q(contacts__partnership=partnership)
    boards = [_board(row, frozenset([partnership.pk])) for row in _troubled(today).filter(linked).distinct()]
    return warnings_of([side], boards, today)


def all_warnings(today, sides):
    """The warnings of these sides (sides_on) and of every organisation; one query."""
    boards = [_board(organisation, frozenset()) for organisation in _troubled(today)]
    return warnings_of(sides, boards, today)


def sides_on(today):
    """[Side] of the living partnerships with today's contact persons, in one query."""
    reachable = (Person.State.ACTIVE, Person.State.TO_REVIEW)
    rows = _with_contacts(today).values_list(
        "pk",
        "city__name",
        "slug",
        "held__person",
        "held__person__state",
        "held__person__confirmed_on",
        "held__person__created_at",
        "held__person__given_name",
        "held__person__family_name",
        "held__title",
        "held__last_day",
        "held__organisation__city__is_home",
        "held__organisation__kind",
    )
    sides = {}
    for pk, town, slug, person, state, confirmed, created, given, family, *more, is_home, kind in rows:
        side = sides.setdefault(pk, Side(pk, town, [], slug, set()))
        if state in reachable:
            is_here = kind != Kind.PARTNER_ADMINISTRATION if is_home is None else is_home
            side.contacts.append((is_here, f"{given} {family}".strip(), *more))
            if (confirmed or localdate(created)) < today - UNCONFIRMED_AFTER:
                side.stale.add(person)
    return list(sides.values())


def _with_contacts(today):
    held = Q(contact_functions__is_contact_person=True)
    held &= Q(contact_functions__first_day=None) | Q(contact_functions__first_day__lte=today)
    held &= Q(contact_functions__last_day=None) | Q(contact_functions__last_day__gte=today)
    living = Partnership.objects.filter(state__in=LIVING)
    return living.annotate(held=FilteredRelation("contact_functions", condition=held)).order_by("city__name")


def _troubled(today):
    soon = Q(board_term_ends_on__lte=today + TERM_AHEAD)
    acute = Q(succession=Organisation.Succession.ACUTE)
    return Organisation.objects.filter(soon | acute).exclude(state=Organisation.State.BLOCKED)


def _board(organisation, partnerships):
    return Board(
        organisation.slug,
        organisation.name,
        organisation.board_term_ends_on,
        organisation.succession == Organisation.Succession.ACUTE,
        partnerships,
    )
