#!/usr/bin/env python3
"""Django's command line for the portal."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.refusal import read_settings

if __name__ == "__main__":
    try:
        read_settings()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
