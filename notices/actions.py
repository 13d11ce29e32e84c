"""Telling people something: the row is written here, the mail leaves later (delivery.py)."""

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import translate_url
from django.utils import timezone, translation

from core.journal import record
from core.texts import without_overrides
from notices import topics
from notices.models import CalendarKey, Notice, Preference, new_token
from notices.topics import Frequency

BATCH = 500
LANGUAGES = {code for code, _ in settings.LANGUAGES}


@dataclass(frozen=True)
class Address:
    """Somebody without an account who is told in a language of the portal."""

    email: str
    language: str


def notify(topic, people, *, key, title, text="", url="", due_at=None):
    """Write down that these people are to be told something; call it in the transaction of the event.

    topic   a registered topic
    people  persons, or an Address, or plain mail addresses (told in the portal's first language)
    key     the event: nobody is told the same key twice
    title, text, url   words, lazy words, or a callable that takes a language; everybody gets
            their own language. `url` is a path of the portal
    due_at  not before this moment
    """
    topics.get(topic)
    rendered, rows = {}, {}
    for recipient in people:
        language = getattr(recipient, "language", "") or settings.LANGUAGE_CODE
        if language not in rendered:
            rendered[language] = _in_language(language, title, text, url)
        whom = _whom(recipient)
        moment = due_at or Now()
        rows[recipient] = Notice(
            **whom,
            **rendered[language],
            topic=topic,
            key=key,
            language=language,
            due_at=moment,
            next_try_at=moment,
        )
    Notice.objects.bulk_create(rows.values(), batch_size=BATCH, ignore_conflicts=True)


def _whom(recipient):
    if isinstance(recipient, Address):
        return {"email": recipient.email}
    return {"email": recipient} if isinstance(recipient, str) else {"person": recipient}


def _in_language(language, title, text, url):
    with translation.override(language):
        words = _words(title, language)
        return {
            "title": " ".join(words.split())[:300],
            "text": _words(text, language).strip(),
            "url": _path(_words(url, language), language),
        }


def _words(value, language):
    """A text in a language, without control characters and what turns its direction."""
    found = without_overrides(str(value(language) if callable(value) else value))
    return "".join(c for c in found if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _path(url, language):
    if not url:
        return ""
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads to a path of the portal, not to {url!r}")
    first = url.split("/", 2)[1]
    with translation.override(first if first in LANGUAGES else settings.LANGUAGE_CODE):
        return translate_url(url, language)


@transaction.atomic
def cancel(key_prefix):
    """Take back what has not left yet, so that it can be planned anew; returns how many rows.

    End the prefix with a separator: "call-1-" does not mean "call-10-…". What a worker is sending at
    this moment is left to it.
    """
    free = Notice.objects.not_left().filter(key__startswith=key_prefix).select_for_update(skip_locked=True)
    return Notice.objects.filter(pk__in=list(free.values_list("pk", flat=True))).delete()[0]


def mark_read(notices, *, now=None):
    """Mark notices as read; returns how many were unread."""
    return notices.unread().update(read_at=now or timezone.now())


@transaction.atomic
def choose_frequencies(person, chosen, *, by):
    """Store {topic name: frequency}; what equals the default is stored too, defaults may change."""
    before = dict(person.preferences.values_list("topic", "frequency"))
    for name, frequency in chosen.items():
        if before.get(name, topics.get(name).default) != frequency:
            _set(Preference(person=person, topic=name), frequency, by=by)


@transaction.atomic
def switch_off(preferences, *, by=None):
    """No more mails about these topics; what was chosen before is kept for switch_on()."""
    for preference in preferences:
        if not topics.get_or_plain(preference.topic).mandatory and preference.frequency != Frequency.NONE:
            _set(preference, Frequency.NONE, by=by)


@transaction.atomic
def switch_on(preferences, *, by=None):
    """Undo switch_off()."""
    for preference in preferences:
        if preference.frequency == Frequency.NONE:
            earlier = preference.before_off or topics.get_or_plain(preference.topic).default
            _set(preference, earlier if earlier != Frequency.NONE else Frequency.IMMEDIATE, by=by)


def _set(preference, frequency, *, by):
    topic = topics.get_or_plain(preference.topic)
    whom = (
        {"person": preference.person} if preference.person_id else {"person": None, "email": preference.email}
    )
    earlier = preference.frequency or topic.default
    is_off = frequency == Frequency.NONE
    stored, _ = Preference.objects.update_or_create(
        **whom,
        topic=preference.topic,
        defaults={"frequency": frequency, "before_off": earlier if is_off and earlier != frequency else ""},
    )
    record("notices.frequency_chosen", stored, by=by, changes={"frequency": (earlier, frequency)})


@transaction.atomic
def renew_calendar(person, *, by):
    """A new private calendar address; the old one answers 404 from now on."""
    key, _ = CalendarKey.objects.update_or_create(
        person=person, defaults={"token": new_token(), "renewed_at": timezone.now()}
    )
    record("notices.calendar_renewed", key, by=by)
    return key


@transaction.atomic
def retry(notice, *, by):
    """Try a dead notice once more, with all its attempts."""
    waits = Notice.objects.filter(pk=notice.pk, state=Notice.State.DEAD).update(
        state=Notice.State.FAILED, attempts=0, next_try_at=Now()
    )
    if waits:
        record("notices.delivery_retried", notice, by=by)
    return bool(waits)
