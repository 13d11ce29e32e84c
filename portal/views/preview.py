"""What a Markdown text will look like, while it is being written."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.texts import render_markdown

LONGEST_TEXT = 100_000


@require_POST
def preview(request):
    """The rendered text of the field that `preview` names; nothing is kept."""
    text = request.POST.get(request.POST.get("preview", ""), "")[:LONGEST_TEXT]
    return HttpResponse(render_markdown(text) or _("Noch kein Text."))
