"""Where towns lie on our maps, and that their names do not cover each other."""

import math

import pytest

from core import maps

KOBLENZ = {"name": "Koblenz", "lat": 50.35357, "lon": 7.57883}


def make_pin(name, lat, lon, **more):
    return {"name": name, "lat": lat, "lon": lon, "url": f"/{name}/", **more}


def angle_from_centre(lat, lon):
    lat1, lat2, across = math.radians(50), math.radians(lat), math.radians(lon - 12)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(across / 2) ** 2
    return 2 * math.asin(math.sqrt(half))


def test_lambert_has_its_centre_at_12_east_50_north():
    assert maps.lambert(50, 12) == pytest.approx((0, 0), abs=1e-12)


@pytest.mark.parametrize(
    ("lat", "lon"), [(50.35357, 7.57883), (32.08707, 34.88747), (46.98956, 3.159), (70, -20)]
)
def test_lambert_keeps_the_distance_from_its_centre(lat, lon):
    x, y = maps.lambert(lat, lon)

    assert math.hypot(x, y) == pytest.approx(2 * math.sin(angle_from_centre(lat, lon) / 2))


def test_lambert_has_north_above_and_east_to_the_right():
    assert maps.lambert(60, 12)[1] < 0 < maps.lambert(50, 20)[0]


def test_equal_earth_has_the_measures_of_its_authors():
    assert maps.equal_earth(0, 180) == pytest.approx((2.7066, 0), abs=1e-4)
    assert maps.equal_earth(90, 0) == pytest.approx((0, -1.3173627), abs=1e-6)


def test_towns_lie_where_the_land_is_drawn():
    places = {"Koblenz": maps.in_europe(50.35357, 7.57883), "Petah Tikva": maps.in_europe(32.08707, 34.88747)}

    assert {name: (round(x), round(y)) for name, (x, y) in places.items()} == {
        "Koblenz": (408, 264),
        "Petah Tikva": (857, 579),
    }


def test_a_town_outside_europe_lies_in_the_inset():
    drawn = maps.lay_out([make_pin("Austin", 30.26715, -97.74306)], KOBLENZ)

    x, y = float(drawn["pins"][0]["x"]), float(drawn["pins"][0]["y"])
    box = maps.inset_box()
    assert (box.left < x < box.right, box.top < y < box.bottom) == (True, True)
    assert drawn["inset"]["view"] == "0 0 1000 453"


def test_without_a_far_town_there_is_no_inset():
    assert maps.lay_out([make_pin("Nevers", 46.98956, 3.159)], KOBLENZ)["inset"] is None


def test_a_town_without_coordinates_is_left_out():
    assert maps.lay_out([make_pin("Irgendwo", None, None)], KOBLENZ)["pins"] == []


@pytest.mark.parametrize(
    ("font", "dot"), [(maps.WIDE_FONT, maps.WIDE_DOT), (maps.PHONE_FONT, maps.PHONE_DOT)]
)
def test_names_never_cover_each_other_or_leave_the_map(font, dot):
    room = maps.Box(0, 0, 1000, 663)
    points = [(f"Stadt {n}", (300 + n * 37 % 400, 200 + n * 53 % 300), room) for n in range(30)]

    placed = maps.place_labels(points, font, dot)

    boxes = []
    for name, point, _ in points:
        choices = [
            box
            for *label, box in maps.label_places(point, name, font, dot)
            if tuple(label) == placed.get(name)
        ]
        boxes += choices
    assert len(boxes) == len(placed) > 5
    assert not [1 for i, box in enumerate(boxes) for other in boxes[:i] if box.meets(other)]
    assert all(box.lies_in(room) for box in boxes)


def test_close_towns_keep_their_names_on_a_phone():
    pins = [
        make_pin("Haringey", 51.60163, -0.11292),
        make_pin("Maastricht", 50.84833, 5.68889),
        make_pin("Nevers", 46.98956, 3.159),
        make_pin("Norwich", 52.62783, 1.29834),
        make_pin("Novara", 45.44694, 8.62118),
    ]

    drawn = maps.lay_out(pins, KOBLENZ)

    assert [pin["name"] for pin in drawn["pins"] if pin["phone"] is None] == []


def test_a_name_without_room_is_left_out_but_its_pin_stays():
    pins = [make_pin(f"Sehr lange Stadt {n}", 50.3, 7.5) for n in range(12)]

    drawn = maps.lay_out(pins, KOBLENZ)

    assert len(drawn["pins"]) == 12
    assert [pin["phone"] for pin in drawn["pins"]].count(None) > 6


def test_a_pin_says_in_words_what_its_shape_says():
    pin = make_pin("Nevers", 46.98956, 3.159, country="Frankreich", state_word="aktiv")

    drawn = maps.lay_out([pin], KOBLENZ)

    assert drawn["pins"][0]["words"] == "Nevers, Frankreich, aktiv"
    assert drawn["legend"] == [{"shape": "dot", "state_word": "aktiv"}]
