"""The answer to an entry that waits: accepted, or returned with a reason."""

from crispy_forms_gds.layout import Button, Div, Hidden
from django import forms

from hackit.forms import GovukForm, field_of
from workplans import actions
from workplans.models import LearningEntry
from workplans.models.entries import versions_seen

SEEN, SEND_BACK = "seen", "send_back"
CHANGED = "This entry was changed meanwhile. Here it is as it is now: read it, then answer."


class AnswerForm(GovukForm, forms.Form):
    """One entry, accepted or returned; it knows which version of the entry was read."""

    returned_because = field_of(
        LearningEntry,
        "returned_because",
        required=False,
        label="Why you return it",
        help_text="Only if you return it. The apprentice reads this: say what to put right.",
    )

    def __init__(self, data=None, *, entry):
        self.entry = entry
        self.returns = bool(data) and SEND_BACK in data
        self.seen = versions_seen([(data or {}).get(SEEN, "")])
        super().__init__(data)

    def clean_returned_because(self):
        because = self.cleaned_data["returned_because"]
        if because and not self.returns:
            raise forms.ValidationError("Choose “Return it”, or delete the reason.")
        return because

    def lay_out_buttons(self):
        yield Hidden(SEEN, self.entry.version)
        yield Div(
            Button("accept", "Accept", data_prevent_double_click="true"),
            Button.secondary(SEND_BACK, "Return it", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )

    def act(self, by):
        """Carries the answer out and returns the entry.

        Raises ValidationError for an answer that says no reason, or when the entry was changed meanwhile.
        """
        seen = {key: sent for key, sent in self.seen.items() if key == self.entry.pk}
        if self.returns:
            because = self.cleaned_data["returned_because"]
            answered = actions.send_back(seen, because=because, by=by)
        else:
            answered = actions.accept(seen, by=by)
        if not answered:
            raise forms.ValidationError(CHANGED)
        return answered[0]
