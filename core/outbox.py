"""The way for apps below `notices` to tell people something.

`notices` hands its `notify` over in AppConfig.ready(); who tells before that made a mistake.
"""

_deliver = []


def use(notify):
    """Name the function that takes every message: notify(topic, people, *, key, title, text, url)."""
    _deliver[:] = [notify]


def tell(topic, people, *, key, title, text="", url=""):
    """Write a notice in the running transaction; the same key is never told twice."""
    if not _deliver:
        raise RuntimeError("No app has offered to deliver notices (core.outbox.use).")
    return _deliver[0](topic, people, key=key, title=title, text=text, url=url)
