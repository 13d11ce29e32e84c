"""What people type about a delegation: purpose, members, programme, gifts, decision, debrief."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Role
from core.lost_updates import VersionedForm
from partnerships.encounters.fields import DayField, money_field
from partnerships.models import Delegation, DelegationMember, Gift, ProgrammeItem

PURPOSE = {"required": _("Schreiben Sie, wozu die Delegation reist.")}


class ProposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("Zweck der Reise"),
        help_text=_("Der Stadtvorstand entscheidet danach über die Genehmigung."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=PURPOSE,
    )


class DelegationForm(VersionedForm):
    council_informed_on = DayField(label=_("Rat informiert am"), required=False)

    class Meta:
        model = Delegation
        fields = ("purpose", "talking_points", "council_informed_on")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 5}),
            "talking_points": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {"talking_points": _("Ein Punkt je Zeile. Sie stehen in der Mappe.")}
        error_messages = {"purpose": PURPOSE}


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Ihre Entscheidung"),
        choices=[("approve", _("Ich genehmige die Reise.")), ("refuse", _("Ich genehmige die Reise nicht."))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie, ob Sie genehmigen."),
            "invalid_choice": _("Wählen Sie, ob Sie genehmigen."),
        },
    )
    note = forms.CharField(
        label=_("Anmerkung"),
        required=False,
        max_length=300,
        help_text=_("Nötig, wenn Sie nicht genehmigen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        given = super().clean()
        if given.get("decision") == "refuse" and not given.get("note", "").strip():
            self.add_error("note", _("Nennen Sie den Grund, wenn Sie nicht genehmigen."))
        return given


class MemberForm(forms.ModelForm):
    class Meta:
        model = DelegationMember
        fields = ("seat", "name", "organisation", "user")
        labels = {"user": _("Konto im Portal")}
        help_texts = {
            "name": _("Leer lassen, solange der Platz noch nicht vergeben ist."),
            "user": _("Wer ein Konto hat, liest das Programm im Portal."),
        }
        error_messages = {"seat": {"required": _("Wählen Sie die Rolle.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        confirmed = Organisation.objects.filter(state=Organisation.State.CONFIRMED)
        self.fields["organisation"].queryset = confirmed.order_by("name")
        people = User.objects.filter(is_active=True, erased_at=None)
        self.fields["user"].queryset = people.order_by("name", "email")


class ProgrammeForm(forms.ModelForm):
    """Times are those of the clock at the place; the zone stands beside the field."""

    day = DayField(label=_("Tag"), missing=_("Geben Sie den Tag an."))
    starts = forms.TimeField(
        label=_("Beginn"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Geben Sie die Uhrzeit an."),
            "invalid": _("Schreiben Sie die Uhrzeit so: 14:30."),
        },
    )
    ends = forms.TimeField(
        label=_("Ende"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Schreiben Sie die Uhrzeit so: 14:30.")},
    )

    class Meta:
        model = ProgrammeItem
        fields = ("title", "place", "host", "talking_points", "needs_interpreter")
        widgets = {"talking_points": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": _("Schreiben Sie, was geschieht.")}}

    field_order = ("day", "starts", "ends", "title")

    def __init__(self, *args, zone, instance, **kwargs):
        self.zone = ZoneInfo(zone)
        super().__init__(*args, instance=instance, **kwargs)
        encounter = instance.delegation.encounter
        self.first, self.last = encounter.starts_on, encounter.ends_on
        self.initial.setdefault("day", self.first)
        if instance.pk:
            start, end = instance.starts_at.astimezone(self.zone), instance.ends_at
            self.initial |= {"day": start.date(), "starts": start.time()}
            self.initial["ends"] = end.astimezone(self.zone).time() if end else None
        self.fields["starts"].help_text = _("Ortszeit: %s") % zone

    def clean(self):
        given = super().clean()
        day, starts, ends = given.get("day"), given.get("starts"), given.get("ends")
        if day and not self.first <= day <= self.last:
            self.add_error("day", _("Dieser Tag liegt nicht in der Zeit der Begegnung."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        if day and starts and not self.errors:
            self.instance.starts_at = datetime.combine(day, starts, self.zone)
            self.instance.ends_at = datetime.combine(day, ends, self.zone) if ends else None
        return given


class GiftForm(forms.ModelForm):
    value = money_field(_("Wert (Euro)"))
    declared_on = DayField(label=_("angezeigt am"), required=False)

    class Meta:
        model = Gift
        fields = ("way", "what", "value", "declared_on")
        error_messages = {
            "what": {"required": _("Schreiben Sie, was geschenkt wird.")},
            "way": {"required": _("Wählen Sie, ob überreicht oder erhalten.")},
        }

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value is not None and value >= 10_000_000:
            raise ValidationError(_("Dieser Betrag ist zu groß."))
        return value


class DebriefForm(forms.Form):
    debrief = forms.CharField(
        label=_("Bericht"),
        help_text=_("Was wurde besprochen, was vereinbart?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Schreiben Sie den Bericht.")},
    )


class FollowUpForm(forms.Form):
    """One thing that has to be done now; an empty line is left out."""

    title = forms.CharField(label=_("Was ist zu tun?"), max_length=200, required=False)
    due_on = DayField(label=_("Bis wann?"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Wer?"),
        queryset=User.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Wählen Sie eine Person der Verwaltung.")},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people

    def clean(self):
        given = super().clean()
        if given.get("title") and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Geben Sie an, bis wann das zu tun ist."))
        if not given.get("title") and (given.get("due_on") or given.get("owner")):
            self.add_error("title", _("Schreiben Sie, was zu tun ist."))
        return given


FollowUps = forms.formset_factory(FollowUpForm, extra=3, max_num=12, absolute_max=12)


def follow_ups(data=None):
    """The lines of a debrief; tasks belong to staff."""
    people = User.objects.with_role(Role.CASE_OFFICER, Role.HEAD).order_by("name")
    return FollowUps(data, prefix="folge", form_kwargs={"people": people})
