"""Pages that consist of words: law, contact, languages, and the two chapters still to come."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.conditional import public_page


def text_page(template):
    """A public view of one template that shows no records."""

    @require_safe
    @login_not_required
    @public_page()
    def page(request):
        return TemplateResponse(request, template)

    return page


imprint = text_page("portal/imprint.html")
privacy = text_page("portal/privacy.html")
accessibility = text_page("portal/accessibility.html")
licences = text_page("portal/licences.html")
contact = text_page("portal/contact.html")
easy_language = text_page("portal/easy_language.html")
sign_language = text_page("portal/sign_language.html")
data = text_page("portal/data.html")
home = text_page("portal/home.html")
my_area = text_page("portal/my_area.html")
dates = text_page("portal/dates.html")
search = text_page("portal/search.html")
exchange = text_page("portal/exchange.html")
strategy = text_page("portal/strategy.html")
report_barrier = text_page("portal/report_barrier.html")
