"""Reading the mails of a test."""

import re

from django.core import mail

LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", re.MULTILINE)


def last_link(path_part):
    """The address in the newest mail that contains `path_part`."""
    return next(link for link in LINK.findall(mail.outbox[-1].body) if path_part in link)


def last_code():
    return CODE.search(mail.outbox[-1].body).group()


def path_of(link):
    return "/" + link.split("/", 3)[3]
