"""How every form of the portal looks and answers: KERN markup, errors in words, status 422."""

from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core.texts import without_overrides

INPUT_CLASS = "kern-form-input__input"
CLASS_OF_KIND = {
    "input": INPUT_CLASS,
    "multiple": INPUT_CLASS,
    "select": "kern-form-input__select",
    "check": "kern-form-check__checkbox",
}


class PortalBoundField(BoundField):
    """A field that knows which KERN component shows it and what is said about a text that is too long."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        field.error_messages.setdefault("max_length", self._too_long())

    def _too_long(self):
        words = _("„%(field)s“ hat %(now)s Zeichen. Kürzen Sie auf höchstens %(most)s.")
        label = str(self.label).replace("%", "%%")
        return words % {"field": label, "now": "%(show_value)d", "most": "%(limit_value)d"}

    @property
    def kind(self):
        widget = self.field.widget
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return "options"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.SelectMultiple):
            return "multiple"
        if isinstance(widget, forms.Select):
            return "select"
        return "group" if isinstance(widget, forms.MultiWidget) else "input"

    @property
    def data(self):
        """What was typed; a single line, a password apart, loses characters that turn its direction."""
        given, widget = super().data, self.field.widget
        is_line = isinstance(widget, Input) and not isinstance(widget, forms.PasswordInput)
        return without_overrides(given) if is_line and isinstance(given, str) else given

    @property
    def is_optional(self):
        return not self.field.required and self.kind != "check" and not self.field.disabled

    @property
    def first_id(self):
        """The id of the element that a link in the error summary leads to."""
        return f"{self.auto_id}_0" if self.kind in ("options", "group") else self.auto_id

    @property
    def look(self):
        """A choice in a filter looks the same wherever this is the same; None for text and for mistakes."""
        if self.kind not in ("select", "options", "check") or self.errors:
            return None
        choices = list(getattr(self.field, "choices", []))
        return repr((self.auto_id, self.kind, str(self.label), str(self.help_text), choices, self.value()))

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = CLASS_OF_KIND.get(self.kind, INPUT_CLASS if self.kind == "group" else "")
        if css and not widget.is_hidden:
            css += f" {css}--error" if self.errors else ""
            attrs["class"] = " ".join(filter(None, [attrs.get("class"), widget.attrs.get("class"), css]))
        return attrs


class WebAddressField(forms.URLField):
    """An address that people may type without https://: name it in Meta.field_classes of model forms."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class PortalRenderer(TemplatesSetting):
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField


def error_entries(form):
    """[{text, target}] for every mistake in a form, a formset or a list of forms; target "" has no field."""
    if hasattr(form, "non_form_errors"):
        own = [{"text": text, "target": ""} for text in form.non_form_errors()]
        return own + error_entries(list(form.forms))
    if isinstance(form, (list, tuple)):
        return [entry for one in form for entry in error_entries(one)]
    entries = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        target = bound.first_id if bound is not None and not bound.is_hidden else ""
        entries += [{"text": text, "target": target} for text in errors]
    return entries


def form_response(request, template, context, form):
    """The page with its form: 422 and a title that begins with "Fehler:" when something has to be mended."""
    has_errors = bool(form.is_bound and error_entries(form))
    context = {**context, "form": form, "has_errors": has_errors}
    return TemplateResponse(request, template, context, status=422 if has_errors else 200)


def conflict_response(request, template, context, form, current):
    """Somebody else was faster: the page with both texts, and nothing is lost."""
    conflicts = form.conflicts(current)
    form.follow(current)
    response = form_response(request, template, {**context, "conflicts": conflicts}, form)
    response.status_code = 409
    return response


def fields_with_default_text(form_class):
    """Names of required fields that people see whose message is still Django's, for any field the same."""
    default = str(forms.Field.default_error_messages["required"])
    return [
        name
        for name, field in form_class.base_fields.items()
        if field.required and not field.widget.is_hidden and str(field.error_messages["required"]) == default
    ]


def portal_forms(base=forms.BaseForm):
    """Every form class that an app of the portal has written."""
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    for form_class in base.__subclasses__():
        if form_class.__module__.split(".")[0] in own and hasattr(form_class, "base_fields"):
            yield form_class
        yield from portal_forms(form_class)
