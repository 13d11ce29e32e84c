"""Signing in as any role with a click: routed only in the demo town."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, translate_url
from django.views.decorators.http import require_http_methods

from accounts.demo import DEMO_PEOPLE
from accounts.models import User
from core.people import sign_out

METHOD = "demo"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def demo_sign_in(request):
    """The list of roles; a POST with `konto` signs in as that demo account."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _sign_in(request, request.POST.get("konto", ""))
    return TemplateResponse(request, "accounts/demo.html", {"people": DEMO_PEOPLE})


def _sign_in(request, key):
    person = next((person for person in DEMO_PEOPLE if person.key == key), None)
    if person is None:
        raise Http404
    user = get_object_or_404(User, email=person.email, is_example=True, is_active=True)
    sign_out(request)
    get_adapter(request).login(request, user)
    record_authentication(request, user, method=METHOD, reauthenticated=True)
    UserSession.objects.create_from_request(request)
    return redirect(translate_url(reverse("portal:my_area"), user.language))
