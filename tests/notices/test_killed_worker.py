"""C1: a worker killed by the operating system in the middle of a delivery, on a real connection."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from notices import delivery
from notices.actions import notify
from notices.models import Notice
from tests.factories import make_user


def start_delivery(repo, port):
    found = connection.settings_dict
    place = f"{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    if found["HOST"].startswith("/"):
        place = f"{found['USER']}@/{found['NAME']}?host={found['HOST']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{place}",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "STAEDTEBRUECKE_TESTING": "1",
    }
    command = [sys.executable, "manage.py", "deliver_notices"]
    return subprocess.Popen(command, cwd=repo, env=environment, stdout=subprocess.DEVNULL)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment, doubled", [("before", 0), ("after", 1)])
def test_C1_kill_9_loses_no_mail_and_doubles_one_at_most_under_the_same_id(smtp, repo, moment, doubled):
    people = [make_user() for _number in range(5)]
    notify("call-changed", people, key="call-1", title="Frist verlängert")
    smtp.stops = moment
    worker = start_delivery(repo, smtp.port)
    assert smtp.stopped.wait(30)

    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    smtp.done.set()
    delivery.deliver()

    received = Counter((message["To"], message["Message-ID"]) for message in smtp.mails)
    assert sorted(address for address, _identity in received) == sorted(person.email for person in people)
    assert sum(received.values()) == 5 + doubled
    assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}
