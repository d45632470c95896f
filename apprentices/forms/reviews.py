"""The form of a review of three, and of what was agreed in it."""

from django import forms

from apprentices.forms.agreed import SHORT, AgreedRows
from apprentices.models import Review
from hackit import dates
from hackit.forms import GovukForm, Versioned

THERE = ("apprentice_there", "manager_there", "provider_there")


class ReviewForm(AgreedRows, Versioned, GovukForm, forms.ModelForm):
    """A review that was held, with rows for what was agreed."""

    class Meta:
        model = Review
        fields = ("held_on", "others_there", "summary")
        widgets = {"held_on": forms.DateInput(attrs={"class": SHORT})}
        help_texts = {"held_on": "For example, 3/9/2026 or 3 September 2026."}

    about = field_order = ("held_on", "there", "others_there", "summary")
    several = ("there",)
    button = "Save the review"
    too_early = "Choose the day of the review or a later one."
    there = forms.MultipleChoiceField(
        label="Who was there",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, Review._meta.get_field(name).verbose_name.capitalize()) for name in THERE],
    )

    def initial_of(self, talk):
        """Who was there, and today for one that is written for the first time."""
        there = {"there": [name for name in THERE if getattr(talk, name)]}
        return there if talk.pk else there | {"held_on": dates.today()}

    @property
    def values(self):
        """What was filled in, as `actions.record_review` takes it."""
        there = {name: name in self.cleaned_data["there"] for name in THERE}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | there | {"agreed": self.agreed}
