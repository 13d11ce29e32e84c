"""Pages about what one has been told, how often one wants mail, and one's calendars."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import localize
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import get_allowed, require
from core.calendars import FILE_TYPE
from core.forms import form_response
from notices import actions, mailbox, topics
from notices import calendars as known_calendars
from notices import unsubscribe as leaving
from notices.forms import FrequencyForm
from notices.models import CalendarKey, Notice, Undeliverable

PER_PAGE = 20
ONE_CLICK = "List-Unsubscribe"


def _own(request):
    return Notice.objects.visible_to(request.user).shown_at(timezone.now())


@require_safe
def notice_list(request):
    notices = _own(request).order_by("-due_at", "-pk")
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    has_unread = any(notice.read_at is None for notice in page)
    return TemplateResponse(request, "notices/list.html", {"page": page, "has_unread": has_unread})


@require_POST
def mark_read(request, pk):
    notice = get_allowed(request.user, "notices.mark_read", Notice.objects, pk=pk)
    actions.mark_read(Notice.objects.filter(pk=notice.pk))
    return redirect("notices:list")


@require_POST
def mark_all_read(request):
    number = actions.mark_read(_own(request))
    words = ngettext("%(n)d Hinweis ist jetzt gelesen.", "%(n)d Hinweise sind jetzt gelesen.", number)
    messages.success(request, words % {"n": number})
    return redirect("notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    require(request.user, "notices.choose_frequencies")
    form = FrequencyForm(request.POST or None, person=request.user)
    if form.is_valid():
        actions.choose_frequencies(request.user, form.cleaned_data, by=request.user)
        messages.success(request, _("Ihre Einstellungen gelten ab jetzt."))
        return redirect("notices:preferences")
    return form_response(request, "notices/preferences.html", {}, form)


@csrf_exempt
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """The signature in the link stands in for the sign-in and for the CSRF token (RFC 8058)."""
    try:
        found = leaving.read(token)
    except leaving.Forged as reason:
        raise Http404 from reason
    if request.method == "POST":
        switch = actions.switch_on if request.POST.get("switch") == "on" else actions.switch_off
        switch(found.preferences, by=found.person)
        if ONE_CLICK not in request.POST:
            return redirect("notices:unsubscribe", token)
        found = leaving.read(token)
    return TemplateResponse(request, "notices/unsubscribe.html", {"leaving": found})


@require_safe
def calendars(request):
    key = CalendarKey.objects.filter(person=request.user).first()
    private = settings.SITE_URL + reverse("calendar", args=[key.name]) if key else ""
    public = [
        {"title": calendar.title, "url": reverse("calendar", args=[calendar.name])}
        for calendar in known_calendars.public_calendars()
    ]
    return TemplateResponse(
        request, "notices/calendars.html", {"key": key, "private": private, "public": public}
    )


@require_POST
def renew_calendar(request):
    actions.renew_calendar(request.user, by=request.user)
    messages.success(request, _("Ihre neue Kalenderadresse steht unten. Eine frühere gilt nicht mehr."))
    return redirect("notices:calendars")


@login_not_required
@require_safe
def calendar(request, name):
    """/kalender/<name>.ics: public calendars by name, private ones by their secret name."""
    try:
        content = known_calendars.content_of(name)
    except known_calendars.NoSuchCalendar as reason:
        raise Http404 from reason
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=FILE_TYPE)
    is_private = name.startswith(known_calendars.PRIVATE)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if is_private else "public, max-age=0, must-revalidate"
    response["Content-Disposition"] = f'inline; filename="{"meine-termine" if is_private else name}.ics"'
    return response


@require_safe
def delivery(request):
    require(request.user, "notices.see_delivery")
    rows = (
        Undeliverable.objects.visible_to(request.user).select_related("person").order_by("-created_at", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request, "notices/delivery.html", {"page": page, "mails": [_undelivered(notice) for notice in page]}
    )


def _undelivered(notice):
    """What staff see of a mail: everything but what it says."""
    rows = [
        (_("Thema"), topics.get_or_plain(notice.topic).label),
        (_("Stand"), notice.get_state_display()),
        (_("Versuche"), notice.attempts),
        (_("Grund"), notice.reason),
    ]
    if not notice.is_dead:
        rows.append((_("Nächster Versuch ab"), localize(timezone.localtime(notice.next_try_at))))
    return {
        "title": notice.recipient,
        "rows": [{"label": label, "value": value} for label, value in rows],
        "retry_url": reverse("notices:retry", args=[notice.pk]) if notice.is_dead else "",
    }


@require_POST
def retry(request, pk):
    notice = get_allowed(request.user, "notices.retry_delivery", Undeliverable.objects, pk=pk)
    if actions.retry(notice, by=request.user):
        messages.success(request, _("Die Mail wird in der nächsten Minute noch einmal versucht."))
    else:
        messages.info(request, _("Diese Mail wird schon von selbst noch einmal versucht."))
    return redirect("notices:delivery")


@login_not_required
@require_safe
def dev_mail(request):
    """/dev/mail/: what the demo would have sent."""
    _only_in_the_demo()
    page = Paginator(mailbox.newest(settings.MAIL_DIR), PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "notices/dev_mail.html", {"page": page})


@login_not_required
@require_safe
def dev_mail_detail(request, name):
    _only_in_the_demo()
    try:
        stored = mailbox.one(settings.MAIL_DIR, name)
    except mailbox.NoSuchMail as reason:
        raise Http404 from reason
    return TemplateResponse(request, "notices/dev_mail_detail.html", {"mail": stored})


def _only_in_the_demo():
    if not settings.DEMO:
        raise Http404
