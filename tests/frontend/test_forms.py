"""Forms: markup of KERN, errors in words that lead to their field, 422."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from core.forms import error_entries, fields_with_default_text, form_response, portal_forms


class OfferForm(forms.Form):
    title = forms.CharField(help_text="Ein Satz.", error_messages={"required": "Geben Sie einen Titel ein."})
    kind = forms.ChoiceField(
        choices=[("a", "Gäste aufnehmen"), ("b", "Besuch machen")],
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie etwas aus."},
    )
    town = forms.ChoiceField(choices=[("", "Bitte wählen")], required=False)
    text = forms.CharField(widget=forms.Textarea, required=False)
    consent = forms.BooleanField(error_messages={"required": "Stimmen Sie zu."})
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Laden Sie die Seite neu."}
    )


class CarelessForm(forms.Form):
    title = forms.CharField()
    note = forms.CharField(required=False)


def shown(form, name):
    return re.sub(r"\s+", " ", form[name].as_field_group())


def test_a_field_has_label_help_and_error_tied_to_it():
    html = shown(OfferForm({}), "title")

    assert 'class="kern-form-input kern-form-input--error"' in html
    assert '<label class="kern-label" for="id_title">Title</label>' in html
    assert '<div class="kern-hint" id="id_title_helptext">Ein Satz.</div>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="kern-form-input__input kern-form-input__input--error"' in html
    assert '<div class="kern-error" id="id_title_error">' in html


class ShortForm(forms.Form):
    share = forms.CharField(label="Anteil in %", max_length=5)
    reason = forms.CharField(
        max_length=5, required=False, error_messages={"max_length": "Fassen Sie sich kurz."}
    )


def test_a_text_that_is_too_long_is_named_with_its_field_and_its_limit():
    form = ShortForm({"share": "x" * 12, "reason": "x" * 6})

    assert form.errors["share"] == ["„Anteil in %“ hat 12 Zeichen. Kürzen Sie auf höchstens 5."]
    assert form.errors["reason"] == ["Fassen Sie sich kurz."]


def test_a_field_without_error_shows_none():
    html = shown(OfferForm(), "title")

    assert "error" not in html


def test_only_the_optional_field_is_marked():
    assert "– optional" in shown(OfferForm(), "text")
    assert "– optional" not in shown(OfferForm(), "title")
    assert "– optional" not in shown(OfferForm(), "consent")


def test_a_filter_marks_nothing():
    html = render_to_string("components/field.html", {"field": OfferForm()["text"], "bare": True})

    assert "– optional" not in html


def test_radio_buttons_stand_in_a_fieldset_that_names_the_error():
    html = shown(OfferForm({}), "kind")

    assert '<fieldset class="kern-fieldset kern-fieldset--error" aria-describedby="id_kind_error">' in html
    assert html.count("kern-form-check__radio--error") == 2
    assert '<label class="kern-label" for="id_kind_0">Gäste aufnehmen</label>' in html


def test_a_select_has_its_wrapper_and_a_checkbox_its_label():
    assert '<div class="kern-form-input__select-wrapper"><select' in shown(OfferForm(), "town").replace(
        "> <", "><"
    )
    assert '<label class="kern-label" for="id_consent">Consent</label>' in shown(OfferForm(), "consent")


class StoredFile:
    url = "/dokumente/7/"

    def __str__(self):
        return "programm.pdf"


def test_a_stored_file_can_be_kept_or_taken_away():
    class FileForm(forms.Form):
        poster = forms.FileField(required=False)

    html = shown(FileForm(initial={"poster": StoredFile()}), "poster")

    assert '<a href="/dokumente/7/">programm.pdf</a>' in html
    assert 'class="kern-form-check__checkbox" type="checkbox" name="poster-clear"' in html


def test_what_a_person_typed_is_escaped():
    html = shown(OfferForm({"title": '"><script>x</script>'}), "title")

    assert "<script>" not in html


def test_the_summary_leads_to_every_field():
    assert error_entries(OfferForm({})) == [
        {"text": "Geben Sie einen Titel ein.", "target": "id_title"},
        {"text": "Wählen Sie etwas aus.", "target": "id_kind_0"},
        {"text": "Stimmen Sie zu.", "target": "id_consent"},
        {"text": "Laden Sie die Seite neu.", "target": ""},
    ]


def test_the_summary_counts_links_and_takes_the_focus():
    html = render_to_string(
        "components/error_summary.html", {"form": OfferForm({"title": "x", "version": 1})}
    )

    assert "Bitte prüfen Sie 2 Angaben" in html
    assert 'role="alert" tabindex="-1" data-focus' in html
    assert '<a href="#id_kind_0">Wählen Sie etwas aus.</a>' in html


def test_without_mistake_there_is_no_summary():
    assert render_to_string("components/error_summary.html", {"form": OfferForm()}).strip() == ""


def test_a_formset_is_summed_up_as_a_whole():
    formset = forms.formset_factory(OfferForm, min_num=1, extra=0)(
        {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 0,
            "form-0-title": "x",
            "form-0-consent": "on",
            "form-0-version": 1,
        }
    )

    assert error_entries(formset) == [{"text": "Wählen Sie etwas aus.", "target": "id_form-0-kind_0"}]


@pytest.mark.parametrize(("data", "status", "has_errors"), [(None, 200, False), ({}, 422, True)])
def test_a_form_with_mistakes_answers_422(rf, data, status, has_errors):
    response = form_response(rf.get("/"), "components/error_summary.html", {}, OfferForm(data))

    assert response.status_code == status
    assert response.context_data["has_errors"] is has_errors


def test_djangos_own_words_are_found():
    assert fields_with_default_text(CarelessForm) == ["title"]
    assert fields_with_default_text(OfferForm) == []


def test_every_required_field_of_the_portal_has_words_of_its_own():
    careless = {
        f"{form_class.__module__}.{form_class.__qualname__}": names
        for form_class in portal_forms()
        if not form_class.__module__.startswith("tests") and (names := fields_with_default_text(form_class))
    }

    assert careless == {}
