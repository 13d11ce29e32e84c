"""How often somebody may send a form without an account."""

import hashlib

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

HOUR = 3600


def is_too_often(request, what, *, most):
    """Count this sending; True when the same address has sent more than `most` within the hour."""
    if settings.RELAXED_THROTTLES:
        return False
    address = get_adapter(request).get_client_ip(request)
    name = hashlib.sha256(f"{settings.SECRET_KEY}:{address}".encode()).hexdigest()[:32]
    key = f"throttle-{what}-{name}-{timezone.now():%Y%m%d%H}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > most
