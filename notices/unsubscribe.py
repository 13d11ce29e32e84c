"""The way out of mails that needs no sign-in: a signed link per person and topic, valid for good."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core import signing

from notices import topics
from notices.models import Preference
from notices.topics import Frequency

SUMMARIES = "*"
_signer = signing.Signer(salt="notices.unsubscribe")


class Forged(Exception):
    """The link is not one of ours, or its person is gone."""


@dataclass(frozen=True)
class Leaving:
    """Whom a link concerns and what it switches."""

    person: object
    label: str
    preferences: list

    @property
    def is_off(self):
        return all(preference.frequency == Frequency.NONE for preference in self.preferences)


def token_for(notice):
    """The link of one topic; an address without an account is named by its row, not by itself."""
    if notice.person_id:
        return _signer.sign_object([notice.person_id, notice.topic])
    preference, _ = Preference.objects.get_or_create(
        person=None, email=notice.email, topic=notice.topic, defaults={"frequency": Frequency.IMMEDIATE}
    )
    return _signer.sign_object([0, preference.pk])


def token_for_summaries(person):
    return _signer.sign_object([person.pk, SUMMARIES])


def read(token):
    """What a link stands for; raises Forged."""
    try:
        person_pk, what = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError) as reason:
        raise Forged from reason
    if not person_pk:
        return _of_address(what)
    person = get_user_model().objects.filter(pk=person_pk, erased_at=None).first()
    if person is None:
        raise Forged
    if what == SUMMARIES:
        return Leaving(person, "", _summaries_of(person))
    return Leaving(person, topics.get_or_plain(what).label, [_preference(person, what)])


def _of_address(pk):
    preference = Preference.objects.filter(pk=pk, person=None).first()
    if preference is None:
        raise Forged
    return Leaving(None, topics.get_or_plain(preference.topic).label, [preference])


def _preference(person, name):
    """The stored choice or, unsaved, the default."""
    default = topics.get_or_plain(name).default
    stored = Preference.objects.filter(person=person, topic=name).first()
    return stored or Preference(person=person, topic=name, frequency=default)


def _summaries_of(person):
    """Topics that come in summaries, or did before they were switched off."""
    stored = {preference.topic: preference for preference in person.preferences.all()}
    found = [
        stored.get(topic.name) or Preference(person=person, topic=topic.name, frequency=topic.default)
        for topic in topics.all_topics()
        if not topic.mandatory
    ]
    summaries = (Frequency.DAILY, Frequency.WEEKLY)
    return [one for one in found if one.frequency in summaries or one.before_off in summaries]
