"""Pages about anniversaries, and the button that begins the preparation of one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import get_allowed, require
from core.desk import forget_number
from partnerships.encounters.actions import start_from_template
from partnerships.models import EncounterTemplate, Partnership
from partnerships.work.anniversaries import feasts

TEMPLATE = "jubilaeum"


@require_safe
def anniversaries(request):
    require(request.user, "work.begin_anniversary")
    template = EncounterTemplate.objects.filter(slug=TEMPLATE).first()
    steps = list(template.steps.order_by("-days_before", "pk")) if template else []
    context = {"feasts": feasts(request.user, timezone.localdate()), "steps": steps}
    return TemplateResponse(request, "work/anniversaries.html", context)


@require_POST
def begin(request, slug):
    """Make the project of the next anniversary with every step of the template, once."""
    partnership = get_allowed(
        request.user, "work.begin_anniversary", Partnership.objects.select_related("city"), slug=slug
    )
    near = [one for one in feasts(request.user, timezone.localdate()) if one.partnership == partnership]
    template = EncounterTemplate.objects.filter(slug=TEMPLATE).first()
    if not near or template is None:
        raise Http404(slug)
    feast = near[0]
    if feast.project:
        return redirect(feast.project)
    words = {"years": feast.anniversary.years, "city": partnership.city.name}
    project = start_from_template(
        template,
        partnership,
        feast.anniversary.on.first_day,
        title=_("%(years)d Jahre Partnerschaft mit %(city)s") % words,
        by=request.user,
    )
    forget_number(request.user)
    messages.success(request, _("Die Vorbereitung ist angelegt. Ihre Schritte stehen in „Mein Bereich“."))
    return redirect(project)
