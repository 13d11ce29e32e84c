"""Seeds of second factors are encrypted: a copy of the database alone does not open an account."""

import base64
import hashlib
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

logger = logging.getLogger(__name__)


def _vault():
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.blake2b(s.encode(), digest_size=32, person=b"second-factor").digest() for s in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def lock(text):
    return _vault().encrypt(text.encode()).decode()


def unlock(locked):
    """The text, or nothing when it was locked with a key that is no longer known."""
    try:
        return _vault().decrypt(locked.encode()).decode()
    except InvalidToken:
        logger.error("a second factor was stored with another SECRET_KEY: name it in SECRET_KEY_FALLBACKS")
        return ""
