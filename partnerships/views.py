"""The pages that everybody reads: the list with its map, one partnership, its documents, open data."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from core.access import may
from core.attachments import serve
from core.conditional import public_page
from core.exports import MEDIA_TYPE
from partnerships import cards, export, profile, public_file
from partnerships.filters import TABLE, PartnershipFilter
from partnerships.models import Partnership, PartnershipDocument

PER_PAGE = 24


def found_by(request):
    """The filter, and the partnerships that fit the address and that this reader may see."""
    found = PartnershipFilter(request.GET, Partnership.objects.visible_to(request.user))
    return found, found.qs.with_summary(get_language()).order_by("city__name", "pk")


@login_not_required
@require_safe
@public_page("partnerships", "places")
def partnership_list(request):
    found, shown = found_by(request)
    is_table = found.view == TABLE
    if is_table:
        shown = shown.prefetch_related("topics")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "filter": found,
        "page": page,
        "is_table": is_table,
        "count_text": ngettext("%(n)d Partnerschaft gefunden", "%(n)d Partnerschaften gefunden", count)
        % {"n": count},
        "cards": [] if is_table else [cards.card_of(partnership) for partnership in page],
        "pins": [cards.pin_of(partnership) for partnership in page],
        "home": cards.home_pin(),
        "columns": cards.columns(),
        "rows": [cards.row_of(partnership) for partnership in page] if is_table else [],
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "partnerships/list.html#changed" if is_part else "partnerships/list.html"
    return TemplateResponse(request, template, context)


@login_not_required
@require_safe
@public_page("partnerships", "places", "accounts")
def partnership_detail(request, slug):
    rows = Partnership.objects.visible_to(request.user).with_summary(get_language()).with_profile()
    rows = public_file.with_file(rows, request.user, timezone.localdate())
    partnership = get_object_or_404(rows.prefetch_related("city__country__facts"), slug=slug)
    return TemplateResponse(request, "partnerships/detail.html", _profile(request.user, partnership))


def _profile(user, partnership):
    today = timezone.localdate()
    events = list(partnership.events.visible_to(user))
    links = partnership.links.visible_to(user).order_by("kind", "title")
    documents = list(partnership.documents.visible_to(user).order_by("-uploaded_at", "pk"))
    text, contact = partnership.text, partnership.contact_email or settings.CITY["email"]
    return {
        "partnership": partnership,
        "preline": cards.preline_of(partnership),
        "badge": cards.state_badge(partnership),
        "notice": profile.notice_of(partnership),
        "text": text,
        "text_is_foreign": bool(text) and text["language"] != get_language(),
        "text_is_stale": profile.is_stale(text, partnership.source_version),
        "facts": profile.facts_of(partnership, events, today),
        "topics": profile.topic_words(partnership),
        "timeline": profile.timeline_of(events),
        "links": list(links),
        "files": profile.files_of(documents),
        "funding": profile.funding_of(partnership.city.country, today),
        "file": public_file.file_of(partnership, documents),
        "contact": contact,
        "contact_url": f"mailto:{contact}",
        "may_edit": may(user, "partnerships.edit", partnership),
        "sees_internal": may(user, "partnerships.see_internal", partnership),
        "adequacy": partnership.city.country.adequacy_on(today),
    }


@login_not_required
@require_safe
def partnership_document(request, slug, pk):
    """A file, for whoever sees both it and its partnership."""
    documents = PartnershipDocument.objects.visible_to(request.user)
    return serve(get_object_or_404(documents, pk=pk, partnership__slug=slug))


@login_not_required
@require_safe
@public_page("partnerships", "places")
def partnership_csv(request):
    """The found partnerships as a file for a spreadsheet."""
    _filter, rows = found_by(request)
    response = HttpResponse(export.table_of(rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="partnerschaften.csv"'
    return response


@login_not_required
@require_safe
@public_page("partnerships", "places")
def geojson(request):
    """Open data: every visible partnership as a point."""
    shown = Partnership.objects.visible_to(request.user).with_summary(get_language()).order_by("slug")
    return JsonResponse(export.as_geojson(shown), content_type="application/geo+json")
