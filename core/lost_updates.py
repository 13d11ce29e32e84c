"""Nobody's text is lost when two people edit the same thing.

The form carries the version it was loaded with; saving raises StaleVersion when somebody
else was faster, and the page then shows both texts.
"""

from django import forms
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _


class StaleVersion(Exception):
    """The row has been saved by somebody else since it was loaded."""

    def __init__(self, current):
        self.current = current
        super().__init__(str(current))


class VersionedModel(models.Model):
    """A row that counts how often it was saved by people."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def save_versioned(instance, *, loaded_version, fields):
    """Save `fields` of `instance` if the row still has `loaded_version`; raise StaleVersion if not.

    One conditional UPDATE decides, so that of ten people who save at once one wins and nine are told.
    """
    values = {field: getattr(instance, field) for field in fields}
    model = type(instance)
    saved = model.objects.filter(pk=instance.pk, version=loaded_version).update(
        version=F("version") + 1, **values
    )
    if not saved:
        raise StaleVersion(model.objects.get(pk=instance.pk))
    instance.version = loaded_version + 1
    return instance


class VersionedForm(forms.ModelForm):
    """A form that remembers which version of the row it shows."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version or 1)

    @property
    def loaded_version(self):
        return self.cleaned_data["version"]

    def conflicts(self, current):
        """[(label, yours, theirs)] in words of the fields of the row in which form and `current` differ."""
        names = [name for name in self.fields if name != "version" and hasattr(current, name)]
        values = [(n, self.cleaned_data.get(n), getattr(current, n)) for n in names]
        words = [(self.fields[n].label, self._words(n, mine), self._words(n, its)) for n, mine, its in values]
        return [(label, yours, theirs) for label, yours, theirs in words if yours != theirs]

    def _words(self, name, value):
        """A value as people read it: labels of choices, names of linked rows, nothing for nothing."""
        field = self.fields[name]
        if hasattr(value, "all"):
            return ", ".join(sorted(str(one) for one in value.all()))
        if isinstance(value, (list, tuple)):
            return ", ".join(sorted(self._words(name, one) for one in value))
        if isinstance(field, forms.BooleanField) and value is not None:
            return str(_("ja") if value else _("nein"))
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices).get(value, "" if value is None else value))
        return "" if value is None else str(value)

    def follow(self, current):
        """Make the next save of the same texts count as one that has seen `current`."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(current.version)
