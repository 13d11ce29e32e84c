"""Rows of the demo town: the draft of a report about last year."""

from partnerships.models import YearlyReport

INTRODUCTION = (
    "Beispiel: Im vergangenen Jahr haben sich Schulen, Vereine und Ämter mit den Partnerstädten getroffen. "
    "Die Zahlen stammen aus den Begegnungen, die im Portal erfasst sind."
)
OUTLOOK = "Beispiel: Im nächsten Jahr bereitet die Stadt ein rundes Jubiläum vor."


def seed(today, people, partnerships):
    """Build what is not there yet; `people` by role and key, `partnerships` by slug."""
    texts = {"introduction": INTRODUCTION, "outlook": OUTLOOK, "is_example": True}
    if not YearlyReport.objects.filter(is_example=True).exists():
        YearlyReport.objects.get_or_create(year=today.year - 1, defaults=texts)


def remove(partnerships):
    """Take back what `seed` has made and the partnerships do not take with them."""
    YearlyReport.objects.filter(is_example=True).delete()
