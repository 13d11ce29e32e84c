import pytest
from django.test import Client

from tests.factories import make_user


@pytest.fixture
def signed_in():
    """signed_in(role): a browser in which a new person with this role has signed in."""

    def browser(role):
        client = Client()
        client.user = make_user(role=role)
        client.force_login(client.user)
        return client

    return browser
