"""What pages show of a call: plain values, in the words of the active language."""

from django.utils.html import format_html_join
from django.utils.translation import gettext_noop, ngettext

from core import deadlines
from core.statuses import badge
from core.texts import teaser
from funding import wording
from funding.finding import marked_parts
from funding.foreign_html import harmless_html
from funding.models.calls import Status

SOURCE = "EU Funding & Tenders Portal"
LICENCE = "CC BY 4.0"
RIGHTS = gettext_noop("© Europäische Union, Funding & Tenders Portal, CC BY 4.0")
TONES = {
    Status.OPEN: "info",
    Status.FORTHCOMING: "default",
    Status.CLOSED: "danger",
    Status.UNKNOWN: "warning",
}


def card_of(call, now):
    """A call in a list, as funding/_call_cards.html shows it."""
    status = call.status_at(now)
    deadline = call.next_deadline_at(now) if status != Status.CLOSED else call.last_deadline
    return {
        "title": _marked_title(call),
        "language": call.foreign_title_language,
        "url": call.get_absolute_url(),
        "preline": " · ".join(filter(None, [call.programme_name or call.programme, call.identifier])),
        "text": teaser(call.shown_teaser, 160),
        "deadline": deadlines.in_words(deadline, now) if deadline else None,
        "opens": _opens(call, status),
        "unconfirmed": bool(call.unconfirmed_deadline),
        "badge": badge_of(status),
        "tags": call.strand_labels[:2],
        "money": money_line(call),
        "demo": call.is_example,
        "is_for_us": call.is_for_us,
        "not_listed": bool(call.not_listed_since) and status != Status.CLOSED,
        "is_internal": call.publicness != "public",
    }


def badge_of(status):
    return badge(status, str(Status(status).label), TONES[status])


def money_line(call):
    """The sum and whose it is; nothing where the source states none."""
    if call.budget_amount is None:
        return ""
    amount = wording.money(call.budget_amount, call.budget_currency)
    if call.budget_scope == call.Scope.SHARED:
        return ngettext(
            "%(amount)s gemeinsam für %(n)d Aufruf",
            "%(amount)s gemeinsam für %(n)d Aufrufe",
            call.budget_shared_with,
        ) % {"amount": amount, "n": call.budget_shared_with}
    return amount


def html_of(stored):
    """Stored foreign HTML, sanitised once more on its way out."""
    return harmless_html(stored)


def _marked_title(call):
    """The title with the found words marked, if it was searched for."""
    is_german = call.shown_title == call.title_de
    headline = getattr(call, "marked_de" if is_german else "marked", "")
    if not headline:
        return call.shown_title
    parts = [("mark" if is_hit else "span", text) for text, is_hit in marked_parts(headline)]
    return format_html_join("", "<{0}>{1}</{0}>", [(tag, text) for tag, text in parts])


def _opens(call, status):
    return call.opening if status == Status.FORTHCOMING else None
