"""Mein Konto: who one is here, how one signs in, where one belongs."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as city_sign_in
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import ProfileForm
from core.access import may
from core.forms import form_response


@require_safe
def overview(request):
    user = request.user
    factors = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "factors": {
            "app": Authenticator.Type.TOTP in factors,
            "key": Authenticator.Type.WEBAUTHN in factors,
        },
        "has_password": user.has_usable_password(),
        "memberships": user.valid_memberships,
        "may_administer": may(user, "accounts.grant_memberships"),
        "has_city_sign_in": bool(city_sign_in().list_apps(None)),
    }
    return TemplateResponse(request, "accounts/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        return redirect("accounts:overview")
    return form_response(request, "accounts/profile.html", {}, form)
