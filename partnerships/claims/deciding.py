"""What people decide: whether a town is a partner of ours, and what a source means by a name."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.journal import record
from core.partial_dates import PartialDate
from core.publicness import Publicness
from core.slugs import free_slug
from partnerships.actions import NotNow, add_event
from partnerships.claims import cases
from partnerships.models import Claim, Mention, Partnership, PartnershipEvent, ReviewCase, TwinPlace
from places.models import City, Country, GazetteerPlace
from places.names import key_of

State = ReviewCase.State


def _locked(case, *states):
    case = ReviewCase.objects.select_for_update(of=["self"]).select_related("place").get(pk=case.pk)
    if case.state not in states:
        raise NotNow(
            _("Über „%(name)s“ ist schon entschieden. Laden Sie die Seite neu.") % {"name": case.name}
        )
    return case


@transaction.atomic
def accept(case, *, by):
    """The town is, or may become, a partner: link its partnership, or begin one as an internal idea."""
    case = _locked(case, State.OPEN)
    if case.partnership_id is None:
        case.partnership = _partnership_for(case)
    cases.stamp(case, State.ACCEPTED, by)
    case.save()
    case.claims.exclude(state=Claim.State.MERGED).update(state=Claim.State.ACCEPTED, reason="")
    record("claims.case_accepted", case, by=by, changes={"partnership": (None, case.partnership)})
    return case


def _partnership_for(case):
    city = case.place.city or _city_of(case.place, case.name)
    found = Partnership.objects.filter(city=city).order_by("pk").first()
    if found:
        return found
    partnership = Partnership.objects.create(
        city=city,
        slug=free_slug(Partnership, key_of(city.name), longest=75, otherwise="ort"),
        state=Partnership.State.IDEA,
        publicness=Publicness.INTERNAL,
    )
    for claim in case.claims.select_related("source"):
        if claim.since:
            _event_of(partnership, claim)
    return partnership


def _city_of(place, name):
    """The town as a row of ours; it needs a country and coordinates."""
    country = Country.objects.filter(iso2=place.country).first()
    listed = place.gazetteer
    lat, lon = (listed.lat, listed.lon) if listed else (place.lat, place.lon)
    if country is None or lat is None:
        raise NotNow(_("Ordnen Sie zuerst den Ort zu: Land und Lage von „%(name)s“ fehlen.") % {"name": name})
    city = City.objects.create(
        slug=free_slug(City, key_of(name), longest=75, otherwise="ort"),
        name=name[:120],
        country=country,
        lat=round(lat, 5),
        lon=round(lon, 5),
        geonames=listed.geonameid if listed else None,
        wikidata=listed.wikidata if listed else "",
    )
    TwinPlace.objects.filter(pk=place.pk).update(city=city)
    return city


def _event_of(partnership, claim):
    event = PartnershipEvent(
        partnership=partnership,
        kind=PartnershipEvent.Kind.SIGNING,
        happened_on=PartialDate.parse(str(claim.since)),
        source_title=claim.source.title[:200],
        source_url=claim.source.url,
        source_licence=claim.source.licence,
        is_checked=False,
    )
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return None  # another source has named the same day
    return event


@transaction.atomic
def take_date(case, claim, *, by):
    """Note the date of a source as an unchecked event beside those that are there; nothing is overwritten."""
    case = _locked(case, State.OPEN, State.ACCEPTED)
    if case.partnership is None or not claim.since:
        raise NotNow(_("Nehmen Sie zuerst die Stadt an, dann können Sie das Datum eintragen."))
    event = PartnershipEvent(
        partnership=case.partnership,
        kind=PartnershipEvent.Kind.SIGNING,
        happened_on=claim.since,
        source_title=claim.source.title[:200],
        source_url=claim.source.url,
        source_licence=claim.source.licence,
    )
    add_event(event, by=by)
    record("claims.date_taken", case, by=by, changes={"since": (None, claim.since)})
    return event


@transaction.atomic
def reject(case, *, reason, by):
    if not reason.strip():
        raise NotNow(_("Nennen Sie den Grund, damit andere die Entscheidung verstehen."))
    case = _locked(case, State.OPEN)
    cases.stamp(case, State.REJECTED, by, reason.strip()[:500])
    case.save()
    case.claims.exclude(state=Claim.State.MERGED).update(state=Claim.State.REJECTED, reason=case.reason)
    record("claims.case_rejected", case, by=by, changes={"reason": (None, case.reason)})
    return case


@transaction.atomic
def reopen(case, *, by):
    case = _locked(case, State.ACCEPTED, State.REJECTED)
    before, case.state, case.reason = case.state, State.OPEN, ""
    case.save(update_fields=["state", "reason"])
    case.claims.exclude(state=Claim.State.MERGED).update(state=Claim.State.OPEN, reason="")
    record("claims.case_reopened", case, by=by, changes={"state": (before, case.state)})
    return case


@transaction.atomic
def merge(case, into, *, by):
    """Both names mean one town: what sources say of `case` counts for `into` from now on."""
    if case.pk == into.pk:
        raise NotNow(_("Wählen Sie einen anderen Ort."))
    case, into = _locked(case, State.OPEN), _locked(into, State.OPEN, State.ACCEPTED)
    cases.stamp(case, State.MERGED, by)
    case.merged_into = into
    case.save()
    move_mentions(case.place, into.place)
    case.claims.update(case=into)
    state = {State.OPEN: Claim.State.OPEN}.get(into.state, Claim.State.ACCEPTED)
    into.claims.exclude(state=Claim.State.MERGED).update(state=state)
    record("claims.case_merged", case, by=by, changes={"into": (None, into)})
    return into


def move_mentions(place, to):
    """Everything that sources mean by `place` is `to` from now on; a claim that exists is merged."""
    Mention.objects.filter(place=place).update(place=to, reason=Mention.Reason.CHOSEN, candidates=[])
    for claim in cases.of_place(place).exclude(state=Claim.State.MERGED):
        ends = sorted({to.pk if pk == place.pk else pk for pk in (claim.place_a_id, claim.place_b_id)})
        same = Claim.objects.filter(source=claim.source_id, place_a=ends[0], place_b=ends[-1])
        if len(ends) == 1 or same.exclude(state=Claim.State.MERGED).exists():
            Claim.objects.filter(pk=claim.pk).update(state=Claim.State.MERGED)
        elif ends == [claim.place_a_id, claim.place_b_id]:
            continue
        else:
            _turn(claim, ends)


def _turn(claim, ends):
    """New ends, the smaller key first, each with its own mention."""
    mentions = {
        m.place_id: m.pk for m in Mention.objects.filter(pk__in=[claim.mention_a_id, claim.mention_b_id])
    }
    Claim.objects.filter(pk=claim.pk).update(
        place_a=ends[0], place_b=ends[1], mention_a=mentions[ends[0]], mention_b=mentions[ends[1]]
    )


@transaction.atomic
def choose_place(mention, geonameid, *, by):
    """A person says which listed town a source means."""
    mention = Mention.objects.select_for_update(of=["self"]).select_related("place").get(pk=mention.pk)
    if mention.reason not in Mention.OPEN:
        raise NotNow(_("Dieser Ort ist schon zugeordnet."))
    listed = GazetteerPlace.objects.filter(pk=geonameid).first()
    if listed is None:
        raise NotNow(_("Wählen Sie einen Ort aus der Liste."))
    place, _made = TwinPlace.objects.get_or_create(
        gazetteer=listed,
        defaults={"name": listed.name, "country": listed.country, "lat": listed.lat, "lon": listed.lon},
    )
    move_mentions(mention.place, place)
    record("claims.place_chosen", mention, by=by, changes={"place": (None, place)})
    return place


@transaction.atomic
def confirm_own(mention, *, by):
    """A person says that this is a place of its own that no list has."""
    mention = Mention.objects.select_for_update(of=["self"]).get(pk=mention.pk)
    if mention.reason not in Mention.OPEN:
        raise NotNow(_("Dieser Ort ist schon zugeordnet."))
    Mention.objects.filter(place=mention.place_id).update(reason=Mention.Reason.CHOSEN, candidates=[])
    TwinPlace.objects.filter(pk=mention.place_id).update(is_certain=True)
    record("claims.place_confirmed", mention, by=by)
    return mention
