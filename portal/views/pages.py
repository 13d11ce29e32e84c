"""Pages that consist of words: law, contact, languages, and what the council asked for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.conditional import public_page
from partnerships.models import ClaimSource, Partnership, PartnershipLink
from portal import motion


def text_page(template):
    """A public view of one template that shows no records."""

    @login_not_required
    @require_safe
    @public_page()
    def page(request):
        return TemplateResponse(request, template, {"has_address": _has_address()})

    return page


def _has_address():
    """Whether the city has set an address of its own, or the example is still there."""
    return not settings.CITY["email"].endswith("@example.org")


imprint = text_page("portal/imprint.html")
privacy = text_page("portal/privacy.html")
accessibility = text_page("portal/accessibility.html")
contact = text_page("portal/contact.html")
easy_language = text_page("portal/easy_language.html")
sign_language = text_page("portal/sign_language.html")


@login_not_required
@require_safe
@public_page("partnerships")
def licences(request):
    """Also the sources of what we have accepted from others, with their licences."""
    return TemplateResponse(request, "portal/licences.html", {"sources": ClaimSource.objects.in_use()})


@login_not_required
@require_safe
@public_page("partnerships", "places")
def exchange(request):
    """Who already does exchange: the associations and schools of the partnerships."""
    links = (
        PartnershipLink.objects.visible_to(request.user)
        .filter(kind__in=[PartnershipLink.Kind.ASSOCIATION, PartnershipLink.Kind.SCHOOL])
        .select_related("partnership__city")
        .order_by("partnership__city__name", "title", "pk")
    )
    return TemplateResponse(request, "portal/exchange.html", {"links": list(links)})


@login_not_required
@require_safe
@public_page("partnerships", "places", "funding")
def strategy(request):
    """The motion AT/0127/2022 and what this portal holds for each of its five items."""
    number = Partnership.objects.visible_to(request.user).filter(state=Partnership.State.ACTIVE).count()
    items = motion.items(partnerships=number)
    return TemplateResponse(request, "portal/strategy.html", {"items": items, "today": timezone.localdate()})
