"""What differs between two states of a record, and whether anybody needs to hear of it."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

import orjson

from funding.sedia import jsontext, texts

_IGNORED = frozenset({"apiVersion", "score", "weight", "checksum", "esST_checksum", "cenTagsA"})
_IGNORED_BEGINNINGS = ("esDA_", "ccmTags", "esIN_ccmTags")
_EXACT = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=True, default=repr)
_MATERIAL = ("title", "opening", "deadlines", "deadline_model", "budget")
_FOLLOWED = ("unconfirmed_deadline",)
_QUIET = (
    "identifier", "call_identifier", "call_title", "programme", "strand", "types_of_action", "lump_sum",
    "source_status_code", "expected_grants", "min_contribution", "max_contribution", "description",
    "contact_html", "keywords", "tags", "submission_url", "destination", "url", "is_archive", "kind",
)  # fmt: skip


class ChangeClass(StrEnum):
    MATERIAL = "material"
    NEWS = "news"
    NOISE = "noise"


@dataclass(frozen=True)
class Change:
    """`fields` names what differs; `news` holds the items that are new."""

    change: ChangeClass
    fields: tuple[str, ...] = ()
    news: tuple = ()


def change_class(old, new):
    """Material changes are told to everybody concerned, news to followers, noise to nobody.

    The computed status follows from opening and deadlines, which are compared here; its change by the
    mere passing of time is the hourly tick's business.
    """
    material = [name for name in _MATERIAL if _comparable(old, name) != _comparable(new, name)]
    if _conditions(old) != _conditions(new):
        material.append("conditions")
    followed = [] if "deadlines" in material else _differing(old, new, _FOLLOWED)
    known = {item.key for item in old.news}
    news = tuple(item for item in new.news if item.key not in known)
    fields = (*material, *followed, *(["news"] if news else []), *_differing(old, new, _QUIET))
    if material:
        return Change(ChangeClass.MATERIAL, fields, news)
    return Change(ChangeClass.NEWS if news or followed else ChangeClass.NOISE, fields, news)


def digest(raw):
    """Hash of a raw record that stays the same under everything the source changes for no reader."""
    return hashlib.sha256(_CANONICAL.encode(_canonical(raw)).encode()).hexdigest()


def fingerprint(raw):
    """Quick hash of what is delivered, order included: equal means unchanged, different means look closer.

    Lets a take-over skip parsing what it has already; empty (never equal) for what cannot be stored.
    """
    metadata = raw.get("metadata") if isinstance(raw, dict) else None
    if not isinstance(metadata, dict):
        return ""
    stated = [_without_noise(raw | {"metadata": None}), _without_noise(metadata)]
    try:
        return hashlib.blake2b(orjson.dumps(stated, option=_EXACT), digest_size=16).hexdigest()
    except TypeError:
        return ""


def _without_noise(members):
    return {key: value for key, value in members.items() if not _is_ignored(key)}


def _differing(old, new, names):
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def _comparable(record, name):
    if name == "deadlines":
        return [deadline.at for deadline in record.deadlines]
    return getattr(record, name)


def _conditions(record):
    return texts.visible_text(record.conditions_html), frozenset(link.url for link in record.documents)


def _canonical(value):
    if isinstance(value, dict):
        return {
            str(key): _canonical(part)
            for key, part in value.items()
            if part is not None and part != [] and not _is_ignored(key)
        }
    if isinstance(value, list):
        parts = [_canonical(part) for part in value]
        return sorted(parts, key=_CANONICAL.encode) if len(parts) > 1 else parts
    if isinstance(value, str) and value[:1] in ("[", "{"):
        found = jsontext.inner(value)
        return value if found is None else _canonical(found)
    return value


def _is_ignored(key):
    return key in _IGNORED or str(key).startswith(_IGNORED_BEGINNINGS)
