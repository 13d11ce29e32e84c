"""Pages of other areas to which a list leads."""

from django.urls import NoReverseMatch, reverse


def page_of(name, *parts):
    """The address of a page; nothing in a portal that does not have it."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def encounter_page(encounter):
    return page_of("encounters:detail", encounter.pk)
