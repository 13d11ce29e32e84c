#!/usr/bin/env python3
"""Collect every translatable string and keep locale/*/django.po in step, in pure Python.

    tools/messages.py            add new strings, drop vanished ones
    tools/messages.py --check    exit 1 and list what is missing or untranslated

Strings come from gettext calls in Python (read with ast) and from templates (Django's own
templatize turns them into such calls).
"""

import ast
import re
import sys
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ["core", "accounts", "places", "notices", "partnerships", "funding", "portal", "config"]
LANGUAGES = ["en", "fr"]
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}


def from_python(source):
    """{(context, msgid, plural)} of the gettext calls in a Python source."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [
            a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args
        ]
        if name in SINGLE and texts[:1] and texts[0]:
            found.add(("", texts[0], ""))
        elif name in PLURAL and len(texts) > 1 and texts[0] and texts[1]:
            found.add(("", texts[0], texts[1]))
        elif name in CONTEXT and len(texts) > 1 and texts[1]:
            found.add((texts[0], texts[1], ""))
    return found


def from_template(source):
    """The same for a template."""
    calls = re.findall(
        r"(?:n?p?gettext|_)\((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\w+)[,\s]*)+\)",
        templatize(source),
    )
    found = set()
    for call in calls:
        found |= from_python(call)
    return found


def collect():
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                _add(found, path, from_python(path.read_text()))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt") and "gallery" not in path.parts:
            _add(found, path, from_template(path.read_text()))
    return found


def _add(found, path, messages):
    for message in messages:
        found.setdefault(message, []).append(str(path.relative_to(ROOT)))


def read(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100), path
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile(wrapwidth=100)
    rule = "nplurals=2; plural=(n > 1);" if language == "fr" else "nplurals=2; plural=(n != 1);"
    catalogue.metadata = {
        "Project-Id-Version": "Städtebrücke",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": rule,
    }
    return catalogue, path


def key_of(entry):
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def update(found):
    for language in LANGUAGES:
        catalogue, path = read(language)
        known = {key_of(entry): entry for entry in catalogue}
        fresh = polib.POFile(wrapwidth=100)
        fresh.metadata = catalogue.metadata
        for (context, msgid, plural), places in sorted(found.items()):
            entry = known.get((context, msgid, plural)) or polib.POEntry(msgid=msgid, msgctxt=context or None)
            if plural:
                entry.msgid_plural = plural
                entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
            entry.occurrences = [(place, "") for place in sorted(set(places))]
            entry.flags = _flags(msgid)
            fresh.append(entry)
        fresh.save(str(path))
        print(f"{language}: {len(fresh)} strings, {len(missing_in(fresh, found))} untranslated")


def _flags(msgid):
    return ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", msgid) else []


def missing_in(catalogue, found):
    """The strings that `catalogue` lacks, leaves empty, or gives other placeholders."""
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    return sorted(message for message in found if message not in known or not _is_complete(known[message]))


def _is_complete(entry):
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    wanted = set(re.findall(r"%\(\w+\)[sd]", entry.msgid_plural or entry.msgid))
    return (
        all(texts)
        and all(
            set(re.findall(r"%\(\w+\)[sd]", text)) <= wanted | set(re.findall(r"%\(\w+\)[sd]", entry.msgid))
            for text in texts
        )
        and (bool(entry.msgid_plural) or all(name in entry.msgstr for name in wanted))
    )


def check(found):
    lines = [
        f"{language}: {message[1]!r} ({', '.join(sorted(set(found[message]))[:2])})"
        for language in LANGUAGES
        for message in missing_in(read(language)[0], found)
    ]
    print("\n".join(lines) or "every string is translated")
    return 1 if lines else 0


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    everything = collect()
    sys.exit(check(everything)) if "--check" in sys.argv else update(everything)
