"""Photos and papers of an encounter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.attachments import serve
from core.forms import form_response
from partnerships.actions import NotNow
from partnerships.encounters import files
from partnerships.encounters.forms import FileForm
from partnerships.encounters.views import allowed
from partnerships.models import EncounterFile


@login_not_required
@require_safe
def file(request, pk, file):
    """A file, for whoever sees both it and its encounter."""
    rows = EncounterFile.objects.visible_to(request.user)
    return serve(get_object_or_404(rows, pk=file, encounter_id=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, pk):
    encounter = allowed(request, "encounters.edit", pk)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            _row, is_new = files.upload(encounter, given.pop("file"), by=request.user, **given)
        except ValidationError as reason:
            form.add_error(None if hasattr(reason, "error_dict") else "file", reason)
        else:
            words = _("Die Datei ist gespeichert. Sie ist zunächst intern.")
            messages.success(request, words if is_new else _("Diese Datei liegt schon hier."))
            return redirect(encounter)
    return form_response(request, "encounters/file_form.html", {"encounter": encounter}, form)


def _file(request, pk, file, permission):
    encounter = allowed(request, permission, pk)
    row = get_object_or_404(EncounterFile.objects.visible_to(request.user), pk=file, encounter=encounter)
    row.encounter = encounter
    return row


def _act(request, row, action, success):
    try:
        action(row, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, success)
    return redirect("encounters:detail", row.encounter_id)


@require_POST
def release(request, pk, file):
    row = _file(request, pk, file, "encounters.publish")
    return _act(request, row, files.release, _("Die Datei ist jetzt öffentlich."))


@require_POST
def take_back(request, pk, file):
    row = _file(request, pk, file, "encounters.publish")
    return _act(request, row, files.take_back, _("Die Datei ist jetzt intern."))


@require_POST
def agree(request, pk, file):
    row = _file(request, pk, file, "encounters.edit")
    return _act(request, row, files.agree, _("Die Zustimmung ist eingetragen."))


@require_POST
def remove(request, pk, file):
    row = _file(request, pk, file, "encounters.edit")
    return _act(request, row, files.remove, _("Die Datei ist entfernt."))
