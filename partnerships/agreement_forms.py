"""What staff type about an agreement."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.lost_updates import VersionedForm
from partnerships.forms import DAY, DAY_ERRORS
from partnerships.models import PARTNER_LANGUAGES, Agreement


class AgreementForm(VersionedForm):
    languages = forms.MultipleChoiceField(
        label=_("Sprachen"),
        choices=PARTNER_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Agreement
        fields = (
            "kind",
            "title",
            "signed_on",
            "signed_place",
            "signatories",
            "languages",
            "valid_from",
            "valid_to",
            "review_on",
            "is_binding",
            "renewal_of",
        )
        widgets = {"valid_from": DAY, "valid_to": DAY, "review_on": DAY}
        help_texts = {
            "signed_on": _("So genau wie bekannt: 1978, 05/1981 oder 11.05.2007."),
            "valid_to": _("Leer lassen, wenn die Vereinbarung unbefristet gilt."),
        }
        error_messages = {
            "kind": {"required": _("Wählen Sie, was unterzeichnet wurde.")},
            "title": {"required": _("Geben Sie der Vereinbarung einen Titel.")},
            "valid_from": DAY_ERRORS,
            "valid_to": DAY_ERRORS,
            "review_on": DAY_ERRORS,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self.instance.partnership.agreements.exclude(pk=self.instance.pk)
        self.fields["renewal_of"].queryset = others.order_by("signed_on", "pk")

    def clean(self):
        given = super().clean()
        begins, ends = given.get("valid_from"), given.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", ValidationError(_("Das Ende liegt vor dem Beginn.")))
        return given
