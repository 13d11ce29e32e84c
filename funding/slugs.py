"""Addresses of calls: readable, lasting, unique although identifiers are not."""

import re

from django.utils.text import slugify

LONGEST = 180


def slug_for(identifier, reference, taken):
    """The identifier as an address; a second call of the same identifier gets its number behind it."""
    base = slugify(identifier[: 2 * LONGEST].replace("/", "-"))[:LONGEST].strip("-") or "aufruf"
    if base not in taken:
        return base
    number = re.match(r"\d*", reference)[0] or slugify(reference)[:30]
    candidate, count = f"{base}-{number}".strip("-"), 2
    while candidate in taken:
        candidate, count = f"{base}-{number}-{count}", count + 1
    return candidate
