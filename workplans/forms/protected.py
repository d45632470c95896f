"""The monthly question: was your learning time protected?"""

from crispy_forms_gds.layout import Field, Hidden
from django import forms

from hackit.forms import GovukForm
from workplans import actions
from workplans.models import ProtectedAnswer

CHOOSE = "Choose yes, mostly or no."


class ProtectedForm(GovukForm, forms.Form):
    """The answer of an apprentice about one month; it can be changed while that month is asked about."""

    button = "Save my answer"
    # The month that the page asked about: at midnight it may be another one.
    month_on = forms.DateField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=ProtectedAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    got_in_the_way = ProtectedAnswer._meta.get_field("got_in_the_way").formfield(
        label="What got in the way", help_text="If anything did: leave it blank if not."
    )

    def __init__(self, *args, apprentice, month, given, **kwargs):
        self.apprentice, self.month = apprentice, month
        initial = {"answer": given.answer, "got_in_the_way": given.got_in_the_way} if given else {}
        super().__init__(*args, initial=initial, **kwargs)

    def adapt(self):
        self.fields["answer"].label = f"Was your learning time protected in {self.month:%B %Y}?"

    def lay_out_fields(self):
        # Not the month that was sent: who is refused for it answers about this one next.
        yield Hidden("month_on", self.month.isoformat())
        yield Field.radios("answer")
        yield self.lay_out("got_in_the_way", self.fields["got_in_the_way"])

    def act(self, by):
        """Saves the answer. Returns what `by` reads then. Raises ValidationError."""
        actions.answer(self.apprentice, by=by, **self.cleaned_data)
        return "Saved. Only you and the coordinators read your answer."
