"""Imports with a screen: upload, columns, dry run, taking over; and the question to Wikidata."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.forms import form_response
from partnerships import tasks
from partnerships.actions import NotNow
from partnerships.claims import actions, outside
from partnerships.claims.forms import MappingForm, SavedMappingForm, UploadForm
from partnerships.claims.importing import home_mention
from partnerships.models import ClaimSource, ImportRun

PER_PAGE = 25
KINDS = (
    ("new", gettext_lazy("neu")),
    ("changed", gettext_lazy("geändert")),
    ("returned", gettext_lazy("wieder da")),
    ("unchanged", gettext_lazy("unverändert")),
    ("vanished", gettext_lazy("nicht mehr genannt")),
    ("repeated", gettext_lazy("mehrfach genannt")),
    ("rejected", gettext_lazy("abgelehnt")),
    ("unsettled", gettext_lazy("Orte ohne sichere Zuordnung")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    require(request.user, "claims.import")
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        try:
            run = actions.upload(form.source, form.cleaned_data["file"], by=request.user)
        except ValidationError as wrong:
            form.add_error("file", wrong)
        else:
            return redirect(run)
    return form_response(request, "claims/upload.html", {}, form)


@require_safe
def runs(request):
    require(request.user, "claims.see")
    found = ImportRun.objects.visible_to(request.user).select_related("source").defer("report", "parameters")
    page = Paginator(found.order_by("-started_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    source = ClaimSource.objects.filter(key=actions.WIKIDATA).first()
    context = {"page": page, "wikidata": source, "is_on": outside.is_switched_on()}
    return TemplateResponse(request, "claims/runs.html", context)


@require_safe
def run_detail(request, pk):
    run = _run(request, pk, "claims.see")
    saved = SavedMappingForm(request.GET)
    chosen = saved.cleaned_data.get("zuordnung") if saved.is_valid() else None
    mapping = chosen.columns if chosen else run.mapping
    form = MappingForm(initial=mapping, headers=run.headers)
    return TemplateResponse(request, "claims/run.html", _page_of(run, form, saved, request))


def _run(request, pk, permission):
    return get_allowed(request.user, permission, ImportRun.objects.select_related("source"), pk=pk)


def _page_of(run, form, saved, request):
    problems = Paginator(run.problems.order_by("row", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    report = run.report
    samples = [
        (words, report[name]) for name, words in KINDS if name in ("new", "changed", "returned", "vanished")
        if report.get(name)
    ]  # fmt: skip
    return {
        "run": run,
        "form": form,
        "saved": saved,
        "has_errors": bool(form.is_bound and form.errors),
        "may_map": run.state in ("uploaded", "checked", "failed") and bool(run.headers),
        "counts": [
            {"label": words, "value": run.counts[name]} for name, words in KINDS if name in run.counts
        ],
        "samples": samples,
        "warnings": report.get("warnings", []),
        "preview": [[row.get(header, "") for header in run.headers] for row in report.get("preview", [])],
        "columns": [{"label": header} for header in run.headers],
        "page": problems,
        "step_number": {"uploaded": 2, "checking": 3, "checked": 3, "failed": 2}.get(run.state, 4),
    }


@require_POST
def run_map(request, pk):
    run = _run(request, pk, "claims.import")
    form = MappingForm(request.POST, headers=run.headers)
    if not form.is_valid():
        context = _page_of(run, form, SavedMappingForm(), request)
        return form_response(request, "claims/run.html", context, form)
    try:
        run = actions.map_columns(run, form.mapping, save_as=form.cleaned_data["save_as"], by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect(run)
    _do(run, tasks.check_import, actions.check)
    return redirect(run)


def _do(run, task, action):
    """At once for a small file, by a worker for a large one."""
    if run.rows > actions.AT_ONCE:
        task.delay(run.pk)
    else:
        action(run)


@require_POST
def run_apply(request, pk):
    run = _run(request, pk, "claims.import")
    try:
        run = actions.start_taking_over(run, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect(run)
    _do(run, tasks.apply_import, lambda run: actions.apply(run, by=request.user))
    run.refresh_from_db()
    if run.state == ImportRun.State.DONE:
        messages.success(request, _say(run))
    return redirect(run)


def _say(run):
    changes = run.counts["new"] + run.counts["changed"] + run.counts["returned"]
    words = ngettext("%(n)d Angabe ist übernommen.", "%(n)d Angaben sind übernommen.", changes)
    return words % {"n": changes}


@require_POST
def run_discard(request, pk):
    run = _run(request, pk, "claims.import")
    try:
        actions.discard(run, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect(run)
    messages.success(request, _("Die Datei ist verworfen. Am Bestand hat sich nichts geändert."))
    return redirect("claims:runs")


@require_POST
def wikidata_ask(request):
    require(request.user, "claims.import")
    home = home_mention()
    if not outside.is_switched_on():
        messages.error(request, _("Abfragen nach außen sind in dieser Installation ausgeschaltet."))
    elif not home.wikidata:
        messages.error(request, _("Unsere Stadt hat noch keine Wikidata-Kennung."))
    else:
        try:
            run = actions.ask_wikidata(home.wikidata, by=request.user)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            return redirect(run)
    return redirect("claims:runs")


@require_POST
def wikidata_switch(request):
    require(request.user, "claims.import")
    source = actions.switch_watching(actions.wikidata_source(), by=request.user)
    if source.is_watched:
        messages.success(request, _("Wir fragen Wikidata jeden Montag."))
    else:
        messages.success(request, _("Wir fragen Wikidata nicht mehr von selbst."))
    return redirect("claims:runs")
