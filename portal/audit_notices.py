"""Notices of the audit town: of two people, in every state of delivery."""

import datetime

from django.utils import timezone

from accounts.roles import Role
from notices import topics
from notices.models import CalendarKey, Notice
from portal.audit_rows import canary, keep

OWNERS = (str(Role.CITIZEN), f"{Role.ASSOCIATION_ADMIN}_b")


def build(town):
    topic, now = topics.all_topics()[0].name, timezone.now()
    for owner in OWNERS:
        for state in Notice.State:
            where = f"{owner}-{state}"
            failed = state in (Notice.State.FAILED, Notice.State.DEAD)
            town.objects["notice", owner, str(state)] = keep(
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
        token = canary("calendar", "token", owner)
        keep(CalendarKey, {"person": town.people[owner]}, token=token, renewed_at=now)
