"""One JSON line per event, with the id of the request; people's secrets never reach it."""

import contextvars
import json
import logging
from datetime import UTC, datetime

import structlog

request_id = contextvars.ContextVar("request_id", default="")
SECURITY = "portal.security"


def _add_request_id(logger, name, event):
    if request_id.get():
        event["request_id"] = request_id.get()
    return event


def _one_line(logger, name, event):
    return json.dumps(event, ensure_ascii=True, default=str)


def _utc(logger, name, event):
    event["at"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


def formatter():
    """The formatter of LOGGING: standard records as structlog JSON lines."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _utc,
            _add_request_id,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _one_line,
        ],
    )


def security_event(name, *, actor=None, obj=None, ip="", **more):
    """Log an event of security (R40): sign-in, denied access, role change, export, deletion."""
    logging.getLogger(SECURITY).warning(
        name,
        extra={
            "actor": getattr(actor, "pk", None),
            "object": f"{obj._meta.label_lower}:{obj.pk}" if obj is not None else "",
            "ip": shorten_ip(ip),
            **more,
        },
    )


def shorten_ip(ip):
    """An address without its last part: enough to see an attack, too little to know a person."""
    if ":" in ip:
        return ":".join(ip.split(":")[:3]) + "::"
    return ".".join(ip.split(".")[:3]) + ".0" if ip else ""
