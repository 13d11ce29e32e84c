"""Likely duplicates, and the page on which two entries become one."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import get_allowed, require
from core.forms import form_response
from core.lost_updates import StaleVersion
from partnerships.actions import NotNow
from partnerships.contacts import merging
from partnerships.contacts.duplicates import SAME_MAIL, SAME_NAME, SAME_SCRIPT, Entry, likely_pairs
from partnerships.models import Person, PersonFunction

MOST = 50


@require_safe
def duplicates(request):
    require(request.user, "contacts.merge")
    pairs = likely_pairs(_entries())[:MOST]
    wanted = {pk for pair in pairs for pk in (pair.first, pair.second)}
    people = Person.objects.filter(pk__in=wanted).prefetch_related("functions__organisation").in_bulk()
    words = {
        SAME_NAME: _("gleicher Name bei derselben Organisation"),
        SAME_MAIL: _("gleiche E-Mail-Adresse"),
        SAME_SCRIPT: _("gleicher Name in der eigenen Schrift"),
    }
    found = [
        (people[pair.first], people[pair.second], [words[reason] for reason in pair.reasons])
        for pair in pairs
    ]
    return TemplateResponse(request, "contacts/duplicates.html", {"pairs": found})


def _entries():
    """Everybody we may show, as plain rows, in two queries."""
    people = {
        pk: Entry(pk, *names, emails=frozenset(filter(None, [email])))
        for pk, *names, email in Person.objects.reachable().values_list(
            "pk", "given_name", "family_name", "name_original", "email"
        )
    }
    there = {}
    for pk, organisation in PersonFunction.objects.values_list("person", "organisation"):
        there.setdefault(pk, set()).add(organisation)
    return [
        Entry(
            one.pk, one.given_name, one.family_name, one.name_original, one.emails,
            frozenset(there.get(one.pk, ())),
        )
        for one in people.values()
    ]  # fmt: skip


class MergeForm(forms.Form):
    """For each field in which two entries differ: which value stays."""

    version_kept = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    version_other = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, kept, other, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"version_kept": kept.version, "version_other": other.version}
        for name in merging.CHOSEN:
            ours, theirs = getattr(kept, name), getattr(other, name)
            if ours != theirs:
                self.fields[name] = self._choice(name, kept, other)

    def _choice(self, name, kept, other):
        field, empty = Person._meta.get_field(name), _("(leer)")
        ours, theirs = _shown(kept, name) or empty, _shown(other, name) or empty
        choices = [(merging.KEPT, ours), (merging.OTHER, theirs)]
        if name in merging.JOINABLE and getattr(kept, name) and getattr(other, name):
            choices.append((merging.BOTH, _("beides nacheinander")))
        return forms.ChoiceField(
            label=field.verbose_name,
            choices=choices,
            widget=forms.RadioSelect,
            initial=merging.KEPT if getattr(kept, name) else merging.OTHER,
            error_messages={"required": _("Wählen Sie, welche Angabe bleibt.")},
        )

    @property
    def choices(self):
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("version_")}

    @property
    def versions(self):
        return self.cleaned_data["version_kept"], self.cleaned_data["version_other"]


def _shown(person, name):
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else getattr(person, name) or "")


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, kept, other):
    people = Person.objects.annotate(number_of_entries=Count("contact_events", distinct=True))
    people = people.select_related("country", "city").prefetch_related("functions__organisation")
    first = get_allowed(request.user, "contacts.merge", people, pk=kept)
    second = get_allowed(request.user, "contacts.merge", people, pk=other)
    if first.pk == second.pk:
        raise Http404
    if first.merged_into_id or second.merged_into_id:
        messages.error(request, _("Einer der Einträge ist schon zusammengeführt."))
        return redirect(first)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=first, other=second)
    context = {"kept": first, "other": second}
    if form.is_bound and form.is_valid():
        try:
            merging.merge(first, second, choices=form.choices, versions=form.versions, by=request.user)
        except StaleVersion:
            return _edited_meanwhile(request, context)
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect(first)
        messages.success(request, _("Die Einträge sind zusammengeführt. Nichts ist verloren gegangen."))
        return redirect(first)
    return form_response(request, "contacts/merge.html", context, form)


def _edited_meanwhile(request, context):
    """Somebody has changed one of the two: the page with the values of now, to be decided again."""
    form = MergeForm(kept=context["kept"], other=context["other"])
    response = form_response(request, "contacts/merge.html", {**context, "is_stale": True}, form)
    response.status_code = 409
    return response
