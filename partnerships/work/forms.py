"""What staff type about a task or a reminder."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import STAFF
from core.lost_updates import VersionedForm
from partnerships.forms import DAY, DAY_ERRORS
from partnerships.models import CooperationField, Partnership, Reminder, Task

LEAST_DAYS, MOST_DAYS = 7, 3650


def partnerships_to_choose():
    return Partnership.objects.select_related("city").order_by("city__name", "pk")


class TaskForm(VersionedForm):
    class Meta:
        model = Task
        fields = ("title", "due_on", "owner", "partnership", "note")
        widgets = {"due_on": DAY, "note": forms.Textarea(attrs={"rows": 4})}
        labels = {"partnership": _("Partnerschaft")}
        help_texts = {"owner": _("Ohne Namen sehen alle im Sachgebiet die Aufgabe.")}
        error_messages = {
            "title": {"required": _("Schreiben Sie, was zu tun ist.")},
            "due_on": {"required": _("Geben Sie an, bis wann."), **DAY_ERRORS},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.with_role(*STAFF).order_by("name", "pk")
        self.fields["partnership"].queryset = partnerships_to_choose()


class PostponeForm(forms.Form):
    days = forms.TypedChoiceField(
        choices=[(7, _("eine Woche")), (30, _("einen Monat")), (90, _("drei Monate"))],
        coerce=int,
        error_messages={"required": _("Wählen Sie, um wie lange.")},
    )


class ReminderForm(forms.ModelForm):
    class Meta:
        model = Reminder
        fields = ("partnership", "field", "days")
        help_texts = {
            "field": _("Leer: jeder Kontakt und jede Begegnung zählt."),
        }
        error_messages = {
            "partnership": {"required": _("Wählen Sie eine Partnerschaft.")},
            "days": {"required": _("Geben Sie eine Zahl von Tagen an.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = CooperationField.objects.valid_on(timezone.localdate())
        self.fields["partnership"].queryset = partnerships_to_choose()
        self.fields["field"].queryset = fields.order_by("order", "pk")

    def clean_days(self):
        days = self.cleaned_data["days"]
        if not LEAST_DAYS <= days <= MOST_DAYS:
            raise ValidationError(_("Geben Sie eine Zahl von 7 bis 3650 an."))
        return days
