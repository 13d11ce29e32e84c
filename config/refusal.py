"""A start that cannot work is refused in one sentence, which names the way out."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Refused(ImproperlyConfigured):
    """Shown to the person who starts the portal, without a trace."""


def read_settings():
    """Read the settings now; if they refuse, end with their sentence.

    Django would read them a second time to look for a command, and lose the reason if that works.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  any of them: the first makes Django read them all
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
