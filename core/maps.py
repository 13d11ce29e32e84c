"""Maps drawn on the server: projections, arcs and labels that do not collide.

The land shapes lie in static/maps/; their JSON says how projected points become map units.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static/maps"
CENTRE_LAT, CENTRE_LON = math.radians(50), math.radians(12)
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
MARGIN = 12
INSET_WIDTH = 300
WIDE_FONT, PHONE_FONT = 19, 34
LETTER_WIDTH = 0.58
WIDE_DOT, PHONE_DOT = 9, 13


@dataclass(frozen=True)
class Frame:
    """A base map: its size and the place of the projected plane in it."""

    width: float
    height: float
    left: float
    top: float
    scale: float

    def place(self, x, y):
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def holds(self, point):
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other):
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@cache
def frame(name):
    found = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return Frame(found["w"], found["h"], found["bbox"][0], found["bbox"][1], found["scale"])


def lambert(lat, lon):
    """Lambert azimuthal equal-area around 12° E, 50° N; unit sphere, y downward."""
    lat, across = math.radians(lat), math.radians(lon) - CENTRE_LON
    facing = (
        1 + math.sin(CENTRE_LAT) * math.sin(lat) + math.cos(CENTRE_LAT) * math.cos(lat) * math.cos(across)
    )
    stretch = math.sqrt(2 / max(facing, 1e-9))
    up = math.cos(CENTRE_LAT) * math.sin(lat) - math.sin(CENTRE_LAT) * math.cos(lat) * math.cos(across)
    return stretch * math.cos(lat) * math.sin(across), -stretch * up


def equal_earth(lat, lon):
    """Equal Earth; unit sphere, y downward."""
    a1, a2, a3, a4 = EQUAL_EARTH
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (3 * slope)
    return x, -(a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t)


def in_europe(lat, lon):
    """The point on the map of Europe, or None when it lies outside."""
    point = frame("europe").place(*lambert(lat, lon))
    return point if frame("europe").holds(point) else None


def inset_box():
    europe, world = frame("europe"), frame("world")
    height = INSET_WIDTH * world.height / world.width
    return Box(MARGIN, europe.height - MARGIN - height, MARGIN + INSET_WIDTH, europe.height - MARGIN)


def in_inset(lat, lon):
    """The point on the small world map, in the units of the map of Europe."""
    x, y = frame("world").place(*equal_earth(lat, lon))
    shrink = INSET_WIDTH / frame("world").width
    return inset_box().left + x * shrink, inset_box().top + y * shrink


def arc(start, end):
    """A bowed line between two points, as SVG path data."""
    (x1, y1), (x2, y2) = start, end
    bend = 0.14 if x2 >= x1 else -0.14
    x, y = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    return f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}"


def label_places(point, text, font, dot):
    """The eight places for a name, best first: (text x, baseline y, anchor, box)."""
    x, y = point
    width, half, gap = len(text) * font * LETTER_WIDTH, font / 2, dot + 4
    above, below = y - gap - font, y + gap
    aside = gap * 0.6
    return (
        (x + gap, y + font * 0.35, "start", Box(x + gap, y - half, x + gap + width, y + half)),
        (x - gap, y + font * 0.35, "end", Box(x - gap - width, y - half, x - gap, y + half)),
        (x, above + font * 0.8, "middle", Box(x - width / 2, above, x + width / 2, above + font)),
        (x, below + font * 0.85, "middle", Box(x - width / 2, below, x + width / 2, below + font)),
        (x + aside, above + font * 0.8, "start", Box(x + aside, above, x + aside + width, above + font)),
        (x - aside, above + font * 0.8, "end", Box(x - aside - width, above, x - aside, above + font)),
        (x + aside, below + font * 0.85, "start", Box(x + aside, below, x + aside + width, below + font)),
        (x - aside, below + font * 0.85, "end", Box(x - aside - width, below, x - aside, below + font)),
    )


def place_labels(points, font, dot):
    """{name: (x, y, anchor)} for names that find room; `points` are (name, point, box to stay in)."""
    dots = [(name, Box(x - dot, y - dot, x + dot, y + dot)) for name, (x, y), _ in points]
    taken, placed = [], {}
    for name, point, room in points:
        for x, y, anchor, box in label_places(point, name, font, dot):
            others = [mark for owner, mark in dots if owner != name]
            if box.lies_in(room) and not any(box.meets(other) for other in taken + others):
                taken.append(box)
                placed[name] = (x, y, anchor)
                break
    return placed


def numbers(found):
    """A label for the template: numbers as text, because a decimal comma would break the SVG."""
    return {"x": f"{found[0]:.1f}", "y": f"{found[1]:.1f}", "anchor": found[2]} if found else None


def locate(pins):
    """[(pin, point, is in the inset)] of the pins that have coordinates."""
    located = []
    for pin in pins:
        if pin["lat"] is not None and pin["lon"] is not None:
            place = (float(pin["lat"]), float(pin["lon"]))
            point = in_europe(*place)
            located.append((pin, point or in_inset(*place), point is None))
    return located


def labels_of(located, home_name, home_point, font, dot):
    europe, inset = frame("europe"), inset_box()
    sea = Box(4, 4, europe.width - 4, europe.height - 4)
    wanted = [(home_name, home_point, sea)]
    wanted += [(pin["name"], point, inset if is_far else sea) for pin, point, is_far in located]
    return place_labels(wanted, font, dot)


def lay_out(pins, home):
    """What the map component draws.

    pins: {name, url, lat, lon} and, if known, country, state_word, shape; home: {name, lat, lon}.
    """
    located = locate(pins)
    home_place = (float(home["lat"]), float(home["lon"]))
    far_home = in_inset(*home_place)
    home_point = in_europe(*home_place) or far_home
    wide = labels_of(located, home["name"], home_point, WIDE_FONT, WIDE_DOT)
    phone = labels_of(located, home["name"], home_point, PHONE_FONT, PHONE_DOT)
    return {
        "width": frame("europe").width,
        "height": frame("europe").height,
        "pins": [
            draw_pin(pin, point, far_home if is_far else home_point, wide, phone)
            for pin, point, is_far in located
        ],
        "home": draw_mark(home["name"], home_point, wide, phone),
        "inset": describe_inset(far_home) if any(is_far for _, _, is_far in located) else None,
        "legend": list(
            {(entry["shape"], entry["state_word"]): entry for entry in legend_of(located)}.values()
        ),
    }


def draw_mark(name, point, wide, phone):
    return {
        "name": name,
        "x": f"{point[0]:.1f}",
        "y": f"{point[1]:.1f}",
        "wide": numbers(wide.get(name)),
        "phone": numbers(phone.get(name)),
    }


def draw_pin(pin, point, home_point, wide, phone):
    return {
        **draw_mark(pin["name"], point, wide, phone),
        "url": pin["url"],
        "words": ", ".join(str(pin[key]) for key in ("name", "country", "state_word") if pin.get(key)),
        "shape": pin.get("shape") or "dot",
        "arc": arc(home_point, point),
    }


def legend_of(located):
    """The shapes and states that occur, for the legend below the map."""
    for pin, _point, _is_far in located:
        if pin.get("state_word"):
            yield {"shape": pin.get("shape") or "dot", "state_word": pin["state_word"]}


def describe_inset(far_home):
    box, world = inset_box(), frame("world")
    return {
        "x": f"{box.left:.1f}",
        "y": f"{box.top:.1f}",
        "width": f"{box.right - box.left:.1f}",
        "height": f"{box.bottom - box.top:.1f}",
        "view": f"0 0 {world.width} {world.height}",
        "home_x": f"{far_home[0]:.1f}",
        "home_y": f"{far_home[1]:.1f}",
    }
