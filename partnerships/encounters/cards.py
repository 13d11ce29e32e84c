"""How encounters are shown: badges, dates in words, rows of facts."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.statuses import badge
from partnerships.models import Delegation, Encounter

State = Encounter.State
TONES = {
    State.PROPOSED: "warning",
    State.PLANNED: "default",
    State.CONFIRMED: "info",
    State.HELD: "info",
    State.REPORTED: "success",
    State.SETTLED: "success",
    State.CANCELLED: "danger",
    State.DECLINED: "default",
}
TONES_OF_DELEGATIONS = {
    Delegation.State.PROPOSED: "warning",
    Delegation.State.APPROVED: "success",
    Delegation.State.PREPARED: "success",
    Delegation.State.HELD: "info",
    Delegation.State.REPORTED: "success",
    Delegation.State.CLOSED: "default",
    Delegation.State.REFUSED: "danger",
    Delegation.State.CANCELLED: "danger",
}


def state_badge(encounter):
    return badge(encounter.state, encounter.get_state_display(), TONES[encounter.state])


def delegation_badge(delegation):
    return badge(delegation.state, delegation.get_state_display(), TONES_OF_DELEGATIONS[delegation.state])


def days_of(encounter):
    """ "3. Mai 2027" or "3. Mai 2027 bis 6. Mai 2027"."""
    first = date_format(encounter.starts_on)
    if encounter.starts_on == encounter.ends_on:
        return first
    return _("%(first)s bis %(last)s") % {"first": first, "last": date_format(encounter.ends_on)}


def towns_of(encounter):
    """Names of the partner towns; needs `partnerships__city` prefetched."""
    return ", ".join(sorted(one.city.name for one in encounter.partnerships.all()))


def columns():
    labels = (_("Anlass"), _("Wann"), _("Partnerstadt"), _("Art"), _("Stand"))
    return [{"label": label} for label in labels]


def row_of(encounter):
    title = _("%s (Beispiel)") % encounter.title if encounter.is_example else encounter.title
    return [
        {"text": title, "url": encounter.get_absolute_url()},
        days_of(encounter),
        towns_of(encounter),
        encounter.get_kind_display(),
        {"badge": state_badge(encounter)},
    ]


def _fact(label, value):
    return {"label": label, "value": value}


def public_facts(encounter):
    """What everybody may read."""
    facts = [
        _fact(_("Wann"), days_of(encounter)),
        _fact(_("Wo"), encounter.place),
        _fact(_("Partnerstadt"), towns_of(encounter)),
        _fact(_("Art"), encounter.get_kind_display()),
        _fact(_("Richtung"), encounter.get_direction_display()),
    ]
    return [fact for fact in facts if fact["value"]]


def people_facts(encounter):
    """Who took part, as numbers; for readers of the whole record."""
    total = encounter.participants
    return [
        _fact(_("Personen von hier"), encounter.participants_own),
        _fact(_("Personen aus der Partnerstadt"), encounter.participants_partner),
        _fact(_("Zusammen"), total),
        _fact(_("davon zum ersten Mal dabei"), encounter.first_timers),
    ]


def inner_facts(encounter):
    """Minors, ages, nights, money: for the narrow circle."""
    ages = ""
    if encounter.age_from is not None or encounter.age_to is not None:
        ages = f"{_or(encounter.age_from)} – {_or(encounter.age_to)}"
    hosts = {True: _("ja"), False: _("nein"), None: ""}[encounter.host_families]
    return [
        _fact(_("davon unter 18"), encounter.minors),
        _fact(_("Alter"), ages),
        _fact(_("Nächte"), encounter.nights),
        _fact(_("Unterkunft in Gastfamilien"), hosts),
        _fact(_("Kosten insgesamt"), euros(encounter.cost_total)),
        _fact(_("davon die Stadt"), euros(encounter.municipal_share)),
        _fact(_("davon Drittmittel"), euros(encounter.third_party_share)),
        _fact(_("Zuschuss der Stadt an Dritte"), euros(encounter.grant)),
    ]


def _or(number):
    return "?" if number is None else number


def euros(amount):
    return "" if amount is None else _("%s Euro") % number_format(amount, 2, force_grouping=True)


def count_text(number):
    return ngettext("%(n)d Begegnung gefunden", "%(n)d Begegnungen gefunden", number) % {"n": number}
