"""A GET writes nothing: the guard that turns the rule into an error."""

import re

from django.conf import settings
from django.db import connection

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|ALTER|CREATE|DROP|COPY)\b", re.IGNORECASE)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Sign-in libraries keep their own bookkeeping in the session: a link from a mail, a passkey challenge.
EXEMPT_TABLES = re.compile(
    r'"(django_session|core_fallback_cache|usersessions_\w+|account_\w+|socialaccount_\w+|mfa_\w+)"'
)


class WriteOnGet(RuntimeError):
    """A page that only shows something tried to change the database."""


def refuse_writes(execute, sql, params, many, context):
    if WRITES.match(sql) and not EXEMPT_TABLES.search(sql):
        raise WriteOnGet(sql[:200])
    return execute(sql, params, many, context)


class ReadOnlyGet:
    """Middleware: inside a safe request every writing statement is refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS or settings.GET_MAY_WRITE.match(request.path_info):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
