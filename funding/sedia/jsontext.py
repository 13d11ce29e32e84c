"""JSON as strangers write it: what no database may see is marked where it stands, not raised."""

import json
import math
import re
from dataclasses import dataclass
from itertools import repeat

MAX_DEPTH = 50
MAX_DIGITS = 20
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_NESTED = (dict, list)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Spoiled:
    """A value that must not be taken over, with what is left of it."""

    reason: str
    rest: object = None


def loads(text):
    """Parse; NaN, endless numbers, doubled keys, too deep nests become `Spoiled`. ValueError if no JSON."""
    try:
        return _decoder.decode(text)
    except RecursionError:
        return _decoder.decode(_cut_deep(text))


def defect(value):
    """The reason why a parsed value cannot be stored, or an empty string. Walks without recursion."""
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            if "\x00" in item or (not item.isascii() and _HALF_CHARACTER.search(item)):
                return "unstorable-character"
        elif isinstance(item, _NESTED):
            if depth > MAX_DEPTH:
                return "too-deep"
            parts = [*item, *item.values()] if isinstance(item, dict) else item
            waiting.extend(zip(parts, repeat(depth + 1)))
        elif isinstance(item, Spoiled):
            return item.reason
    return ""


def dumps(value):
    """Text in ASCII that keeps whatever came, for the quarantine and for the raw states."""
    try:
        return json.dumps(value, default=_show_spoiled)
    except RecursionError:
        return json.dumps({"spoiled": "too-deep"})


def inner(value):
    """JSON inside a string: the value, or None when it is broken or must not be stored."""
    try:
        found = loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return None if defect(found) else found


def _show_spoiled(value):
    if isinstance(value, Spoiled):
        return {"spoiled": value.reason, "rest": value.rest}
    return repr(value)


def _integer(digits):
    return int(digits) if len(digits) <= MAX_DIGITS else Spoiled("number-too-long", digits)


def _float(text):
    number = float(text)
    return number if math.isfinite(number) else Spoiled("number-not-finite", text)


def _object(pairs):
    found = dict(pairs)
    return found if len(found) == len(pairs) else Spoiled("duplicate-key", found)


def _cut_deep(text):
    """Put a constant in place of everything below `MAX_DEPTH`, so that one bad record stays one."""
    kept, depth, copied_to = [], 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth == MAX_DEPTH + 1:
                kept.append(text[copied_to : token.start()] + "Infinity")
        elif token[0] in "]}":
            if depth == MAX_DEPTH + 1:
                copied_to = token.end()
            depth -= 1
    if depth:
        raise ValueError("brackets are not closed")
    return "".join([*kept, text[copied_to:]])


_decoder = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=lambda name: Spoiled("number-not-finite", name),
)
