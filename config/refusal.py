"""A start that cannot work is refused in one sentence, which names the way out."""

from django.core.exceptions import ImproperlyConfigured


class Refused(ImproperlyConfigured):
    """Shown to the person who starts the portal, without a trace."""
