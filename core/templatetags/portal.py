"""Tags and filters of the portal's pages; they are built in, so no page has to load them."""

from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy, ngettext

from core import forms, maps, statuses, texts

register = template.Library()
ZONE_WORDS = {
    "Europe/Brussels": gettext_lazy("Brüsseler Zeit"),
    "Europe/Berlin": gettext_lazy("deutsche Zeit"),
}
URGENT_DAYS, SOON_DAYS = 7, 30


@register.simple_tag
def icon(name, size=""):
    """A KERN icon; it repeats what the text says, so it is always hidden from screen readers."""
    sized = f" kern-icon--{size}" if size else ""
    return format_html('<span class="kern-icon kern-icon--{}{}" aria-hidden="true"></span>', name, sized)


@register.inclusion_tag("components/status.html")
def status(code, word="", tone=""):
    """A badge: {% status partnership.status partnership.get_status_display %}."""
    return {"badge": statuses.badge(code, word, tone)}


@register.filter
def as_badge(code, word=""):
    return statuses.badge(code, word)


@register.filter
def markdown(text):
    """Markdown as sanitised HTML."""
    return texts.render_markdown(text)


@register.filter
def partial_date(value):
    """ "1978", "Mai 1981" or "11. Mai 2007"; nothing for no date."""
    return value.display() if value else ""


@register.inclusion_tag("components/deadline.html")
def deadline(moment, now=None, zone="Europe/Brussels", unconfirmed=False):
    """Date, time, zone and days left of an instant."""
    if not moment:
        return {"moment": None}
    local = moment.astimezone(ZoneInfo(zone))
    now = now or timezone.now()
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    return {
        "moment": local,
        "zone": ZONE_WORDS.get(zone, zone.rpartition("/")[2]),
        "left": days_left(days, over=local <= now),
        "tone": "over"
        if local <= now
        else "urgent"
        if days <= URGENT_DAYS
        else "soon"
        if days <= SOON_DAYS
        else "calm",
        "unconfirmed": unconfirmed,
    }


def days_left(days, *, over):
    """How long a deadline is away, in words."""
    if over:
        return gettext("abgelaufen")
    if days == 0:
        return gettext("endet heute")
    return ngettext("noch %(days)d Tag", "noch %(days)d Tage", days) % {"days": days}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps):
    """{% breadcrumb list_label list_url … this_page %}: pairs of label and address, the open page last."""
    pairs = zip(steps[:-1:2], steps[1::2], strict=True)
    entries = [{"label": label, "url": url} for label, url in pairs]
    return {"entries": [*entries, {"label": steps[-1], "url": ""}]}


@register.filter
def error_entries(form):
    """What the error summary lists: [{text, target}] of a form, a formset or a list of forms."""
    return forms.error_entries(form)


@register.simple_tag
def lay_out_map(pins, home):
    """Everything the map component draws."""
    return maps.lay_out(pins, home)


@register.filter
def share_of(value, whole):
    """`value` as percent of a number, or of the largest value of some rows; written with a point."""
    if isinstance(whole, (list, tuple)):
        whole = max([0, *(row["value"] or 0 for row in whole)])
    return f"{100 * float(value or 0) / float(whole):.1f}" if whole else "0"


@register.filter
def page_window(page):
    """The page numbers a pager shows, with "…" for gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def nth(sequence, index):
    return sequence[index]


@register.filter
def unlocalized(number):
    """A number with a point, as SVG wants it."""
    return str(number)


@register.filter
def is_invalid(attrs):
    return attrs.get("aria-invalid") == "true"
