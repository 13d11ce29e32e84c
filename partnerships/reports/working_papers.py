"""What the internal profile adds for staff: contacts by function, open tasks, encounters, costs. No score."""

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from partnerships.models import Encounter, PersonFunction, Task
from partnerships.reports import wording
from partnerships.reports.figures import figures_of
from partnerships.reports.loading import load_rows
from partnerships.reports.steckbrief import Section, item, period

YEARS = 3
MOST = 12


def internal_sections(partnership, user, today):
    """The Sections that only staff read, the most useful for a conversation first."""
    return [one for one in (
        Section(_("Ansprechpersonen"), items=_contacts(partnership, user, today)),
        Section(_("Offene Aufgaben"), items=_tasks(partnership, user)),
        Section(_("Letzte fünf Begegnungen (intern)"), items=_encounters(partnership, user)),
        Section(_("Kosten der letzten drei Jahre"), items=_costs(partnership, user, today)),
    ) if one.items]  # fmt: skip


def _contacts(partnership, user, today):
    """People who hold an office in the partner town, or in an association of this partnership."""
    there = Q(organisation__city=partnership.city) | Q(organisation__partnerships=partnership)
    there |= Q(partnership=partnership) | Q(person__city=partnership.city, partnership=None)
    functions = (
        PersonFunction.objects.visible_to(user)
        .held_on(today)
        .filter(there, person__state="active", person__merged_into=None)
        .select_related("person", "organisation")
        .distinct()
        .order_by("-is_contact_person", "organisation__name", "person__family_name", "pk")
    )
    return tuple(_contact(one) for one in functions[:MOST])


def _contact(function):
    person = function.person
    words = ", ".join(
        filter(None, (str(person), person.name_original, function.title, str(function.organisation or "")))
    )
    reached = (function.email or person.email, function.phone or person.phone)
    return item(words, ", ".join(filter(None, reached)))


def _tasks(partnership, user):
    about = Q(partnership=partnership) | Q(encounter__partnerships=partnership)
    tasks = Task.objects.visible_to(user).open().filter(about).select_related("owner").distinct()
    return tuple(
        item(f"{formats.date_format(one.due_on, 'DATE_FORMAT')}: {one.title}", str(one.owner or _("alle")))
        for one in tasks.order_by("due_on", "pk")[:MOST]
    )


def _encounters(partnership, user):
    held = Encounter.objects.visible_to(user).filter(partnerships=partnership).held()
    return tuple(
        item(
            f"{period(one)}: {one.title}",
            _("%(people)s Personen, %(cost)s")
            % {
                "people": wording.amount("participants", one.participants),
                "cost": wording.amount("cost", one.cost_total),
            },
        )
        for one in held.order_by("-ends_on", "-pk")[:5]
    )


def _costs(partnership, user, today):
    """One line a year: what all of it cost, what the city paid; gaps are said."""
    seen = Encounter.objects.visible_to(user).filter(partnerships=partnership)
    rows = load_rows(seen, today.year - YEARS + 1, today.year)
    found = []
    for year in range(today.year, today.year - YEARS, -1):
        figures = figures_of(rows, year)
        if figures.encounters:
            amounts = [wording.amount(name, figures.sums[name].value) for name in ("cost", "municipal")]
            words = _("%(year)d: %(cost)s, davon die Stadt %(city)s") % {
                "year": year, "cost": amounts[0], "city": amounts[1]
            }  # fmt: skip
            found.append(item(words, wording.coverage(figures.sums["cost"])))
    return tuple(found)
