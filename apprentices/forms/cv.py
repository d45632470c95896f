"""The form of a CV: one box a section."""

from django import forms
from django.core.exceptions import ValidationError

from apprentices import actions
from apprentices.models import Cv
from hackit import wordfile
from hackit.forms import OURS, Comparing, GovukForm

BLOCKS = "Leave a line empty between one and the next; the first line of each becomes its heading."
POINTS = "A line each."
HINTS = {
    "contact": "Such as a private email address and a telephone number. Your manager and the coordinators can"
    " read it too: you can leave it blank here, and add it once you have downloaded the CV.",
    "profile": "A few sentences: who you are, what you do, what you look for.",
    "apprenticeship": BLOCKS,
    "projects": f"{BLOCKS} What was it for, what was your part, what came of it?",
    "skills": POINTS,
    "training": POINTS,
}


class CvForm(Comparing, GovukForm, forms.ModelForm):
    """A Cv, unsaved while there is none; the boxes begin with the texts of `begins`, by section."""

    button = "Save my CV"

    class Meta:
        model = Cv
        fields = Cv.SECTIONS

    def __init__(self, data=None, *, cv, begins):
        super().__init__(data, instance=cv, initial=begins)

    def adapt(self):
        for name, words in HINTS.items():
            self.fields[name].help_text = words

    @property
    def record(self):
        """The CV; unsaved while nothing was ever written."""
        return self.instance

    def clean(self):
        """What a document cannot hold is refused beside its box."""
        data = super().clean()
        for name in Cv.SECTIONS:
            if not wordfile.holds(data.get(name, "")):
                self.add_error(name, ValidationError(OURS["null_characters_not_allowed"]))
        return data

    def act(self, by):
        """Writes it. Returns what `by` reads then. Raises ValidationError."""
        sections = {name: self.cleaned_data[name] for name in Cv.SECTIONS}
        actions.write_cv(self.instance.apprentice, by=by, seen=self.seen, **sections)
        return "Saved: your CV."
