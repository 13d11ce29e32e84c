"""Measuring middleware, the outermost one.

It adds one response header
    X-Bench: total_ms;sql_count;sql_ms;body_bytes
where total is the wall time of the whole middleware chain + view + template,
and sql is counted with connection.execute_wrapper (works with DEBUG off and
costs about a microsecond a query). Switched on by the environment variable
BENCH=1 only, so the throughput runs can be done without it.
"""

import os
import time

from django.core.exceptions import MiddlewareNotUsed
from django.db import connections


class BenchMiddleware:
    def __init__(self, get_response):
        if os.environ.get("BENCH") != "1":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        state = [0, 0.0]

        def wrapper(execute, sql, params, many, context):
            start = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                state[0] += 1
                state[1] += time.perf_counter() - start

        start = time.perf_counter()
        with connections["default"].execute_wrapper(wrapper):
            response = self.get_response(request)
        total = time.perf_counter() - start
        size = 0 if response.streaming else len(response.content)
        response.headers["X-Bench"] = f"{total * 1000:.3f};{state[0]};{state[1] * 1000:.3f};{size}"
        return response
