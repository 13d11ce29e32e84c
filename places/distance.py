"""How far two places on the globe are apart (domain.md 3.3)."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


def great_circle_km(lat1, lon1, lat2, lon2):
    """Kilometres along the great circle by the haversine formula."""
    lat1, lon1, lat2, lon2 = (radians(float(angle)) for angle in (lat1, lon1, lat2, lon2))
    half_chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def between(one, other):
    """Whole kilometres between two cities."""
    return round(great_circle_km(one.lat, one.lon, other.lat, other.lon))
