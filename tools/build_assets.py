"""Build the browser assets that come from elsewhere: `python tools/build_assets.py [KERN-FOLDER]`.

KERN UX is cut down to the rules this portal uses and turned to logical properties (one file for both
directions of reading); its fonts are cut down to Latin. Message catalogues are compiled. Nothing made here
is committed.
"""

import hashlib
import importlib.util
import logging
import re
import shutil
import sys
from io import BytesIO
from pathlib import Path

import polib
import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)
ROOT = Path(__file__).resolve().parent.parent
KNOWN_INPUTS = {
    # kern.min.css of KERN 2.6.1 and 2.7.2; the fonts did not change between them
    "kern.min.css": {
        "cd3f71d341847e38f03b96c978679ecd82203daffe3fed1535281652356cfa62",
        "fc2428f71ee156d7187a3d416bedd5550c3543925204e9ac4b02544e649eb7f8",
    },
    "fonts/fira-sans/FiraSans-Regular.woff2": {
        "0fe48aded097c2a11942a70bfef48510abf875a8e800f43d4007dce8d2a3aebe"
    },
    "fonts/fira-sans/FiraSans-SemiBold.woff2": {
        "a68802f9a523c6f43c21ad60a7d64ca5a978b86358a136a60430643fbd0f4b36"
    },
}
FONT_WEIGHTS = {"FiraSans-Regular": 400, "FiraSans-SemiBold": 600}
FONT_CHARACTERS = [
    *range(0x20, 0x180),
    *range(0x2010, 0x2040),
    0x20AC,
    0x2190,
    0x2192,
    0x2212,
    0x2248,
    0x2264,
    0x2265,
]
FONT_FEATURES = ["kern", "liga", "tnum", "lnum", "ccmp", "locl", "mark", "mkmk", "calt"]
SOURCE_GLOBS = ("templates/**/*.html", "static/css/*.css", "static/js/*.js", "[a-z]*/**/*.py")
LOGICAL_NAMES = {
    "left": "inset-inline-start",
    "right": "inset-inline-end",
    "border-top-left-radius": "border-start-start-radius",
    "border-top-right-radius": "border-start-end-radius",
    "border-bottom-left-radius": "border-end-start-radius",
    "border-bottom-right-radius": "border-end-end-radius",
}
SPLIT_SHORTHANDS = ("margin", "padding")
PARSE = {"skip_comments": True, "skip_whitespace": True}


class WrongInput(Exception):
    """KERN is missing, or is not one of the versions this build knows."""


def find_kern(given=None, root=ROOT):
    """The folder with kern.min.css: as given, from node_modules, or from the installed Python package."""
    package = importlib.util.find_spec("mkdocs_kern_ux")
    places = [
        Path(given) if given else None,
        root / "node_modules/@kern-ux/native/dist",
        Path(package.origin).parent / "kern-ux/vendor/kern" if package else None,
    ]
    for place in filter(None, places):
        if (place / "kern.min.css").is_file():
            return place
    raise WrongInput("KERN UX was not found. Install the locked requirements (mkdocs-kern-ux) first.")


def check_inputs(kern):
    for name, known in KNOWN_INPUTS.items():
        digest = hashlib.sha256((kern / name).read_bytes()).hexdigest()
        if digest not in known:
            raise WrongInput(f"{kern / name} has the unknown checksum {digest}.")


def source_files(root=ROOT):
    found = (path for pattern in SOURCE_GLOBS for path in root.glob(pattern))
    return sorted(
        path
        for path in found
        if not {"tests", "tools", "build", "node_modules"} & set(path.parts[len(root.parts) :])
    )


def used_names(texts):
    """Class names the portal writes; one that ends in a dash stands for all that begin so."""
    names = set()
    for text in texts:
        names.update(re.findall(r"kern-[a-z0-9_-]+", text))
        names.update("kern-icon--" + icon for icon in re.findall(r"""icon[ =]["']([a-z-]+)["']""", text))
        names.update(re.findall(r"--kern-[a-z0-9-]+", text))
    names |= {name + "--error" for name in names}
    return names - {"kern-icon--"}


def is_used(name, used):
    return name in used or any(prefix.endswith("-") and name.startswith(prefix) for prefix in used)


def keeps(selector, used):
    required = re.sub(r":(?:not|is)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return all(is_used(name, used) for name in re.findall(r"\.(kern-[a-z0-9_-]+)", required))


def logical(name, value):
    """One physical declaration as logical ones: [(name, value), …]."""
    if name in ("text-align", "float", "clear"):
        value = {"left": "start", "right": "end"}.get(value, value)
        return [(name, value if name == "text-align" else value.replace("start", "inline-start"))]
    sides = tinycss2.parse_component_value_list(value, skip_comments=True)
    sides = [tinycss2.serialize([side]) for side in sides if side.type != "whitespace"]
    if name in SPLIT_SHORTHANDS and len(sides) == 4 and sides[1] != sides[3]:
        top, end, bottom, start = sides
        return [(f"{name}-block", f"{top} {bottom}"), (f"{name}-inline", f"{start} {end}")]
    name = re.sub(r"^(margin|padding|border)-left", r"\1-inline-start", LOGICAL_NAMES.get(name, name))
    return [(re.sub(r"^(margin|padding|border)-right", r"\1-inline-end", name), value)]


def declarations(content):
    for found in tinycss2.parse_blocks_contents(content, **PARSE):
        if found.type == "declaration":
            value = tinycss2.serialize(found.value).strip() + (" !important" if found.important else "")
            yield from (
                logical(found.name, value) if not found.name.startswith("--") else [(found.name, value)]
            )


def kept_rules(rules, used):
    """Yield (prelude, [(name, value)] or nested rules) for what the portal uses."""
    for rule in rules:
        prelude = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "qualified-rule":
            selectors = [one for one in re.split(r",(?![^(]*\))", prelude) if keeps(one, used)]
            if selectors:
                yield ",".join(one.strip() for one in selectors), list(declarations(rule.content))
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer", "keyframes"):
            inner = list(kept_rules(tinycss2.parse_rule_list(rule.content, **PARSE), used))
            if inner:
                yield f"@{rule.at_keyword} {prelude}", inner


def readable_in_forced_colors(rules, forced=False):
    """KERN paints its icons white there, which nobody sees on a white page: use the colour of text."""
    for prelude, body in rules:
        if prelude.startswith("@"):
            yield prelude, list(readable_in_forced_colors(body, forced or "forced-colors" in prelude))
        elif forced:
            yield (
                prelude,
                [(name, value.replace("var(--kern-color-white)", "CanvasText")) for name, value in body],
            )
        else:
            yield prelude, body


def every_declaration(rules):
    for prelude, body in rules:
        yield from every_declaration(body) if prelude.startswith("@") else body


def drop_unused_properties(rules, used):
    """Forget custom properties nobody reads, until nothing more falls away."""
    while True:
        read = {
            name for _, value in every_declaration(rules) for name in re.findall(r"var\((--[\w-]+)", value)
        }
        declared = {name for name, _ in every_declaration(rules) if name.startswith("--")}
        unread = {name for name in declared - read if name not in used}
        if not unread:
            return rules
        rules = without_properties(rules, unread)


def without_properties(rules, unread):
    kept = []
    for prelude, body in rules:
        if prelude.startswith("@"):
            body = without_properties(body, unread)
        else:
            body = [declaration for declaration in body if declaration[0] not in unread]
        if body:
            kept.append((prelude, body))
    return kept


def write_rules(rules):
    return "".join(
        f"{prelude}{{{write_rules(body)}}}"
        if prelude.startswith("@")
        else f"{prelude}{{{';'.join(f'{name}:{value}' for name, value in body)}}}\n"
        for prelude, body in rules
    )


def build_css(kern, used):
    rules = tinycss2.parse_stylesheet((kern / "kern.min.css").read_text("utf-8"), **PARSE)
    rules = list(readable_in_forced_colors(kept_rules(rules, used)))
    rules = drop_unused_properties(rules, used)
    faces = "".join(
        f'@font-face{{font-family:"Fira Sans";src:url("../fonts/{name}.woff2") format("woff2");'
        f"font-weight:{weight};font-display:swap}}\n"
        for name, weight in FONT_WEIGHTS.items()
    )
    return f"/* KERN UX, EUPL-1.2, see licences/ */\n{faces}@layer kern{{\n{write_rules(rules)}}}\n"


def cut_font(path):
    font = TTFont(path)
    options = subset.Options(hinting=False, layout_features=FONT_FEATURES)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=FONT_CHARACTERS)
    cutter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def write_if_changed(path, data):
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build_fonts(kern, vendor):
    for name in FONT_WEIGHTS:
        target = vendor / f"fonts/{name}.woff2"
        if not target.is_file():
            write_if_changed(target, cut_font(kern / f"fonts/fira-sans/{name}.woff2"))


def build_paper_fonts(kern, folder):
    """The same fonts whole, with Greek and Cyrillic, in the format that typst reads, for papers as PDF."""
    for name in FONT_WEIGHTS:
        target = folder / f"{name}.ttf"
        if not target.is_file():
            font, out = TTFont(kern / f"fonts/fira-sans/{name}.woff2"), BytesIO()
            font.flavor = None
            font.save(out)
            write_if_changed(target, out.getvalue())


def copy_licences(kern, vendor):
    folder = vendor / "licences"
    folder.mkdir(parents=True, exist_ok=True)
    eupl = next(place / "LICENSE.md" for place in (kern, kern.parent) if (place / "LICENSE.md").is_file())
    shutil.copyfile(eupl, folder / "KERN-EUPL-1.2.txt")
    for ofl in kern.glob("fonts/fira-sans/OFL.txt"):
        shutil.copyfile(ofl, folder / "FiraSans-OFL-1.1.txt")


def compile_messages(root=ROOT):
    for source in root.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def build(given=None, root=ROOT):
    """Build what is out of date; answer what was done, for the person who waits."""
    compile_messages(root)
    (root / "build/static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
    kern = find_kern(given, root)
    used = used_names(path.read_text("utf-8") for path in source_files(root))
    recipe = "\n".join([Path(__file__).read_text("utf-8"), str(kern), *sorted(used)])
    stamp, vendor = root / "build/assets.stamp", root / "build/vendor"
    wanted = hashlib.sha256(recipe.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and (vendor / "css/kern.css").is_file():
        return "assets: up to date"
    check_inputs(kern)
    write_if_changed(vendor / "css/kern.css", build_css(kern, used).encode())
    build_fonts(kern, vendor)
    build_paper_fonts(kern, root / "build/paper-fonts")
    copy_licences(kern, vendor)
    stamp.write_text(wanted)
    return f"assets: built from {kern}"


if __name__ == "__main__":
    try:
        print(build(*sys.argv[1:2]))
    except WrongInput as reason:
        sys.exit(str(reason))
