"""Notices of the audit town, in every state of delivery, and barriers that readers reported."""

import datetime

from django.utils import timezone

from accounts.roles import Role
from notices import topics
from notices.models import CalendarKey, Notice
from portal.audit_rows import canary, keep
from portal.models import BarrierReport

IN_EVERY_STATE = (str(Role.CITIZEN), f"{Role.ASSOCIATION_ADMIN}_b")


def build(town):
    topic, now = topics.all_topics()[0].name, timezone.now()
    for owner in list(town.people):
        for state in Notice.State if owner in IN_EVERY_STATE else (Notice.State.SENT,):
            where = f"{owner}-{state}"
            failed = state in (Notice.State.FAILED, Notice.State.DEAD)
            town.objects["notice", str(owner), str(state)] = keep(
                Notice,
                {"person": town.people[owner], "key": canary("notice", "key", where)},
                topic=topic,
                title=canary("notice", "title", where),
                text=canary("notice", "text", where),
                language="de",
                state=state,
                next_try_at=now + datetime.timedelta(days=365),
                sent_at=now if state == Notice.State.SENT else None,
                last_error=canary("notice", "error", where) if failed else "",
            )
        if owner not in IN_EVERY_STATE:
            continue
        token = canary("calendar", "token", owner)
        keep(CalendarKey, {"person": town.people[owner]}, token=token, renewed_at=now)
    _barriers(town, now)


def _barriers(town, now):
    for state in BarrierReport.State:
        is_new = state == BarrierReport.State.NEW
        town.objects["barrier", str(state)] = keep(
            BarrierReport,
            {"page": canary("barrier", "page", state)},
            text=canary("barrier", "text", state),
            email=f"{canary('barrier', 'email', state)}@example.org",
            state=state,
            answer="" if is_new else canary("barrier", "answer", state),
            done_at=None if is_new else now,
            is_example=True,
        )
