"""What staff do with reports: start, write, freeze, publish; and the figures and encounters behind them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion
from partnerships.models import Encounter, Partnership, YearlyReport
from partnerships.reports import actions, register, wording
from partnerships.reports.addresses import encounter_page
from partnerships.reports.forms import FIRST_YEAR, EncounterFilter, StartForm, TextsForm
from partnerships.reports.loading import COMING, material_for
from partnerships.reports.overview import overview_of
from partnerships.reports.presentation import report_page
from partnerships.reports.steckbrief import period
from partnerships.reports.steckbrief import steckbrief as make_steckbrief
from partnerships.reports.views import as_download, kind_of, partnership_for_profile
from partnerships.reports.working_papers import internal_sections

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    require(request.user, "partnerships.make_report")
    initial = {"year": timezone.localdate().year - 1}
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            report = actions.start(form.cleaned_data["year"], by=request.user)
        except actions.NotNow as reason:
            form.add_error("year", str(reason))
        else:
            messages.success(request, _("Der Entwurf ist angelegt. Die Zahlen stehen schon darin."))
            return redirect(report)
    return form_response(request, "reports/start.html", {}, form)


def _report(request, year, permission="partnerships.make_report"):
    return get_allowed(request.user, permission, YearlyReport.objects.defer("snapshot"), year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, year):
    report = _report(request, year)
    form = TextsForm(request.POST if request.method == "POST" else None, instance=report)
    template, context = "reports/edit.html", {"report": report, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            actions.save_texts(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, template, context, form, stale.current)
        except actions.NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Die Texte sind gespeichert."))
            return redirect("reports:detail", year)
    return form_response(request, template, context, form)


def _act(request, year, permission, act, done, **more):
    """Do one thing with a report and say what came of it."""
    report = _report(request, year, permission)
    try:
        act(report, by=request.user, **more)
    except actions.NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect("reports:detail", year)


@require_POST
def finalise(request, year):
    done = _("Der Bericht ist abgeschlossen. Seine Zahlen ändern sich nicht mehr.")
    return _act(request, year, "partnerships.finalise_report", actions.finalise, done)


@require_POST
def reopen(request, year):
    done = _("Der Bericht ist wieder ein Entwurf, den nur die Verwaltung sieht.")
    return _act(request, year, "partnerships.finalise_report", actions.reopen, done)


@require_POST
def publish(request, year):
    level = request.POST.get("level", "")
    done = _("Der Bericht ist veröffentlicht.")
    return _act(request, year, "partnerships.publish_report", actions.publish, done, level=level)


@require_POST
def unpublish(request, year):
    done = _("Der Bericht ist zurückgenommen.")
    return _act(request, year, "partnerships.publish_report", actions.unpublish, done)


# -- figures -----------------------------------------------------------------------------------------


def _year_of(request):
    text = request.GET.get("jahr", "")
    this_year = timezone.localdate().year
    is_year = text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= this_year + 1
    return int(text[:5]) if is_year else this_year


@require_safe
def figures(request):
    """The living figures of a year, of all partnerships."""
    require(request.user, "partnerships.see_figures")
    return _figures_page(request, None)


@require_safe
def figures_of_one(request, slug):
    rows = Partnership.objects.select_related("city")
    return _figures_page(request, get_allowed(request.user, "partnerships.see_figures", rows, slug=slug))


def _figures_page(request, partnership):
    year, this_year = _year_of(request), timezone.localdate().year
    material = material_for(request.user, year, partnership=partnership)
    context = report_page(overview_of(material), sees_rows=True) | {
        "partnership": partnership,
        "years": range(this_year + 1, this_year - 6, -1),
    }
    return TemplateResponse(request, "reports/figures.html", context)


@require_safe
def rows(request):
    """The encounters behind a figure."""
    require(request.user, "partnerships.see_figures")
    partnerships = Partnership.objects.visible_to(request.user).select_related("city")
    counted = Encounter.objects.visible_to(request.user).filter(state__in=[*Encounter.HELD, *COMING])
    found = EncounterFilter(request.GET, counted, partnerships=partnerships.order_by("city__name", "pk"))
    shown = found.qs.prefetch_related(Prefetch("partnerships", queryset=partnerships))
    page = Paginator(shown.order_by("-starts_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "filter": found,
        "page": page,
        "entries": [_entry(one) for one in page],
        "count_text": ngettext("%(n)d Begegnung", "%(n)d Begegnungen", count) % {"n": count},
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    return TemplateResponse(request, "reports/rows.html#results" if is_part else "reports/rows.html", context)


def _entry(encounter):
    return {
        "title": encounter.title,
        "url": encounter_page(encounter),
        "when": period(encounter),
        "partners": ", ".join(one.city.name for one in encounter.partnerships.all()),
        "state": encounter.get_state_display(),
        "participants": wording.amount("participants", encounter.participants),
        "cost": wording.amount("cost", encounter.cost_total),
        "is_example": encounter.is_example,
    }


# -- files -------------------------------------------------------------------------------------------


@require_safe
def register_file(request, kind):
    """The whole register, for the yearly message to the RGRE."""
    require(request.user, "partnerships.see_figures")
    kind = kind_of(kind, "csv", "xlsx")
    data = register.as_file(register.rows_for(request.user), kind, is_internal=True)
    return as_download(data, kind, "register-partnerschaften-intern")


@require_safe
def steckbrief(request, slug):
    """The profile with what staff need for a conversation."""
    get_allowed(request.user, "partnerships.see_figures", Partnership.objects, slug=slug)
    partnership = partnership_for_profile(Partnership.objects.visible_to(request.user), slug)
    today = timezone.localdate()
    internal = internal_sections(partnership, request.user, today)
    data = make_steckbrief(partnership, request.user, today, internal=internal, is_internal=True)
    return as_download(data, "pdf", f"steckbrief-{slug}-intern")
