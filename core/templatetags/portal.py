"""Tags and filters of the portal's pages; they are built in, so no page has to load them."""

from django import template
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from core import deadlines, forms, fragments, maps, statuses, texts

register = template.Library()


@register.simple_tag
def icon(name, size=""):
    """A KERN icon; it repeats what the text says, so it is always hidden from screen readers."""
    sized = f" kern-icon--{size}" if size else ""
    return format_html('<span class="kern-icon kern-icon--{}{}" aria-hidden="true"></span>', name, sized)


@register.tag
def kept(parser, token):
    """{% kept "name" value … %}…{% endkept %}: the same for everybody with this language and these values.

    It is rendered once and kept, unless a value is None. See core.fragments for what must not stand in it.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(nodes, values)


class KeptNode(template.Node):
    def __init__(self, nodelist, values):
        self.nodelist, self.values = nodelist, values

    def render(self, context):
        values = [value.resolve(context) for value in self.values]
        if None in values:
            return self.nodelist.render(context)
        return fragments.kept((get_language(), *values), lambda: self.nodelist.render(context))


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
def deadline(moment, now=None, zone=deadlines.BRUSSELS, unconfirmed=False):
    """Date, time, zone and days left of an instant."""
    if not moment:
        return {"words": ""}
    return {**deadlines.in_words(moment, now or timezone.now(), zone), "unconfirmed": unconfirmed}


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
def as_options(options):
    """The options of a select, as django/forms/widgets/select_option.html writes each of them."""
    rows = ((one["value"], flatatt(one["attrs"]), one["label"]) for one in options)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


@register.filter
def is_invalid(attrs):
    return attrs.get("aria-invalid") == "true"
