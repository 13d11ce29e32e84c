"""The way for apps below `notices` to tell people something.

`notices` offers its functions in AppConfig.ready() with `use`; a topic that was named before is handed on.
"""

_deliver, _register, _early = [], [], []


def use(notify, register):
    """Name what takes messages, notify(topic, people, *, key, title, text, url), and what knows topics."""
    _deliver[:], _register[:] = [notify], [register]
    while _early:
        name, label, options = _early.pop(0)
        register(name, label, **options)


def offer_topic(name, label, **options):
    """Something people can be told about; options as in notices.topics.register."""
    if _register:
        _register[0](name, label, **options)
    else:
        _early.append((name, label, options))


def tell(topic, people, *, key, title, text="", url=""):
    """Write a notice in the running transaction; the same key is never told twice."""
    if not _deliver:
        raise RuntimeError("No app has offered to deliver notices (core.outbox.use).")
    return _deliver[0](topic, people, key=key, title=title, text=text, url=url)
