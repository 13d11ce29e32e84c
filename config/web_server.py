"""gunicorn's configuration, the same for `run_portal` and for production; see docs/betrieb/web.md."""

import gc
import os

from django.urls import get_resolver
from gunicorn.http import wsgi

from config.refusal import read_settings

read_settings()
wsgi.SERVER = "portal"  # what runs here, and in which version, is nobody's business (R39)
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# With threads, a browser's idle connection does not hold a whole worker.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
preload_app = True  # loaded once; the workers share that memory
control_socket_disable = True
accesslog = None  # core.middleware.RequestLog writes one JSON line per request
loglevel = "warning"


def when_ready(server):
    """Before the workers are forked: load the pages too, and spare what is loaded from garbage collection."""
    get_resolver()._populate()
    gc.collect()
    gc.freeze()
