"""What the page of an encounter shows, by what its reader may."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.access import may
from partnerships.encounters import actions, cards, travel
from partnerships.models import CooperationField, Delegation, Encounter, EncounterFile, ParticipantList, Task
from places.models import Goal

State = Encounter.State
MOVE_WORDS = {
    State.PLANNED: gettext_lazy("Doch wieder planen"),
    State.CONFIRMED: gettext_lazy("Als bestätigt eintragen"),
    State.HELD: gettext_lazy("Hat stattgefunden"),
    State.REPORTED: gettext_lazy("Bericht abschließen"),
    State.SETTLED: gettext_lazy("Abrechnen"),
    State.CANCELLED: gettext_lazy("Absagen"),
}
ORDER = list(MOVE_WORDS)


def with_record(encounters, user):
    """Annotated with what a reader of the whole record sees of other tables, without a query for each.

    field_words, goal_words  names in the language of the page
    has_list, has_delegation  whether there is one that this reader may see
    """
    language, here = (get_language() or "de")[:2], {"encounter": OuterRef("pk")}
    fields = CooperationField.objects.filter(encounters=OuterRef("pk")).order_by("order")
    goals = Goal.objects.filter(encounters=OuterRef("pk")).order_by("number")
    return encounters.prefetch_related("organisers").annotate(
        field_words=ArraySubquery(fields.values(f"name_{language}")),
        goal_words=ArraySubquery(goals.values(f"name_{language}")),
        has_list=Exists(ParticipantList.objects.visible_to(user).filter(**here)),
        has_delegation=Exists(Delegation.objects.visible_to(user).filter(**here)),
    )


def context_of(user, encounter):
    """Everything of the detail page; what the reader may not see is not even asked for."""
    files = EncounterFile.objects.visible_to(user).filter(encounter=encounter).order_by("uploaded_at", "pk")
    files = list(files)
    sees_record = may(user, "encounters.see_record", encounter)
    context = {
        "encounter": encounter,
        "badge": cards.state_badge(encounter),
        "facts": cards.public_facts(encounter),
        "partnerships": sorted(encounter.partnerships.all(), key=lambda one: one.city.name),
        "photos": [file for file in files if file.is_photo],
        "papers": [file for file in files if not file.is_photo],
        "sees_record": sees_record,
        "may_edit": False,
        "may_publish": False,
        "tasks": [],
    }
    return context | (_inside(user, encounter) if sees_record else {})


def _inside(user, encounter):
    sees_money = may(user, "encounters.see_money", encounter)
    may_edit = may(user, "encounters.edit", encounter)
    journeys = travel.journeys_of(encounter)
    return {
        "people": cards.people_facts(encounter),
        "inner": cards.inner_facts(encounter) if sees_money else [],
        "organisers": sorted(encounter.organisers.all(), key=lambda one: one.name) if sees_money else [],
        "fields": encounter.field_words,
        "goals": encounter.goal_words,
        "journey": next((one for one in journeys if one.is_chosen), None),
        "may_edit": may_edit,
        "may_publish": may(user, "encounters.publish"),
        "may_answer": may(user, "encounters.answer_proposal"),
        "may_see_history": may(user, "encounters.see_history"),
        "may_start": may(user, "encounters.plan"),
        "sees_list": may(user, "encounters.see_list_of_people", encounter),
        "has_list": encounter.has_list,
        "has_delegation": encounter.has_delegation,
        "tasks": list(
            Task.objects.visible_to(user).filter(encounter=encounter).open().order_by("due_on", "pk")[:20]
        ),
        "next_step": next_step(encounter) if may_edit else None,
        "moves": moves_of(encounter) if may_edit else [],
    }


def moves_of(encounter):
    """[(state, words on the button)] of the moves that lead on from here, the usual one first."""
    if encounter.state == State.PROPOSED:
        return []
    open_ones = Encounter.MOVES[State(encounter.state)]
    moves = [(str(to), MOVE_WORDS[to]) for to in ORDER if to in open_ones]
    if encounter.state == State.REPORTED and encounter.cost_total is None:
        moves.append(("no_costs", _("Abrechnen: Es gab keine Kosten")))
    return moves


def next_step(encounter, today=None):
    """{kind, title, text, url, label}: what is to be done now, or None."""
    today = today or timezone.localdate()
    edit = reverse("encounters:edit", args=[encounter.pk])
    state = encounter.state
    if state == State.PROPOSED:
        return _step("warning", _("Dieser Vorschlag wartet auf eine Antwort."))
    if state in (State.PLANNED, State.CONFIRMED) and encounter.ends_on < today:
        return _step("warning", _("Hat die Begegnung stattgefunden?"), _("Tragen Sie es unten ein."))
    if state != State.HELD:
        return None
    missing = actions.missing_for(encounter, State.REPORTED)
    due = cards.date_format(encounter.report_due_on)
    late = encounter.report_due_on < today
    title = (_("Der Bericht war bis %s fällig.") if late else _("Der Bericht ist bis %s fällig.")) % due
    if not missing:
        return _step("info", title, _("Alles ist eingetragen. Schließen Sie den Bericht ab."))
    return _step("warning" if late else "info", title, missing, f"{edit}#ergebnis", _("Bericht schreiben"))


def _step(kind, title, text="", url="", label=""):
    return {"kind": kind, "title": title, "text": text, "url": url, "label": label}
