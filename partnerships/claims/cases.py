"""The towns that sources call partners of our own city: one case each, decided by people."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.claims.importing import home_place
from partnerships.models import Claim, Partnership, ReviewCase
from places.names import key_of

State = ReviewCase.State


@dataclass(frozen=True)
class Proposal:
    """What we would do with an open case, and why."""

    is_accept: bool
    why: str


def propose(claims):
    """Accept what the city itself names; everything else is for a person to look into.

    A source that repeats another proves nothing, however many there are: Koblenz' five wrong or doubtful
    names stand in up to two of them.
    """
    named_by_city = [c for c in claims if c.source.is_official and c.not_seen_since is None]
    if named_by_city:
        return Proposal(True, _("Die Stadt nennt sie selbst: %s.") % named_by_city[0].source.title)
    titles = sorted({claim.source.title for claim in claims})
    return Proposal(False, _("Nur von anderen genannt: %s.") % ", ".join(titles))


def sort_into_cases(new, changed=()):
    """Give every claim that touches our city its case; what has changed goes back to review."""
    home = home_place()
    if home is None:
        return 0
    ours = [claim for claim in new if home.pk in (claim.place_a_id, claim.place_b_id)]
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in ours]).select_related(
        "place_a", "place_b", "mention_a", "mention_b"
    )
    cases = list(ReviewCase.objects.select_related("place", "merged_into"))
    by_place = {case.place_id: case for case in cases}
    by_name = {case.name_key: case for case in cases if case.state != State.MERGED}
    for claim in sorted(rows, key=lambda row: not _partner(row, home)[0].is_certain):
        place, mention = _partner(claim, home)
        case = by_place.get(place.pk) or _of_same_name(by_name, place, mention)
        if case is None:
            case = _new_case(place, mention)
            by_name.setdefault(case.name_key, case)
        by_place[place.pk] = case
        _join(claim, case.merged_into or case)
    _reopen(changed)
    return len(ours)


def _partner(claim, home):
    if claim.place_a_id == home.pk:
        return claim.place_b, claim.mention_b
    return claim.place_a, claim.mention_a


def _of_same_name(by_name, place, mention):
    """A partner of ours of the same name, where one of the two sources does not say the country."""
    case = by_name.get(key_of(mention.label))
    is_vague = case and (not place.country or not case.country)
    return case if is_vague else None


def _new_case(place, mention):
    name = place.name if place.city_id else mention.label
    partnership = None
    if place.city_id:
        partnership = Partnership.objects.filter(city=place.city_id).order_by("pk").first()
    return ReviewCase.objects.create(
        place=place, name=name, name_key=key_of(name), country=place.country, partnership=partnership
    )


def _join(claim, case):
    claim.case = case
    if case.state in (State.ACCEPTED, State.REJECTED):
        claim.state = str(case.state)
        claim.reason = case.reason
    claim.save(update_fields=["case", "state", "reason"])


def _reopen(changed):
    pks = [claim.pk for claim in changed if claim.case_id]
    for claim in Claim.objects.filter(pk__in=pks).select_related("case", "source"):
        case = claim.case
        words = _("%(source)s nennt jetzt andere Angaben.") % {"source": claim.source.title}
        if case.state in (State.ACCEPTED, State.REJECTED):
            case.state, case.reopened_because = State.OPEN, words[:300]
            case.save(update_fields=["state", "reopened_because"])
            case.claims.exclude(state=Claim.State.MERGED).update(state=Claim.State.OPEN)


def matrix(cases, sources):
    """[(case, [claim or None for each source])]: which source names which town."""
    rows = []
    for case in cases:
        by_source = defaultdict(list)
        for claim in case.claims.all():
            if claim.state != Claim.State.MERGED:
                by_source[claim.source_id].append(claim)
        rows.append((case, [by_source[source.pk][0] if by_source[source.pk] else None for source in sources]))
    return rows


def unknown_dates(case, events):
    """Claims of a case with a date that no event of the partnership has yet."""
    known = {str(event.happened_on) for event in events}
    return [claim for claim in case.claims.all() if claim.since and str(claim.since) not in known]


def open_cases():
    return ReviewCase.objects.filter(state=State.OPEN)


def stamp(case, state, by, reason=""):
    case.state, case.decided_by, case.decided_at = state, by, timezone.now()
    case.reason, case.reopened_because = reason, ""


def of_place(place):
    """Claims about a place, either way round."""
    return Claim.objects.filter(Q(place_a=place) | Q(place_b=place))
