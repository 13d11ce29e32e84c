"""Is the process alive, and can it do its work?"""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import readiness

UNCACHED = {"Cache-Control": "no-store"}


@login_not_required
@require_safe
def healthz(request):
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"}, headers=UNCACHED)


@login_not_required
@require_safe
def readyz(request):
    """200 when database, broker and migrations are there, 503 otherwise."""
    is_ready, found = readiness.report(timezone.now())
    return JsonResponse(found, status=200 if is_ready else 503, headers=UNCACHED)
