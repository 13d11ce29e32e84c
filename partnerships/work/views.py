"""Pages of the people who look after partnerships: what to do next, tasks, reminders."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, may, require
from core.desk import forget_number
from core.forms import conflict_response, form_response
from core.lost_updates import StaleVersion
from partnerships import cards
from partnerships.activity.overview import overviews
from partnerships.models import Partnership, Reminder, Task
from partnerships.states import BEGUN, NotNow
from partnerships.work import actions
from partnerships.work.forms import PostponeForm, ReminderForm, TaskForm

PER_PAGE = 50
MINE, ALL, DONE = "meine", "alle", "erledigt"


@require_safe
def overview(request):
    """All living partnerships by name, with what is known, what is missing, what would help."""
    require(request.user, "work.see_overview")
    today = timezone.localdate()
    shown = Partnership.objects.visible_to(request.user).filter(state__in=BEGUN)
    shown = list(shown.select_related("city__country").order_by("city__name", "pk"))
    found = overviews(shown, today)
    context = {
        "rows": [(one, cards.state_badge(one), found[one.pk]) for one in shown],
        "may_do_tasks": may(request.user, "work.do_tasks"),
    }
    return TemplateResponse(request, "work/overview.html", context)


@require_safe
def tasks(request):
    require(request.user, "work.do_tasks")
    which = request.GET.get("zeige", MINE)
    which = which if which in (MINE, ALL, DONE) else MINE
    page = Paginator(_tasks(request.user, which), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "which": which, "today": timezone.localdate()}
    return TemplateResponse(request, "work/tasks.html", context)


def _tasks(user, which):
    rows = Task.objects.visible_to(user).select_related("partnership__city", "encounter", "owner")
    if which == DONE:
        return rows.exclude(done_at=None).order_by("-done_at", "-pk")
    rows = rows.open().order_by("due_on", "pk")
    return rows if which == ALL else rows.filter(Q(owner=user) | Q(owner=None))


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request):
    require(request.user, "work.do_tasks")
    slug = request.GET.get("partnerschaft", "")
    partnership = Partnership.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    initial = {"partnership": partnership, "owner": request.user.pk}
    form = TaskForm(request.POST or None, instance=Task(), initial=initial)
    if form.is_bound and form.is_valid():
        actions.add_task(form.instance, by=request.user)
        forget_number(request.user)
        messages.success(request, _("Die Aufgabe ist eingetragen. Sie erscheint in „Mein Bereich“."))
        return _back(request, form.instance)
    return form_response(request, "work/task_form.html", {"task": None, "conflicts": []}, form)


def _back(request, task):
    """To the page that was named, to the file of the partnership, or to the list."""
    named = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(named, allowed_hosts=None) and named.startswith("/"):
        return redirect(named)
    if task.partnership_id:
        return redirect("partnerships:file", task.partnership.slug)
    return redirect("work:tasks")


def _task(request, pk):
    rows = Task.objects.select_related("partnership__city", "encounter", "owner")
    return get_allowed(request.user, "work.do_tasks", rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request, pk):
    task = _task(request, pk)
    form = TaskForm(request.POST or None, instance=task)
    context = {"task": task, "conflicts": []}
    if form.is_bound and form.is_valid():
        try:
            actions.save_task(form.instance, loaded_version=form.loaded_version, by=request.user)
        except StaleVersion as stale:
            return conflict_response(request, "work/task_form.html", context, form, stale.current)
        messages.success(request, _("Die Aufgabe ist gespeichert."))
        return _back(request, form.instance)
    return form_response(request, "work/task_form.html", context, form)


@require_POST
def finish_task(request, pk):
    return _act(request, pk, actions.finish_task, _("Erledigt. Die Aufgabe steht noch unter „Erledigt“."))


@require_POST
def reopen_task(request, pk):
    return _act(request, pk, actions.reopen_task, _("Die Aufgabe ist wieder offen."))


@require_POST
def postpone_task(request, pk):
    form = PostponeForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 7
    return _act(request, pk, actions.postpone_task, _("Die Aufgabe ist verschoben."), days=days)


def _act(request, pk, action, success, **more):
    task = _task(request, pk)
    try:
        action(task, by=request.user, **more)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        forget_number(request.user)
        messages.success(request, success)
    return _back(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    require(request.user, "work.choose_reminders")
    form = ReminderForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_reminder(form.instance, by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            forget_number(request.user)
            messages.success(request, _("Wir erinnern Sie in „Mein Bereich“, sobald es so lange still war."))
            return redirect("work:reminders")
    own = Reminder.objects.visible_to(request.user).select_related("partnership__city", "field")
    context = {"reminders": own.order_by("partnership__city__name", "pk")}
    return form_response(request, "work/reminders.html", context, form)


@require_POST
def remove_reminder(request, pk):
    reminder = get_allowed(request.user, "work.remove_reminder", Reminder.objects, pk=pk)
    actions.remove_reminder(reminder, by=request.user)
    forget_number(request.user)
    messages.success(request, _("Die Erinnerung ist entfernt."))
    return redirect("work:reminders")
