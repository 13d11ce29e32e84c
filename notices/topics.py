"""What people can be told about; every app registers its topics in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

_topics = {}


class Frequency(models.TextChoices):
    IMMEDIATE = "immediate", _("sofort")
    DAILY = "daily", _("einmal am Tag")
    WEEKLY = "weekly", _("einmal in der Woche")
    NONE = "none", _("keine Mail")


class UnknownTopic(LookupError):
    """notify() was called with a topic that nobody has registered."""


def everybody(person):
    return True


@dataclass(frozen=True)
class Topic:
    name: str
    label: str
    default: str = Frequency.IMMEDIATE
    mandatory: bool = False
    concerns: Callable = everybody

    @property
    def choices(self):
        """The frequencies a person may choose; a mandatory topic cannot be switched off."""
        return [
            choice for choice in Frequency.choices if not (self.mandatory and choice[0] == Frequency.NONE)
        ]


def register(name, label, default=Frequency.IMMEDIATE, mandatory=False, concerns=everybody):
    """Make a topic known.

    default    how often people get its mails as long as they have not chosen
    mandatory  people choose how often, but not "none"
    concerns   `concerns(person)`: whether it is anything for this person today; asked on the
               page of settings and again before a mail leaves, so a right ends with its day
    """
    _topics[name] = Topic(name, label, Frequency(default), mandatory, concerns)


def all_topics():
    return list(_topics.values())


def get(name):
    try:
        return _topics[name]
    except KeyError:
        raise UnknownTopic(name) from None


def get_or_plain(name):
    """The topic, or a plain one for rows whose app no longer registers it."""
    return _topics.get(name) or Topic(name, name)


def concerning(person):
    return [topic for topic in all_topics() if topic.concerns(person)]
