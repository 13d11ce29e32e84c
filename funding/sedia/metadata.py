"""Reading the lists of strings in which the index keeps everything, whatever shape they arrive in."""

from funding.sedia import jsontext


class Metadata:
    """Tolerant view of a record's metadata; what was odd is collected in `flags`."""

    def __init__(self, values):
        self._values = values
        self.flags = []

    def flag(self, name):
        if name not in self.flags:
            self.flags.append(name)

    def all(self, name):
        """Every value as text: a lone value counts as a list of one, None as nothing."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.flag(f"not-a-list:{name}")
            value = [value]
        return [_as_text(item) for item in value if item is not None]

    def first(self, name):
        return next(iter(self.all(name)), "")

    def has(self, name):
        return any(text.strip() for text in self.all(name))

    def json(self, name, wanted=list):
        """The JSON hidden in the first string; an empty `wanted` (and a flag) when it is broken."""
        value = self._values.get(name)
        if isinstance(value, list) and value and isinstance(value[0], dict) and wanted is list:
            first = value
        else:
            first = next(iter(value), None) if isinstance(value, list) else value
        if first is None or first == "":
            return wanted()
        found = jsontext.inner(first)
        if not isinstance(found, wanted):
            self.flag(f"broken-json:{name}")
            return wanted()
        return found

    def rows(self, name):
        """The objects of a JSON list, without what is none."""
        return [row for row in self.json(name) if isinstance(row, dict)]


def dicts(value):
    """The objects in something that should be a list of objects."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value):
    """The scalars in something that should be a list of texts, numbers as text."""
    values = value if isinstance(value, list) else [value]
    return [_as_text(item) for item in values if isinstance(item, str | int | float)]


def _as_text(item):
    if isinstance(item, bool):
        return "true" if item else "false"
    return item if isinstance(item, str) else jsontext.dumps(item)
