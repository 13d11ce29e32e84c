"""Start page, dates and the pages of words."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from core.publicness import Publicness
from partnerships.models import Partnership, PartnershipEvent
from portal import dates
from tests.funding.builders import make_call
from tests.partnerships.builders import make_partnership

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/termine/", "/suche/", "/austausch/", "/strategie/", "/impressum/", "/datenschutz/", "/barrierefreiheit/",
    "/lizenzen/", "/kontakt/", "/leichte-sprache/", "/gebaerdensprache/", "/daten/",
)  # fmt: skip
