"""The programmes that a city's international work looks at; each is a source and a choice in the filter."""

from funding.sedia.labels import PROGRAMMES

CERV = "43251589"
# key, code, times of day
WATCHED = (
    ("cerv", CERV, ("05:30", "13:30")),
    ("erasmus", "43353764", ("05:32",)),
    ("kreatives-europa", "43251814", ("05:34",)),
    ("solidaritaetskorps", "43254037", ("05:36",)),
    ("justiz", "43252386", ("05:38",)),
    ("life", "43252405", ("05:40",)),
    ("esf", "43254019", ("05:42",)),
    ("i3", "44416173", ("05:44",)),
    ("pilotprojekte", "43637601", ("05:46",)),
    ("europaparlament", "43697167", ("05:48",)),
)


def choices(language):
    """(code, name) of the watched programmes for a filter."""
    position = 1 if language == "de" else 2
    return [(code, PROGRAMMES[code][position]) for _, code, _times in WATCHED]
