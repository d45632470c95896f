"""What those responsible note of one way on."""

from django import forms

from apprentices import actions
from apprentices.models import Option
from hackit.forms import Comparing, GovukForm, field_of


class WeighForm(Comparing, GovukForm, forms.Form):
    """What a way on needs, who asks for it, and how it stands. `record` is its Option, saved or not."""

    button = "Save"
    needs = field_of(
        Option,
        "needs",
        label="What it needs",
        required=False,
        help_text="Such as a post in the budget, a date to apply by, a talk with somebody.",
    )
    asked_by = field_of(
        Option,
        "asked_by",
        label="Who is asking",
        required=False,
        help_text="A name, or a part: HR, the manager.",
    )
    chance = field_of(
        Option, "chance", "Choose how it stands.", label="How it stands", widget=forms.RadioSelect
    )

    def __init__(self, data, *, option):
        self.record = option
        initial = {name: getattr(option, name) for name in ("needs", "asked_by", "chance")}
        super().__init__(data, initial=initial)

    def act(self, by):
        """Saves it. Returns what `by` reads then."""
        option = self.record
        actions.weigh(option.apprentice, way=option.way, by=by, seen=self.seen, **self.cleaned_data)
        return f"Saved: {option}."
