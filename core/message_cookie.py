"""Where messages wait until they are shown: a cookie whose name the settings decide."""

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage


class MessageCookie(CookieStorage):
    """Django's cookie storage, whose own name no setting changes."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


def is_waiting(request):
    """Whether this browser has something to be told."""
    return settings.MESSAGES_COOKIE_NAME in request.COOKIES


def was_shown(request):
    """Whether the answer to this request tells somebody something."""
    return getattr(get_messages(request), "used", False)
