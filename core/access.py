"""The gate: no view has another way to an object (design.md 4)."""

import rules
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def require(user, permission, obj=None):
    """Go on only if `user` holds `permission` (403 otherwise)."""
    if not rules.has_perm(permission, user, obj):
        raise PermissionDenied(permission)


def may(user, permission, obj=None):
    """Whether `user` holds `permission`; superusers are not asked differently."""
    return rules.has_perm(permission, user, obj)


def get_allowed(user, permission, queryset, **lookup):
    """The one visible row of `queryset` that fits `lookup`.

    Answers 404 for what `user` may not see, exactly as for what does not exist, and
    403 for what `user` sees but may not use in the way that `permission` names.
    """
    found = get_object_or_404(queryset.visible_to(user), **lookup)
    require(user, permission, found)
    return found
