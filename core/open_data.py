"""What addresses for other programs have in common: readable from every website."""

import functools

from django.http import JsonResponse

PROBLEM_TYPE = "application/problem+json"


def readable_everywhere(view):
    """Decorator: a script on any website may read the answer; it holds nothing but public data."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
        return response

    return wrapper


def problem(status, title, detail):
    """An error in the form of RFC 9457."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(content, status=status, content_type=PROBLEM_TYPE)
