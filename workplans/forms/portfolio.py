"""The forms of a portfolio: the profile above it, and a link for somebody outside."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from hackit import dates
from hackit.forms import Comparing, GovukForm
from workplans import actions
from workplans.models import Portfolio, PortfolioLink

WHO = (
    "To tell links apart, such as “Job at the county council”. Whoever opens the link does not see this. You "
    "can leave it blank."
)


class ProfileForm(Comparing, GovukForm, forms.ModelForm):
    """Who the apprentice is; the instance has its apprentice."""

    button = "Save my profile"

    class Meta:
        model = Portfolio
        fields = ("profile",)

    @property
    def record(self):
        """The portfolio; unsaved while nothing was ever written."""
        return self.instance

    def act(self, by):
        """Writes it. Returns what `by` reads then. Raises ValidationError."""
        profile = self.cleaned_data["profile"]
        actions.write_profile(self.instance.apprentice, profile=profile, by=by, seen=self.seen)
        return "Saved: your profile."


class LinkForm(GovukForm, forms.Form):
    """For whom a link is, and how long it holds."""

    button = "Make the link"
    purpose = PortfolioLink._meta.get_field("purpose").formfield(help_text=WHO)
    days = forms.TypedChoiceField(
        label="How long it works",
        choices=[(days, f"{days} days") for days in actions.LINK_DAYS],
        coerce=int,
        initial=actions.LINK_DAYS[1],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the link is to work."},
    )

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, **kwargs)

    def lay_out_fields(self):
        yield Field.text("purpose")
        yield Field.radios("days", legend_size=Size.SMALL)

    def act(self, by):
        """Makes it. Returns what `by` reads then. Raises ValidationError."""
        link = actions.make_link(self.apprentice, by=by, **self.cleaned_data)
        return f"The link is made and works until {dates.words(link.expires_on)}. Copy it below."
