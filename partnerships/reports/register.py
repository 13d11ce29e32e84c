"""The register of partnerships with the four legal forms of the German section of the CEMR (RGRE).

The RGRE keeps a data base of German twinnings and asks the cities for their changes once a year
(domain.md 1.1); these are its words for the forms.
"""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organisation
from core.exports import as_csv
from partnerships.models import Partnership
from partnerships.reports.papers.sheets import workbook

LegalForm = Partnership.LegalForm


def words_of_the_register():
    return {
        LegalForm.TWINNING: _("Partnerschaft"),
        LegalForm.FRIENDSHIP: _("Freundschaft"),
        LegalForm.CONTACT: _("Kontakt"),
        LegalForm.PROJECT: _("Projektpartnerschaft"),
    }


def rows_for(user):
    """The partnerships that `user` may see, with the names of their associations and fields."""
    associations = Organisation.objects.visible_to(user).filter(partnerships=OuterRef("pk"))
    return (
        Partnership.objects.visible_to(user)
        .with_summary(get_language())
        .annotate(
            association_names=ArraySubquery(associations.order_by("name").values("name")),
        )
        .order_by("city__name", "pk")
    )


def header(*, is_internal):
    public = [
        _("Partner"), _("Name in der Landessprache"), _("Land"), _("Ländercode"), _("Art (RGRE)"), _("seit"),
        _("Stand"), _("Vereine"), _("Felder der Zusammenarbeit"), _("Wikidata"), _("GeoNames"),
    ]  # fmt: skip
    return public + ([_("Beschluss des Stadtrats"), _("Sichtbarkeit"), _("Beispiel")] if is_internal else [])


def lines(partnerships, *, is_internal):
    forms = words_of_the_register()
    return [_line(one, forms, is_internal=is_internal) for one in partnerships]


def _line(one, forms, *, is_internal):
    city = one.city
    public = [
        city.name,
        city.name_local or city.name,
        city.country.name,
        city.country_id,
        forms[one.legal_form],
        one.signed_on,
        one.state_word,
        "; ".join(one.association_names),
        "; ".join(one.field_names),
        city.wikidata,
        city.geonames,
    ]
    if not is_internal:
        return public
    missing = _("nicht überliefert") if one.decision_not_recorded else ""
    example = _("ja") if one.is_example else ""
    return [*public, one.council_decision or missing, one.get_publicness_display(), example]


def as_file(partnerships, kind, *, is_internal):
    """The bytes of the register, as "csv" or "xlsx"."""
    columns, rows = header(is_internal=is_internal), lines(partnerships, is_internal=is_internal)
    if kind == "csv":
        return as_csv(columns, rows)
    return workbook(
        _("Register der Partnerschaften"), str(settings.CITY["authority"]), [(_("Register"), columns, rows)]
    )
