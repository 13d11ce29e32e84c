"""What the portal's own rows know of a person."""

from accounts.personal_data import leave_out
from portal.models import BarrierReport

leave_out(BarrierReport, "done_by", "the official work of staff, not their personal data")
