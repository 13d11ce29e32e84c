"""Rows of the audit town: networks and good practices."""

from core.publicness import Publicness
from partnerships.models import GoodPractice, NetworkMembership
from portal.audit_rows import canary, keep
from portal.permission_table.cases import READERS, STAFF

LEVEL = r"(public|portal|internal|body|closed)"


def _readers(level):
    return READERS[level.lower()]


def _staff(level):
    return STAFF & _readers(level)


# (pattern of a canary, who may find it), as in portal/audit_readers.py
RULES = (
    (f"practice-(?:internal-note|drop-reason|rating-note)-{LEVEL}", _staff),
    (f"(?:network|practice)-.*-{LEVEL}", _readers),
)


def build(town):
    """A membership and a practice of each level."""
    for level in Publicness:
        where = str(level)
        town.objects["network", where] = keep(
            NetworkMembership,
            {"network": canary("network", "name", where)},
            benefit=canary("network", "benefit", where),
            representative=canary("network", "representative", where),
            publicness=level,
            is_example=True,
        )
        town.objects["practice", where] = keep(
            GoodPractice,
            {"slug": f"pruefpraxis-{where}"},
            title=canary("practice", "title", where),
            problem=canary("practice", "problem", where),
            solution=canary("practice", "solution", where),
            internal_note=canary("practice", "internal-note", where),
            drop_reason=canary("practice", "drop-reason", where),
            rating_note=canary("practice", "rating-note", where),
            state=GoodPractice.State.DESCRIBED,
            publicness=level,
            is_example=True,
        )
