"""Jobs of the timetable; each is one action."""

from celery import shared_task

from funding import actions


@shared_task
def poll_due():
    actions.poll_due(enqueue=lambda source: poll.delay(source))


@shared_task(bind=True)
def poll(self, source):
    actions.poll_by_id(source, token=self.request.id or "")


@shared_task
def tick_status():
    actions.tick()


@shared_task
def remind():
    actions.remind_all()
