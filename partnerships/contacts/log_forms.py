"""What staff write into the contact log."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import STAFF
from core.lost_updates import VersionedForm
from partnerships.contacts.forms import WRONG_DAY, day_input, partnerships_by_name
from partnerships.models import ContactEvent, CooperationField, Person


class EntryForm(VersionedForm):
    """A line of the log; `people` (a queryset) are offered to choose from, None for the whole book."""

    follow_up_on = forms.DateField(
        label=_("Nachfassen am"),
        widget=day_input(),
        required=False,
        help_text=_("Legt eine Aufgabe an."),
        error_messages={"invalid": WRONG_DAY},
    )
    follow_up_owner = forms.ModelChoiceField(
        label=_("Wer fasst nach?"), queryset=User.objects.none(), required=False
    )

    class Meta:
        model = ContactEvent
        fields = (
            "subject",
            "persons",
            "happened_on",
            "channel",
            "direction",
            "summary",
            "partnership",
            "field",
        )
        widgets = {
            "happened_on": day_input(),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "persons": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "subject": {"required": _("Schreiben Sie in ein paar Wörtern, worum es ging.")},
            "happened_on": {"required": _("Nennen Sie den Tag."), "invalid": WRONG_DAY},
            "channel": {"required": _("Wählen Sie den Weg.")},
            "direction": {"required": _("Wählen Sie die Richtung.")},
        }

    def __init__(self, *args, people=None, **kwargs):
        super().__init__(*args, **kwargs)
        persons = self.fields["persons"]
        if people is None:
            people = Person.objects.reachable()
            persons.widget = forms.SelectMultiple(attrs={"size": 8})
        persons.queryset = people.order_by("family_name", "given_name", "pk")
        persons.widget.choices = persons.choices
        self.fields["partnership"].queryset = partnerships_by_name()
        self.fields["partnership"].empty_label = _("keine")
        self.fields["field"].queryset = CooperationField.objects.order_by("order", "pk")
        self.fields["field"].empty_label = _("keines")
        owner = self.fields["follow_up_owner"]
        owner.queryset = User.objects.with_role(*STAFF).order_by("name", "pk")
        owner.empty_label = _("wer zuerst Zeit hat")
        if self.instance.pk is None:
            self.initial.setdefault("happened_on", timezone.localdate())

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft. Tragen Sie ein, was schon war."))
        return day

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day

    def clean(self):
        given = super().clean()
        if (
            given.get("follow_up_owner")
            and not given.get("follow_up_on")
            and "follow_up_on" not in self.errors
        ):
            self.add_error("follow_up_on", _("Nennen Sie auch den Tag."))
        return given

    @property
    def follow_up(self):
        """(day, owner or None), or None."""
        given = self.cleaned_data
        return (given["follow_up_on"], given["follow_up_owner"]) if given["follow_up_on"] else None
