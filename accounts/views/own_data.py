"""Meine Daten: everything about oneself as a file, and the end of the account."""

import json

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import personal_data
from accounts.erasure import erase_account
from accounts.forms import DeleteAccountForm
from core import errors
from core.forms import form_response
from core.logs import security_event
from core.people import sign_out


@require_safe
def own_data(request):
    return TemplateResponse(request, "accounts/own_data.html")


@require_POST
@reauthentication_required
def export(request):
    """All data as a JSON file; a POST, so that no link can fetch it."""
    if not consume(request, action="export_data", user=request.user):
        return errors.too_many(request)
    security_event("data-exported", actor=request.user)
    data = {"exported_at": timezone.now(), "data": personal_data.export(request.user)}
    text = json.dumps(data, cls=personal_data.ENCODER, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def delete_account(request):
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = request.user
        sign_out(request)
        erase_account(person, by=None)
        messages.success(request, _("Ihr Konto ist gelöscht."))
        return redirect("portal:home")
    return form_response(request, "accounts/delete_account.html", {}, form)
