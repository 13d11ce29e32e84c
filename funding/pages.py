"""The contents of a call's page: texts, money, history, who may apply."""

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.access import may
from core.people import AnonymousPerson
from core.texts import plain_text, teaser
from funding import cards, eligibility, wording
from funding.expected import earlier_calls, expected_calls
from funding.models import Call, CallChange, CallFollow
from funding.models.calls import Status
from partnerships.models import Partnership
from places.programmes import CERV

DOCUMENT_WORDS = {
    "call": gettext_lazy("Aufrufdokument"),
    "form": gettext_lazy("Antragsformular"),
    "calculator": gettext_lazy("Rechenblatt"),
    "mga": gettext_lazy("Muster der Finanzhilfevereinbarung"),
}
HEADINGS = {
    "expected outcome": gettext_lazy("Erwartete Ergebnisse"),
    "scope": gettext_lazy("Worum es geht"),
    "objective": gettext_lazy("Ziel"),
    "expected impact": gettext_lazy("Erwartete Wirkung"),
    "specific challenge": gettext_lazy("Besondere Herausforderung"),
}
MOST_DOCUMENTS = 40
MOST_CHANGES = 60


def context_of(call, user, now):
    """Everything the page shows; at most five queries besides the call itself."""
    status = call.status_at(now)
    return {
        "call": call,
        "badge": cards.badge_of(status),
        "status": status,
        "is_over": status == Status.CLOSED,
        "following": next_call(call, now.date()) if status == Status.CLOSED else None,
        "deadline_at": call.next_deadline_at(now) or call.last_deadline,
        "deadlines": deadline_rows(call, now),
        "facts": facts_of(call),
        "money": cards.money_line(call),
        "rights": cards.RIGHTS,
        "rules": eligibility.rules_of(call.strands),
        "rules_source": eligibility.SOURCE,
        "reach": reach_of(call, now),
        "may_edit": may(user, "funding.edit_call", call),
        "follows": user.is_authenticated and CallFollow.objects.filter(person=user, call=call).exists(),
        **text_context(call),
        **history_context(call, user),
    }


def text_context(call):
    """What the source writes, in the reader's language if there is a translation."""
    texts = {text.language: text for text in call.texts.all()}
    master, shown = texts.get(call.language), texts.get(get_language()) or texts.get(call.language)
    return {
        "text": shown,
        "is_foreign": shown is not None and shown.language != get_language(),
        "sections": [section_row(heading, html) for heading, html in shown.sections] if shown else [],
        "conditions": cards.html_of(shown.conditions_html) if shown else "",
        "contact": cards.html_of(shown.contact_html) if shown else "",
        "files": files_of(master),
        "plan": plan_of(master),
    }


def section_row(heading, html):
    """A part of the text; the headings that every call has are said in the reader's language."""
    known = HEADINGS.get(heading.strip().rstrip(":").lower())
    return {"heading": str(known or heading), "is_known": bool(known), "html": cards.html_of(html)}


def next_call(call, today):
    """What follows a closed call of a yearly family: {"words", "call"}; nothing for other calls."""
    family = next((one.family for one in earlier_calls() if one.identifier == call.identifier), None)
    known = [one for one in _calls_of(family) if one.identifier > call.identifier]
    if known:
        return {"words": "", "call": known[0]}
    expected = [one for one in expected_calls(earlier_calls(), today) if one.family == family]
    words = [wording.months_words(one.opens_from, one.opens_to) for one in expected]
    return {"words": words[0], "call": None} if words else None


def _calls_of(family):
    """The public calls of a yearly family, the newest first; no query without a family."""
    if family is None:
        return []
    calls = Call.objects.visible_to(AnonymousPerson()).filter(identifier__endswith=f"-CITIZENS-{family}")
    return list(calls.for_cards().order_by("-identifier")[:1])


def history_context(call, user):
    """What happened, what was announced, and for staff what the source proposes."""
    visible = CallChange.objects.visible_to(user).filter(call=call)
    changes = list(visible.order_by("-at", "-news_at", "-pk")[:MOST_CHANGES])
    return {
        "history": [
            history_row(change) for change in changes if change.field != "news" and not change.proposal
        ],
        "news": [news_row(change) for change in changes if change.field == "news"],
        "proposals": [proposal_row(change) for change in changes if change.proposal == "open"],
    }


def deadline_rows(call, now):
    """Every deadline with its stage."""
    is_staged = call.deadline_model == "two-stage" and len(call.deadlines) == 2
    return [
        {
            "at": moment,
            "is_over": moment <= now,
            "label": _("Stufe %(n)d") % {"n": number} if is_staged else "",
            "is_stated": moment in call.stated_deadlines,
        }
        for number, moment in enumerate(call.deadlines, 1)
    ]


def facts_of(call):
    """Label and value of what is known; what is not stated is left out, never shown as nought."""
    rows = [
        (_("Programm"), " – ".join(filter(None, [call.programme_name, call.programme_label]))),
        (_("Bereich"), ", ".join(call.strand_labels)),
        (_("Kennung"), call.identifier),
        (_("Verfahren"), str(wording.MODELS.get(call.deadline_model, call.deadline_model))),
        (_("Öffnet am"), date_format(call.opening, "DATE_FORMAT") if call.opening else ""),
        (_("Art der Förderung"), ", ".join(label for _code, label in call.types_of_action if label)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def files_of(text):
    documents = text.documents[:MOST_DOCUMENTS] if text else []
    return [
        {
            "title": entry["title"],
            "url": entry["url"],
            "kind": str(DOCUMENT_WORDS.get(entry["kind"], "")),
            "language": "en",
        }
        for entry in documents
    ]


def plan_of(text):
    """The way from publication to contract as the source wrote it."""
    entries = text.timeline if text else []
    return [
        {
            "date": date_format(parse_date(entry["on"]), "DATE_FORMAT") if entry["on"] else entry["text"],
            "title": entry["label"],
        }
        for entry in entries
    ]


def history_row(change):
    return {
        "date": date_format(change.at.astimezone(wording.BRUSSELS).date(), "DATE_FORMAT"),
        "title": wording.change_sentence(change),
    }


def news_row(change):
    moment = change.news_at or change.at
    return {
        "date": date_format(moment.astimezone(wording.BRUSSELS).date(), "DATE_FORMAT"),
        "html": cards.html_of(change.after),
    }


def proposal_row(change):
    return {
        "pk": change.pk,
        "label": wording.field_label(change.field),
        "before": change.before,
        "after": teaser(plain_text(change.after), 600),
    }


def reach_of(call, now):
    """Which of our partner towns may take part, by the checked facts about their countries."""
    strand = eligibility.strand_of(call.strands)
    if not strand or call.programme != CERV:
        return None
    day = (call.last_deadline or now).date()
    partnerships = (
        Partnership.objects.visible_to(AnonymousPerson())
        .filter(state=Partnership.State.ACTIVE)
        .select_related("city__country")
        .prefetch_related("city__country__facts")
        .order_by("city__name")
    )
    towns = [_town(partnership, call.programme, strand, day) for partnership in partnerships]
    return eligibility.reach(strand, towns, own_country="DE") if towns else None


def _town(partnership, programme, strand, day):
    city = partnership.city
    return eligibility.PartnerTown(
        name=city.name,
        country=city.country.name,
        country_code=city.country_id,
        answer=city.country.eligible_for(programme, strand, day).answer,
        url=partnership.get_absolute_url(),
    )
