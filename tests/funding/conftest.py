"""Servers that misbehave, for the tests of fetching."""

import pytest

from tests.funding import fault_server


@pytest.fixture(scope="module")
def other():
    with fault_server.running() as server:
        yield server


@pytest.fixture(scope="module")
def server(other):
    with fault_server.running(other_port=other.port) as server:
        yield server
