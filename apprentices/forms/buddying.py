"""A buddy is briefed and thanked, a quiet place named: each form carries out what was written."""

from django import forms

from apprentices import actions
from apprentices.models import Apprentice, BuddyTerm
from hackit import dates
from hackit.forms import GovukForm, day, field_of


class BriefForm(GovukForm, forms.Form):
    """The day on which somebody talked with a buddy about what it is for."""

    button = "Save"
    briefed_on = day("we talked on")

    def __init__(self, *args, term, on, **kwargs):
        self.term = term
        super().__init__(*args, initial={"briefed_on": term.buddy.briefed_on or on}, **kwargs)

    def act(self, by):
        """Notes the day. Returns what `by` reads then."""
        briefed_on = self.cleaned_data["briefed_on"]
        actions.brief_buddy(self.term.buddy, briefed_on=briefed_on, by=by)
        return f"Saved: {self.term.buddy} was briefed on {dates.words(briefed_on)}."


class ThankForm(GovukForm, forms.Form):
    """The last day of a buddy, with words of thanks or without; of one whose time has an end, the thanks."""

    button = "End their time as buddy"
    until_on = day("last day", "Until then they see what they see now.")
    thanks = field_of(
        BuddyTerm,
        "thanks",
        label="Thanks",
        required=False,
        help_text="If you like. Once their time is over, the buddy reads it for four weeks on “This month”. "
        "The apprentice reads it too.",
    )

    def __init__(self, *args, term, on, **kwargs):
        self.term = term
        super().__init__(*args, initial={"until_on": on, "thanks": term.thanks}, **kwargs)

    def adapt(self):
        if self.term.until_on:
            del self.fields["until_on"]
            self.button = "Save the thanks"

    def act(self, by):
        """Ends the time. Returns what `by` reads then."""
        until_on = self.term.until_on or self.cleaned_data["until_on"]
        actions.end_with_thanks(self.term, until_on=until_on, thanks=self.cleaned_data["thanks"], by=by)
        day = dates.words(until_on)
        if until_on < dates.today():
            return f"Saved: {self.term.buddy} was buddy until {day}."
        return f"Saved: {self.term.buddy} is buddy until {day}."


class QuietPlaceForm(GovukForm, forms.Form):
    """Where an apprentice can learn undisturbed; blank while there is no such place."""

    button = "Save"
    place = field_of(Apprentice, "quiet_place", required=False)

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, initial={"place": apprentice.quiet_place}, **kwargs)

    def act(self, by):
        """Saves the place. Returns what `by` reads then."""
        place = self.cleaned_data["place"]
        actions.name_quiet_place(self.apprentice, place=place, by=by)
        return f"Saved: {place}." if place else "Saved: no quiet place is named."
