"""A form that was sent twice counts once."""

import secrets

from django import forms
from django.db import IntegrityError, transaction

from core.models import SentForm


class OnceForm(forms.Form):
    """Mixin: a hidden token, unique in the database."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", secrets.token_urlsafe(24))


def first_time(token, *, by=None):
    """The new SentForm of this token inside the running transaction, or None if it was sent before."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(
                token=token or secrets.token_urlsafe(24), sent_by=by if by and by.is_authenticated else None
            )
    except IntegrityError:
        return None


def earlier_result(token):
    """Where the first sending of this form led, or an empty text."""
    return SentForm.objects.filter(token=token).values_list("result_url", flat=True).first() or ""


def remember_result(sent, url):
    SentForm.objects.filter(pk=sent.pk).update(result_url=url)
