"""The council motion AT/0127/2022 in our words, and where this portal serves each of its items."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

REFERENCE = "AT/0127/2022"


@dataclass(frozen=True)
class Item:
    number: int
    title: str
    asked: str
    here: str
    url: str = ""
    label: str = ""


def items(*, partnerships):
    """The five items of the motion with what one can read here today; nothing is said of its outcome."""
    towns = ngettext("%(n)d Partnerschaft", "%(n)d Partnerschaften", partnerships) % {"n": partnerships}
    return [
        Item(
            1,
            _("Eine gemeinsame Strategie"),
            _("Die Verwaltung soll eine Strategie aller Ressorts vorlegen, die der Rat beschließen kann."),
            _("Hier liegt noch kein Entwurf."),
        ),
        Item(
            2,
            _("Partnerschaften für die Wirtschaft"),
            _("Ein Konzept soll zeigen, wo Partnerstädte und heimische Wirtschaft zusammenpassen."),
            _("Sie finden hier %(towns)s mit Geschichte, Themen und Quellen.") % {"towns": towns},
            reverse("partnerships:list"),
            _("Partnerschaften ansehen"),
        ),
        Item(
            3,
            _("Fördermittel der EU"),
            _("Die Stadt soll das Programm CERV kennen und über Aufrufe rechtzeitig unterrichten."),
            _("Aufrufe der EU stehen hier mit Fristen. Sie können ihnen folgen und erinnert werden."),
            reverse("funding:overview"),
            _("Förderaufrufe ansehen"),
        ),
        Item(
            4,
            _("Eine Plattform für den Austausch"),
            _("Verwaltung, Wirtschaft, Vereine und Zivilgesellschaft sollen sich digital vernetzen können."),
            _("Vereine und Schulen der Partnerschaften stehen auf einer Seite."),
            reverse("portal:exchange"),
            _("Vereine und Schulen ansehen"),
        ),
        Item(
            5,
            _("Steuerungsteam und Arbeitskreis"),
            _("Ein Steuerungsteam soll die Arbeit lenken, ein Arbeitskreis soll sie begleiten."),
            _("Mitglieder beider Gremien können hier ein Konto bekommen."),
            reverse("portal:contact"),
            _("Kontakt zur Stadt"),
        ),
    ]
