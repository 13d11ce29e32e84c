"""What staff type about the people of the contact book."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from core.lost_updates import VersionedForm
from partnerships.contacts import actions
from partnerships.models import Partnership, Person, PersonFunction, ProcessingBasis
from places.models import City, Country

QUICK_KINDS = (
    Kind.PARTNER_ADMINISTRATION, Kind.ASSOCIATION, Kind.SCHOOL, Kind.UNIVERSITY, Kind.BUSINESS, Kind.CHAMBER,
    Kind.OTHER,
)  # fmt: skip
WRONG_DAY = _("Geben Sie ein Datum ein, zum Beispiel 31.12.2026.")
WRONG_MAIL = _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@rathaus.example.")
CHOOSE = _("Bitte wählen")
BEFORE_START = _("Der letzte Tag liegt vor dem ersten Tag dieser Funktion.")


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def partnerships_by_name():
    return Partnership.objects.select_related("city").order_by("city__name", "pk")


class PersonForm(VersionedForm):
    class Meta:
        model = Person
        fields = actions.DETAILS
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "family_name": {"required": _("Geben Sie den Nachnamen ein.")},
            "language": {"required": _("Wählen Sie die Sprache, in der wir schreiben.")},
            "email": {"invalid": WRONG_MAIL},
        }
        help_texts = {
            "given_name": _("In lateinischer Schrift."),
            "language": _("In dieser Sprache schreiben wir der Person."),
            "country": _("Danach richtet sich der Hinweis zum Datenschutz."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted(Country.objects.all(), key=lambda country: country.name)
        self.fields["country"].choices = [("", CHOOSE), *((one.pk, one.name) for one in names)]
        self.fields["city"].queryset = City.objects.order_by("name", "pk")
        self.fields["city"].empty_label = CHOOSE


class FunctionForm(VersionedForm):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    new_name = forms.CharField(
        label=_("Neue Organisation: Name"),
        max_length=160,
        required=False,
        help_text=_("Nur, wenn die Organisation oben fehlt."),
    )
    new_kind = forms.ChoiceField(label=_("Neue Organisation: Art"), required=False)
    new_city = forms.ModelChoiceField(
        label=_("Neue Organisation: Stadt"), queryset=City.objects.order_by("name", "pk"), required=False
    )

    class Meta:
        model = PersonFunction
        fields = actions.FUNCTION
        widgets = {"first_day": day_input(), "last_day": day_input()}
        error_messages = {
            "title": {"required": _("Nennen Sie die Funktion, zum Beispiel „Leitung Kulturamt“.")},
            "email": {"invalid": WRONG_MAIL},
            "first_day": {"invalid": WRONG_DAY},
            "last_day": {"invalid": WRONG_DAY},
        }

    field_order = ("title", "title_local", "organisation", "new_name", "new_kind", "new_city")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        organisation.queryset = Organisation.objects.exclude(state=Organisation.State.BLOCKED).order_by(
            "name"
        )
        organisation.empty_label = self.fields["new_city"].empty_label = CHOOSE
        self.fields["new_kind"].choices = [("", CHOOSE), *((kind.value, kind.label) for kind in QUICK_KINDS)]
        self.fields["partnership"].queryset = partnerships_by_name()
        self.fields["partnership"].empty_label = _("keine")

    def clean(self):
        given = super().clean()
        if given.get("new_name") and given.get("organisation"):
            self.add_error(
                "new_name", _("Wählen Sie eine Organisation oder nennen Sie eine neue, nicht beides.")
            )
        elif given.get("new_name") and not given.get("new_kind"):
            self.add_error("new_kind", _("Wählen Sie die Art der neuen Organisation."))
        elif (
            not given.get("new_name") and not given.get("organisation") and "organisation" not in self.errors
        ):
            self.add_error("organisation", _("Wählen Sie eine Organisation oder nennen Sie eine neue."))
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", BEFORE_START)
        if given.get("is_contact_person") and not given.get("partnership"):
            self.add_error("partnership", _("Nennen Sie die Partnerschaft, für die diese Person da ist."))
        return given

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"organisation"}

    def validate_constraints(self):
        """clean() has said it in words already."""

    @property
    def new_organisation(self):
        """The organisation that is to be made with the function, unsaved, or None."""
        given = self.cleaned_data
        if not given.get("new_name"):
            return None
        return Organisation(name=given["new_name"], kind=given["new_kind"], city=given["new_city"])


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Letzter Tag"),
        widget=day_input(),
        error_messages={"required": _("Nennen Sie den letzten Tag."), "invalid": WRONG_DAY},
    )

    def __init__(self, *args, function, **kwargs):
        super().__init__(*args, **kwargs)
        self.function = function
        self.fields["last_day"].initial = timezone.localdate()

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if self.function.first_day and day < self.function.first_day:
            raise forms.ValidationError(BEFORE_START)
        return day


class BasisForm(forms.ModelForm):
    class Meta:
        model = ProcessingBasis
        fields = ("purpose", "basis", "informed_on", "information_version", "consent_on", "consent_given_by")
        widgets = {"informed_on": day_input(), "consent_on": day_input()}
        error_messages = {
            "purpose": {"required": _("Wählen Sie, wofür wir die Angaben brauchen.")},
            "basis": {"required": _("Wählen Sie die Rechtsgrundlage.")},
            "informed_on": {"invalid": WRONG_DAY},
            "consent_on": {"invalid": WRONG_DAY},
        }
        help_texts = {"informed_on": _("Wann die Person unsere Datenschutzhinweise bekommen hat.")}

    def clean(self):
        given = super().clean()
        is_consent = given.get("basis") == ProcessingBasis.Basis.CONSENT
        if is_consent and not given.get("consent_on") and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Nennen Sie den Tag der Einwilligung."))
        day = given.get("consent_on")
        if day and day > timezone.localdate():
            self.add_error("consent_on", _("Dieser Tag liegt in der Zukunft."))
        return given

    def validate_constraints(self):
        """clean() has said it in words already."""


class BasisWithFileForm(BasisForm):
    file = forms.FileField(
        label=_("Einwilligung als Datei"),
        required=False,
        help_text=_("PDF oder Bild, höchstens 10 MB. Nur die Verwaltung sieht sie."),
        error_messages={"empty": _("Die Datei ist leer. Wählen Sie eine andere Datei.")},
    )


class InformationForm(forms.ModelForm):
    class Meta:
        model = ProcessingBasis
        fields = ("informed_on", "information_version")
        widgets = {"informed_on": day_input()}
        error_messages = {
            "informed_on": {"required": _("Nennen Sie den Tag der Information."), "invalid": WRONG_DAY}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["informed_on"].required = True


class RevokeForm(forms.Form):
    revoked_on = forms.DateField(
        label=_("Widerrufen am"),
        widget=day_input(),
        error_messages={"required": _("Nennen Sie den Tag des Widerrufs."), "invalid": WRONG_DAY},
    )

    def __init__(self, *args, basis, **kwargs):
        super().__init__(*args, **kwargs)
        self.basis = basis
        self.fields["revoked_on"].initial = timezone.localdate()

    def clean_revoked_on(self):
        day = self.cleaned_data["revoked_on"]
        if self.basis.consent_on and day < self.basis.consent_on:
            raise forms.ValidationError(_("Der Widerruf liegt vor der Einwilligung."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class MoveForm(forms.Form):
    to = forms.ChoiceField(
        label=_("Neuer Stand"), error_messages={"required": _("Wählen Sie den neuen Stand.")}
    )
    reason = forms.CharField(
        label=_("Grund"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Zum Beispiel die Antwort des Archivs. Der Grund steht im Verlauf."),
        error_messages={"required": _("Nennen Sie den Grund.")},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = [state for state in Person.State if person.can_move_to(state)]
        self.fields["to"].choices = [("", CHOOSE), *((one.value, one.label) for one in allowed)]


class ExportForm(forms.Form):
    CSV, XLSX = "csv", "xlsx"
    kind = forms.ChoiceField(
        label=_("Format"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, _("Text (CSV)"))],
        error_messages={"required": _("Wählen Sie das Format.")},
    )
    acknowledged = forms.BooleanField(
        label=_("Ich weiß: Die Tabelle enthält Kontakte in Ländern ohne Angemessenheitsbeschluss."),
        required=False,
    )

    def __init__(self, *args, needs_care, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_care = needs_care
        if not needs_care:
            del self.fields["acknowledged"]

    def clean(self):
        given = super().clean()
        if self.needs_care and not given.get("acknowledged"):
            self.add_error("acknowledged", _("Bestätigen Sie, dass Sie den Hinweis gelesen haben."))
        return given
