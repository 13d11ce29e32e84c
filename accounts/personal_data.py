"""Everything the portal knows of a person: for the export (R47) and for deletion (R48).

Every foreign key to a person is registered here, or by the app it belongs to in a module of the same
name (`notices/personal_data.py` …), or it stands in `NOT_EXPORTED` with its reason. A test walks the models.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms.models import model_to_dict

ENCODER = DjangoJSONEncoder
NOT_EXPORTED = {}
_sections = {}


@dataclass(frozen=True)
class Section:
    """One relation to a person: how its rows are exported, and what deletion does with them."""

    model: type
    field: str
    export: Callable
    erase: Callable


def delete_rows(rows):
    rows.delete()


def keep_anonymous(rows):
    """The rows stay; the account they point to has no name any more."""


def every_field(row):
    """A row as a dictionary of plain values, without secrets."""
    return {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}


def register(model, field, *, erase, export=every_field):
    """Rows of `model` whose `field` is the person; `export(row)` gives what is written out."""
    _sections[model._meta.label, field] = Section(model, field, export, erase)


def leave_out(model, field, reason):
    """Say why rows of `model` that point at a person by `field` are not in the export."""
    NOT_EXPORTED[model._meta.label, field] = reason


def covered():
    """Every (model, field) about which somebody has decided."""
    return set(_sections) | set(NOT_EXPORTED)


def export(person):
    """All data about a person, in sections named after the tables."""
    sections = {"accounts.User": [_account(person)]}
    for (label, field), section in sorted(_sections.items()):
        rows = section.model._default_manager.filter(**{field: person}).order_by("pk")
        if found := [section.export(row) for row in rows]:
            sections.setdefault(label, []).extend(found)
    return sections


def erase(person):
    """Delete or unlink every registered row; the account itself is anonymised by the action."""
    for section in _sections.values():
        section.erase(section.model._default_manager.filter(**{section.field: person}))


def _account(person):
    return model_to_dict(person, fields=["email", "name", "language", "is_active"]) | {
        "joined_at": person.joined_at,
        "last_login": person.last_login,
    }


def only(*names):
    """An export of these fields, linked rows by their name; leaves out secrets that stand beside them."""

    def fields(row):
        values = {name: getattr(row, name) for name in names}
        return {name: str(value) if isinstance(value, Model) else value for name, value in values.items()}

    return fields
