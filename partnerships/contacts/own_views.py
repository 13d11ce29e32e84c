""" "Meine Angaben": what a contact of a partner town sees and confirms of their own entry."""

from allauth.account.models import EmailAddress
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.access import require
from partnerships.contacts import confirming
from partnerships.contacts.answer_views import answer_page
from partnerships.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def own(request):
    require(request.user, "contacts.see_own")
    person = Person.objects.reachable().filter(user=request.user).first()
    if person is None:
        return TemplateResponse(request, "contacts/own_none.html", {"is_known": _is_known(request.user)})
    waiting = person.confirmations.to_settle().order_by("-answered_at").first()
    if waiting is not None:
        return TemplateResponse(request, "contacts/own_waiting.html", {"person": person, "question": waiting})
    question = confirming.question_of(person, now=timezone.now())
    question.person = person
    return answer_page(request, question, "contacts/own.html", _as_oneself(person, request.user))


def _as_oneself(person, user):
    return lambda answer: confirming.answer_unasked(person, answer, by=user)


def _is_known(user):
    """Whether a confirmed address of this account stands in the book: staff can connect the two."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    known = Person.objects.reachable().filter(user=None).exclude(email="")
    return any(known.filter(email__iexact=address).exists() for address in addresses)
