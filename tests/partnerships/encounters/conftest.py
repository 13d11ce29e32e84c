import pytest

from partnerships.demo import load_vocabularies
from places.loading import load_countries


@pytest.fixture
def words(db):
    """Fields, templates and factors as they come with the portal."""
    load_countries()
    load_vocabularies()
