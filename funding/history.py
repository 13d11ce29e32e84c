"""What changed between two states of a call, in rows that people read."""

from funding import mapping
from funding.foreign_html import foreign_html
from funding.models import CallChange
from funding.sedia.changes import change_class

MATERIAL = ("title", "opening", "deadlines", "deadline_model", "budget", "conditions")
FOLLOWED = "unconfirmed_deadline"
NEWS = "news"
STATUS = "status"
LONGEST_KEY = 80
UNKNOWN = {
    "unknown-type": "kind",
    "unknown-programme": "programme",
    "unknown-status": "source_status_code",
}


def first_news(call, record, *, run, now):
    """The news items a call had when we first saw it."""
    return [_news(call, item, run, now, is_from_start=True) for item in record.news]


def changes_between(call, old, new, *, run, now, known_news=frozenset()):
    """Rows for everything that matters between two records; nothing for noise."""
    if old is None:
        return []
    change = change_class(old, new)
    rows = [_field(call, name, old, new, run, now) for name in change.fields if name in (*MATERIAL, FOLLOWED)]
    rows += [_news(call, item, run, now) for item in change.news if item.key[-LONGEST_KEY:] not in known_news]
    if "summary_de" in call.staff_fields and "description" in change.fields:
        rows.append(proposal(call, "summary_de", mapping.teaser_of(new), run=run, now=now))
    return rows


def status_change(call, before, after, *, at):
    return CallChange(
        call=call, at=at, weight=CallChange.Weight.MATERIAL, field=STATUS, before=before, after=after
    )


def proposal(call, field, after, *, run, now):
    """What the source says where staff have written their own words."""
    return CallChange(
        call=call,
        run=run,
        at=now,
        weight=CallChange.Weight.NEWS,
        field=field,
        before=getattr(call, field),
        after=after,
        proposal=CallChange.Proposal.OPEN,
    )


def replace_open_proposals(proposals):
    """A newer difference takes the place of an older one that nobody has decided."""
    for row in proposals:
        row.call.changes.proposals().filter(field=row.field).delete()


def unknown_codes(call):
    """Codes of the source that we have no word for."""
    return [f"{UNKNOWN[flag]}={getattr(call, UNKNOWN[flag])}" for flag in call.flags if flag in UNKNOWN]


def _field(call, name, old, new, run, now):
    weight = CallChange.Weight.NEWS if name == FOLLOWED else CallChange.Weight.MATERIAL
    return CallChange(
        call=call, run=run, at=now, weight=weight, field=name, before=_text(old, name), after=_text(new, name)
    )


def _news(call, item, run, now, *, is_from_start=False):
    return CallChange(
        call=call,
        run=run,
        at=now,
        weight=CallChange.Weight.NEWS,
        field=NEWS,
        after=foreign_html(item.html),
        news_key=item.key[-LONGEST_KEY:],
        news_at=item.at,
        is_from_start=is_from_start,
    )


def _text(record, name):
    """A value as text that wording.py can show; conditions are too long to keep twice."""
    if name == "conditions":
        return ""
    if name == "deadlines":
        return " ".join(deadline.at.isoformat() for deadline in record.deadlines)
    if name == "budget":
        return f"{record.budget.amount} {record.budget.currency}" if record.budget else ""
    value = getattr(record, name)
    return "" if value is None else str(value)
