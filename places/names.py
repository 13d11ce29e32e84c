"""Names of places as keys that compare equal however they are spelt: no database, no country knowledge.

`key_of("Petaẖ Tiqva") == key_of("petah tiqva")`; `forms_of("Treptow-Köpenick (Berlin)")` gives the whole
name, the name without its bracket, and so on, the safest first.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# Letters that Unicode does not take apart
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng",
     "ə": "e", "ʻ": "", "ʼ": "", "’": "", "'": "", "‘": "", "`": "", "´": "", "ʹ": "", "ʺ": "", "′": "",
     "ь": "", "ъ": ""}
)  # fmt: skip
_SPACED = re.compile(r"[^\w]+|_")
_BRACKET = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_DASH = re.compile(r"\s+[–—-]\s+|\s*[–—]\s*|\s*/\s*")
_SHORT = {"st": "saint", "ste": "sainte", "sankt": "saint", "sanct": "saint", "mt": "mount", "ft": "fort"}
_BEFORE = re.compile(
    r"^(?:the )?(?:(?:royal |metropolitan |london |free |hanseatic )?"
    r"(?:city|town|village|municipality|commune|borough|township) of(?: the)?"
    r"|gemeinde|marktgemeinde|stadtgemeinde|hansestadt|landeshauptstadt|ville de|commune de|comune di"
    r"|citta di|ayuntamiento de|municipio de|gmina|obec|mesto) (?=\w)"
)
_AFTER = re.compile(
    r"(?<=\w) (?:city|town|municipality|commune|township|borough|village|kommun|kommune|gemeinde)$"
)
MOST_CHARACTERS = 200
# Words by which a name says that it is an area around a town, and words that lead over to a river or a region
_AREAS = frozenset(
    [
        "county",
        "district",
        "region",
        "raion",
        "rayon",
        "oblast",
        "province",
        "prefecture",
        "landkreis",
        "kreis",
        "powiat",
        "voivodeship",
        "department",
        "canton",
        "state",
        "comarca",
        "greater",
        "area",
        "shire",
        "okres",
        "kraj",
        "subdistrict",
        "ward",
        "republic",
        "bezirk",
        "comitat",
    ]
)
_LINKS = frozenset(
    [
        "am",
        "an",
        "bei",
        "in",
        "im",
        "ob",
        "auf",
        "vor",
        "der",
        "sur",
        "sous",
        "les",
        "lez",
        "le",
        "la",
        "en",
        "on",
        "upon",
        "by",
        "under",
        "nad",
        "pod",
        "de",
        "del",
        "della",
        "di",
        "do",
        "da",
        "dos",
        "v",
        "u",
        "na",
        "pri",
        "nw",
        "nad",
    ]
)
_FIRST = ("ckqg", "jyi", "bvwf", "szxc", "ghk", "eyia", "ou", "dt", "td", "uvw")


@lru_cache(maxsize=400_000)
def key_of(name):
    """The comparable form of a name; "" for one without a letter or digit."""
    folded = unicodedata.normalize("NFKD", name[:MOST_CHARACTERS].casefold().translate(_LETTERS))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = _SPACED.sub(" ", bare.translate(_LETTERS)).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@dataclass(frozen=True)
class Form:
    """One way to read a name.

    `within` is the key of the place or area it lies in, when the name says so; `is_part` when that is a town.
    """

    key: str
    is_whole: bool = False
    within: str = ""
    is_part: bool = False


def forms_of(name):
    """The ways to read a name, the safest first; parts of a town never read as the town itself."""
    found = []

    def add(text, *, is_whole=False, within="", is_part=False):
        key = key_of(text)
        if key and all(form.key != key for form in found):
            found.append(Form(key, is_whole, key_of(within), is_part))

    add(name, is_whole=True)
    outside = _BRACKET.sub(" ", name).strip()
    inside = [part.strip() for part in _BRACKET.findall(name) if part.strip()]
    parts = [part for part in _DASH.split(outside) if part.strip()]
    if len(parts) == 2:
        add(parts[1], within=parts[0], is_part=True)
    elif inside:
        add(outside, within=inside[0], is_part=True)
        add(f"{inside[0]} {outside}")
    if "," in outside and len(parts) < 2:
        first, _comma, rest = outside.partition(",")
        add(first, within=rest)
    for form in list(found):
        for pattern in (_BEFORE, _AFTER):
            add(pattern.sub("", form.key), within=form.within, is_part=form.is_part)
    return tuple(found)


def identity_of(name):
    """A key under which the spellings "Berlin – Treptow-Köpenick" and "Treptow-Köpenick (Berlin)" are one."""
    outside = _BRACKET.sub(" ", name).strip()
    inside = _BRACKET.findall(name)
    parts = [key_of(part) for part in (*_DASH.split(outside), *inside)]
    return "|".join(sorted({part for part in parts if part}))


def is_spelt_alike(one, other, km):
    """Whether two keys are spellings of one name; the closer the places, the freer the spelling may be.

    Never for numbered parts ("Prague 7"), areas around a town ("Chrzanów County"), or names that begin
    differently ("Horní Lhota", "Dolní Lhota").
    """
    first, second = one.split(), other.split()
    if not first or not second or (_AREAS & {*first} ^ _AREAS & {*second}):
        return False
    if _digits(one) != _digits(other) or not _begin_alike(first[0], second[0]):
        return False
    joined, fused = "".join(first), "".join(second)
    if joined == fused or _is_long_form(first, second) or _is_long_form(second, first):
        return True
    shortest, least = (4, 0.7) if km <= 2 else (6, 0.88)
    if len(first) != len(second) or min(len(joined), len(fused)) < shortest:
        return False
    return (
        all(_ratio(*pair) >= 0.6 for pair in zip(first, second, strict=True))
        and _ratio(joined, fused) >= least
    )


def _is_long_form(long, short):
    """ "rottenburg am neckar" of "rottenburg"."""
    number = len(short)
    return long[:number] == short and len(long) > number and long[number] in _LINKS


def _digits(key):
    return [sign for sign in key if sign.isdigit()]


def _begin_alike(one, other):
    a, b = one[0], other[0]
    return a == b or any(a in group and b in group for group in _FIRST)


def _ratio(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


CELL_DEGREES = 0.5


def cell_of(lat, lon):
    """The number of the square of half a degree that a point lies in."""
    return int((lat + 90) // CELL_DEGREES) * 720 + int(((lon + 180) % 360) // CELL_DEGREES)


def cells_around(lat, lon):
    """The square of a point and its eight neighbours."""
    steps = (-CELL_DEGREES, 0, CELL_DEGREES)
    return {cell_of(min(max(lat + north, -90), 90), lon + east) for north in steps for east in steps}
