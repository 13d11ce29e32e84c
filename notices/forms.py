"""How often somebody wants mail about each topic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notices import topics

CHOOSE = _("Wählen Sie, wie oft Sie Mails zu diesem Thema möchten.")


class FrequencyForm(forms.Form):
    """One choice per topic that concerns the person."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(person.preferences.values_list("topic", "frequency"))
        for topic in topics.concerning(person):
            wanted = chosen.get(topic.name, topic.default)
            codes = [code for code, word in topic.choices]
            self.fields[topic.name] = forms.ChoiceField(
                label=topic.label,
                choices=topic.choices,
                initial=wanted if wanted in codes else topic.default,
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )
