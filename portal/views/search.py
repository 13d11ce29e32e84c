"""/suche/: one box, the hits in groups."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.conditional import public_page
from funding.finding import meant
from funding.models import Call
from portal.forms import SearchForm
from portal.search import search

LONGEST = 200
SHORTEST = 2


@login_not_required
@require_safe
@public_page("partnerships", "places", "funding", "accounts")
def search_page(request):
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    is_asked = len(words) >= SHORTEST
    groups = search(words, request.user, get_language()) if is_asked else []
    context = {
        "form": SearchForm(initial={"q": words}),
        "words": words,
        "is_asked": is_asked,
        "groups": [_shown(group) for group in groups],
        "meant": _meant(request, words) if is_asked and not groups else [],
    }
    return TemplateResponse(request, "portal/search.html", context)


def _meant(request, words):
    calls = Call.objects.visible_to(request.user)
    return [
        {"words": other, "url": f"{request.path}?{urlencode({'q': other})}"} for other in meant(calls, words)
    ]


def _shown(group):
    number = ngettext("%(n)d Treffer", "%(n)d Treffer", group.number) % {"n": group.number}
    return {
        "title": group.title,
        "count": _("mehr als %(n)d Treffer") % {"n": group.number} if group.is_more else number,
        "hits": group.hits,
        "all_url": group.all_url,
    }
