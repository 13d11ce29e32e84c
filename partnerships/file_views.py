"""The file of a partnership: everything the people who look after it know, on one page (US-02)."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.access import get_allowed, may
from partnerships import cards
from partnerships.activity.overview import fields_of, overviews
from partnerships.contacts.summary import summary_of
from partnerships.encounters.summary import of_partnership
from partnerships.models import Agreement, Partnership, StateChange, Task

MOST_TASKS = 10


@require_safe
def partnership_file(request, slug):
    rows = Partnership.objects.with_summary(get_language()).select_related("lead_office")
    partnership = get_allowed(request.user, "work.see_file", rows, slug=slug)
    user, today = request.user, timezone.localdate()
    tasks = Task.objects.visible_to(user).open().filter(partnership=partnership).select_related("owner")
    tasks = list(tasks.order_by("due_on", "pk")[: MOST_TASKS + 1])
    agreements = Agreement.objects.visible_to(user).filter(partnership=partnership)
    changes = StateChange.objects.visible_to(user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "badge": cards.state_badge(partnership),
        "preline": cards.preline_of(partnership),
        "today": today,
        "overview": overviews([partnership], today)[partnership.pk],
        "fields": fields_of(partnership, today),
        "tasks": tasks[:MOST_TASKS],
        "has_more_tasks": len(tasks) > MOST_TASKS,
        "contacts": summary_of(partnership, user, today) if user.is_city_staff else None,
        "meetings": of_partnership(partnership, user, today),
        "agreements": agreements.order_by("signed_on", "pk"),
        "changes": changes.select_related("reason", "public_wording", "by").order_by("-at", "-pk"),
        "may_edit": may(user, "partnerships.edit", partnership),
    }
    return TemplateResponse(request, "partnerships/file.html", context)
