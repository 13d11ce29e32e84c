"""What a mail looks like: plain text first, simple HTML beside it, and a way out in its headers."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.city import city_in_words
from core.texts import teaser
from notices import topics, unsubscribe
from notices.topics import Frequency

LONGEST_SUBJECT = 120


def single(notice):
    """The mail of one notice."""
    topic = topics.get_or_plain(notice.topic)
    language = notice.person.language if notice.person_id else notice.language
    with translation.override(language):
        token = "" if topic.mandatory else unsubscribe.token_for(notice)
        content = {"notice": notice, "link": _absolute(notice.url), "topic": topic.label}
        return _build("mail/notice", content, notice, notice.title, f"notice-{notice.key}", token)


def digest(notices):
    """One mail of several notices of one person, newest first."""
    newest = notices[0]
    with translation.override(newest.person.language):
        entries = [
            {
                "title": notice.title,
                "text": teaser(notice.text, 280),
                "link": _absolute(notice.url),
            }
            for notice in notices
        ]
        is_weekly = all(notice.frequency == Frequency.WEEKLY for notice in notices)
        content = {"entries": entries, "is_weekly": is_weekly, "link": _absolute(reverse("notices:list"))}
        identity = f"digest-{min(n.pk for n in notices)}-{max(n.pk for n in notices)}-{len(notices)}"
        token = unsubscribe.token_for_summaries(newest.person)
        return _build("mail/digest", content, newest, _subject(notices), identity, token)


def _subject(notices):
    """Says what is in the mail: "3 Neuigkeiten: Frist verlängert – Town Twinning 2026 …"."""
    count = len(notices)
    words = ngettext("%(count)d Neuigkeit: %(title)s", "%(count)d Neuigkeiten: %(title)s", count)
    more = " …" if count > 1 else ""
    return words % {"count": count, "title": teaser(notices[0].title, LONGEST_SUBJECT - 25) + more}


def _build(template, content, notice, subject, identity, token):
    leave = _absolute(reverse("notices:unsubscribe", args=[token])) if token else ""
    content = {
        **content,
        "city": city_in_words(),
        "site_url": settings.SITE_URL,
        "leave": leave,
        "settings_link": _absolute(reverse("notices:preferences")) if notice.person_id else "",
        "language": translation.get_language(),
        "greeting": _greeting(notice),
    }
    message = EmailMultiAlternatives(
        subject=teaser(subject, LONGEST_SUBJECT),
        body=render_to_string(f"{template}.txt", content).strip() + "\n",
        to=[notice.recipient],
        headers=_headers(notice, identity, leave),
    )
    message.attach_alternative(render_to_string(f"{template}.html", content), "text/html")
    return message


def _greeting(notice):
    name = notice.person.name if notice.person_id else ""
    return _("Guten Tag %(name)s,") % {"name": name} if name else _("Guten Tag,")


def _headers(notice, identity, leave):
    headers = {
        "Message-ID": message_id(notice.person_id or notice.email, identity),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def message_id(recipient, identity):
    """The same for the same event and person, so that a mail sent twice is shown once."""
    digest_of_both = hashlib.sha256(f"{recipient}|{identity}".encode()).hexdigest()[:40]
    return f"<{digest_of_both}@{urlsplit(settings.SITE_URL).hostname}>"


def _absolute(path):
    return settings.SITE_URL + path if path else ""
