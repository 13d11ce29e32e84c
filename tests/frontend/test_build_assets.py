"""The asset build: what KERN brings, cut to what the portal uses."""

import re
import shutil

import brotli
import polib
import pytest
import tinycss2

from tools import build_assets

PHYSICAL = re.compile(
    r"^(?:(?:margin|padding|border)-(?:left|right)|left|right|border-(?:top|bottom)-(?:left|right)-radius)\b"
)
LARGEST_CSS = 15 * 1024
LARGEST_SCRIPTS = 5 * 1024


@pytest.fixture(scope="module")
def kern():
    return build_assets.find_kern()


@pytest.fixture(scope="module")
def used(repo):
    return build_assets.used_names(path.read_text("utf-8") for path in build_assets.source_files(repo))


@pytest.fixture(scope="module")
def css(kern, used):
    return build_assets.build_css(kern, used)


@pytest.fixture
def small_tree(tmp_path):
    """A project with one template and one catalogue."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text('<p class="kern-body">{% icon "check" %}</p>')
    folder = tmp_path / "locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Suche"\nmsgstr "Search"\n'
    )
    return tmp_path


def declarations(text):
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from (
                found for found in tinycss2.parse_blocks_contents(rule.content) if found.type == "declaration"
            )
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "layer", "supports"):
            yield from declarations(tinycss2.serialize(rule.content))


def test_no_physical_property_is_left(css, repo):
    own = (repo / "static/css/portal.css").read_text()

    physical = [
        found.name for text in (css, own) for found in declarations(text) if PHYSICAL.match(found.name)
    ]

    assert physical == []


def test_text_is_aligned_to_start_and_end(css, repo):
    own = (repo / "static/css/portal.css").read_text()

    sides = {
        tinycss2.serialize(found.value).strip()
        for text in (css, own)
        for found in declarations(text)
        if found.name in ("text-align", "float", "clear")
    }

    assert sides & {"left", "right"} == set()


def test_every_class_that_is_kept_is_used(css, used):
    without_functions = re.sub(r":(?:not|is)\([^)]*\)", "", re.sub(r"url\([^)]*\)", "", css))

    kept = set(re.findall(r"\.(kern-[a-z0-9_-]+)(?=[^;}]*\{)", without_functions))

    assert {name for name in kept if not build_assets.is_used(name, used)} == set()


def test_every_custom_property_that_is_kept_is_read(css, used):
    declared = {found.name for found in declarations(css) if found.name.startswith("--")}

    read = set(re.findall(r"var\((--[\w-]+)", css)) | used

    assert declared - read == set()


def test_icons_are_not_white_on_white_in_forced_colors(css):
    forced = re.findall(r"@media \(forced-colors: active\)\{(.*?\})\s*\}", css, re.S)

    assert len(forced) > 5
    assert [block for block in forced if "--kern-color-white" in block] == []


def test_both_stylesheets_together_stay_small(css, repo):
    own = (repo / "static/css/portal.css").read_bytes()

    assert len(brotli.compress(css.encode())) + len(brotli.compress(own)) <= LARGEST_CSS


def test_the_portals_own_scripts_stay_small(repo):
    assert sum(path.stat().st_size for path in (repo / "static/js").glob("*.js")) <= LARGEST_SCRIPTS


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("padding-left", "1px", [("padding-inline-start", "1px")]),
        ("border-right", "1px solid", [("border-inline-end", "1px solid")]),
        ("right", "0", [("inset-inline-end", "0")]),
        ("border-top-left-radius", "2px", [("border-start-start-radius", "2px")]),
        ("text-align", "right", [("text-align", "end")]),
        ("float", "left", [("float", "inline-start")]),
        ("padding", "1px 2px 3px 4px", [("padding-block", "1px 3px"), ("padding-inline", "4px 2px")]),
        ("padding", "1px 2px 3px 2px", [("padding", "1px 2px 3px 2px")]),
        ("color", "red", [("color", "red")]),
    ],
)
def test_physical_becomes_logical(name, value, expected):
    assert build_assets.logical(name, value) == expected


def test_a_selector_is_kept_only_if_all_its_classes_are_used():
    used = {"kern-btn", "kern-badge--"}

    kept = [
        selector
        for selector in (
            ".kern-btn",
            ".kern-btn .kern-icon",
            ".kern-badge--info",
            ".kern-btn:not(.kern-x)",
            "p",
        )
        if build_assets.keeps(selector, used)
    ]

    assert kept == [".kern-btn", ".kern-badge--info", ".kern-btn:not(.kern-x)", "p"]


def test_an_icon_named_in_a_template_is_used():
    assert build_assets.used_names(['{% icon "check" %}', 'with icon="mail" only']) == {
        "kern-icon--check",
        "kern-icon--check--error",
        "kern-icon--mail",
        "kern-icon--mail--error",
    }


def test_a_second_build_has_nothing_to_do(small_tree):
    first = build_assets.build(root=small_tree)
    second = build_assets.build(root=small_tree)

    assert first.startswith("assets: built from ")
    assert second == "assets: up to date"


def test_a_new_class_in_a_template_builds_again(small_tree):
    build_assets.build(root=small_tree)
    (small_tree / "templates/page.html").write_text('<p class="kern-btn">')

    build_assets.build(root=small_tree)

    built = (small_tree / "build/vendor/css/kern.css").read_text()
    assert (".kern-btn{" in built, ".kern-body{" in built) == (True, False)


def test_the_build_brings_fonts_licences_and_messages(small_tree):
    build_assets.build(root=small_tree)

    made = {
        path.relative_to(small_tree / "build/vendor").as_posix()
        for path in (small_tree / "build/vendor").rglob("*.*")
    }
    assert made == {
        "css/kern.css",
        "fonts/FiraSans-Regular.woff2",
        "fonts/FiraSans-SemiBold.woff2",
        "licences/KERN-EUPL-1.2.txt",
        "licences/FiraSans-OFL-1.1.txt",
    }
    catalogue = polib.mofile(str(small_tree / "locale/en/LC_MESSAGES/django.mo"))
    assert [(entry.msgid, entry.msgstr) for entry in catalogue] == [("Suche", "Search")]


def test_fonts_hold_the_letters_of_our_partners_and_stay_small(small_tree):
    build_assets.build(root=small_tree)

    font = small_tree / "build/vendor/fonts/FiraSans-Regular.woff2"
    letters = build_assets.TTFont(font).getBestCmap()
    assert [letter for letter in "Varaždin Liège Łódź Győr „ß“ – €" if ord(letter) not in letters] == []
    assert font.stat().st_size < 16_000


def test_foreign_input_is_refused(kern, small_tree):
    copy = small_tree / "kern"
    shutil.copytree(kern, copy)
    (copy / "kern.min.css").write_text(".kern-body{color:red}")

    with pytest.raises(build_assets.WrongInput, match="unknown checksum"):
        build_assets.build(str(copy), root=small_tree)


def test_kern_in_node_modules_comes_before_the_python_package(kern, small_tree):
    newer = small_tree / "node_modules/@kern-ux/native/dist"
    shutil.copytree(kern, newer)

    assert build_assets.find_kern(root=small_tree) == newer
