"""What everybody may read, each as far as they may see it: reports, statistics, profiles, the register."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.access import may
from core.conditional import public_page
from core.exports import MEDIA_TYPE as CSV
from core.people import AnonymousPerson
from partnerships.models import Partnership, YearlyReport
from partnerships.reports import activities as statistics
from partnerships.reports import register
from partnerships.reports.addresses import encounter_page
from partnerships.reports.council_paper import paper_of
from partnerships.reports.forms import ActivityForm
from partnerships.reports.loading import material_for, thaw
from partnerships.reports.overview import changed_since, overview_of
from partnerships.reports.papers import sheets, typesetting, word
from partnerships.reports.presentation import report_page
from partnerships.reports.steckbrief import steckbrief as make_steckbrief
from partnerships.reports.year_sheets import workbook_of

PER_PAGE = 100
MEDIA_TYPES = {"csv": CSV, "xlsx": sheets.MEDIA_TYPE, "docx": word.MEDIA_TYPE, "pdf": typesetting.MEDIA_TYPE}


def as_download(data, kind, name):
    """The bytes of a file as an answer; the name is ours and plain."""
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def kind_of(kind, *allowed):
    """One of the kinds of files that there are here; 404 for any other."""
    if kind not in allowed:
        raise Http404(kind)
    return kind


# -- yearly reports ---------------------------------------------------------------------------------


@login_not_required
@require_safe
@public_page("partnerships")
def report_list(request):
    reports = YearlyReport.objects.visible_to(request.user).defer("snapshot").order_by("-year")
    context = {
        "reports": list(reports),
        "may_make": may(request.user, "partnerships.make_report"),
        "year": timezone.localdate().year,
    }
    return TemplateResponse(request, "reports/list.html", context)


def read_report(request, year):
    """(report, its Material, the Overview that this reader may see, whether they see what stands behind)."""
    report = get_object_or_404(YearlyReport.objects.visible_to(request.user), year=year)
    sees_rows = may(request.user, "partnerships.see_figures")
    seen = None
    if not sees_rows:
        seen = set(Partnership.objects.visible_to(request.user).values_list("pk", flat=True))
    material = thaw(report.snapshot) if report.is_final else material_for(request.user, year)
    return report, material, overview_of(material, seen=seen), sees_rows


@login_not_required
@require_safe
@public_page("partnerships", "places")
def report_detail(request, year):
    report, material, overview, sees_rows = read_report(request, year)
    changed = []
    if sees_rows and report.is_final:
        changed = changed_since(material, material_for(request.user, year))
    context = report_page(overview, sees_rows=sees_rows) | {
        "report": report,
        "changed": changed,
        "may_make": may(request.user, "partnerships.make_report"),
        "may_finalise": may(request.user, "partnerships.finalise_report"),
        "may_publish": may(request.user, "partnerships.publish_report"),
    }
    return TemplateResponse(request, "reports/detail.html", context)


@login_not_required
@require_safe
@public_page("partnerships", "places")
def report_file(request, year, kind):
    """The report as DOCX, PDF or XLSX; the encounters behind it are only in the workbook of staff."""
    kind = kind_of(kind, "docx", "pdf", "xlsx")
    report, material, overview, sees_rows = read_report(request, year)
    if kind == "xlsx":
        data = workbook_of(material, overview, with_rows=sees_rows)
    else:
        paper = paper_of(report, overview, today=timezone.localdate())
        data = word.paper_as_docx(paper) if kind == "docx" else typesetting.paper_as_pdf(paper)
    return as_download(data, kind, f"jahresbericht-{year}")


# -- statistics of activities ------------------------------------------------------------------------


def _asked(request):
    """(form, partnership or None, year) of the address; what makes no sense counts as not said."""
    partnerships = Partnership.objects.visible_to(request.user).select_related("city")
    form = ActivityForm(request.GET or {}, partnerships=partnerships.order_by("city__name", "pk"))
    form.is_valid()
    chosen = form.cleaned_data
    return form, chosen.get("partnerschaft"), chosen.get("jahr") or timezone.localdate().year


@login_not_required
@require_safe
@public_page("partnerships", "places")
def activities(request):
    form, partnership, year = _asked(request)
    encounters = statistics.encounters_of(request.user, year, partnership)
    page = Paginator(statistics.activities_of(encounters, address=encounter_page), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "year": year,
        "partner": str(partnership or ""),
        "caption": statistics.title_of(year, str(partnership or "")),
    }
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "reports/activities.html#results" if is_part else "reports/activities.html"
    return TemplateResponse(request, template, context)


@login_not_required
@require_safe
@public_page("partnerships", "places")
def activities_file(request, kind):
    kind = kind_of(kind, "csv", "xlsx", "docx")
    _form, partnership, year = _asked(request)
    found = statistics.activities_of(statistics.encounters_of(request.user, year, partnership))
    title = statistics.title_of(year, str(partnership or ""))
    if kind == "csv":
        data = statistics.as_table(found)
    elif kind == "xlsx":
        data = statistics.as_workbook(found, title)
    else:
        data = word.paper_as_docx(statistics.as_paper(found, title))
    name = f"aktivitaeten-{partnership.slug}-{year}" if partnership else f"aktivitaeten-{year}"
    return as_download(data, kind, name)


# -- profiles and the register -----------------------------------------------------------------------


def partnership_for_profile(queryset, slug):
    rows = queryset.with_summary(get_language()).with_profile().prefetch_related("city__country__facts")
    return get_object_or_404(rows, slug=slug)


@login_not_required
@require_safe
@public_page("partnerships", "places")
def steckbrief(request, slug):
    """The profile on two pages for everybody who may see the partnership."""
    partnership = partnership_for_profile(Partnership.objects.visible_to(request.user), slug)
    data = make_steckbrief(partnership, request.user, timezone.localdate())
    return as_download(data, "pdf", f"steckbrief-{slug}")


@login_not_required
@require_safe
@public_page("partnerships", "places")
def register_file(request, kind):
    """The public part of the register."""
    kind = kind_of(kind, "csv", "xlsx")
    data = register.as_file(register.rows_for(AnonymousPerson()), kind, is_internal=False)
    return as_download(data, kind, "register-partnerschaften")
