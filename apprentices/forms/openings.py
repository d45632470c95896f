"""The search over openings, read from the address."""

from django import forms

from hackit.forms import ANY
from hackit.overview.openings import ELSEWHERE, HERE


class OpeningSearch(forms.Form):
    """What to look for. A value that means nothing is left out, not an error."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    where = forms.ChoiceField(
        required=False, choices=[*ANY, (HERE, "Here"), (ELSEWHERE, "At other employers")]
    )

    @property
    def chosen(self):
        """What was chosen and means something, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
