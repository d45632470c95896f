"""The forms of a project: what whoever names it writes, what is the apprentice's, and a line of feedback."""

from django import forms

from hackit.forms import Comparing, GovukForm, day
from workplans import actions
from workplans.models import Project


class OfProject(Comparing, GovukForm, forms.ModelForm):
    """What the forms of a project share. They fill in what stands there."""

    @property
    def record(self):
        """The project."""
        return self.instance

    @property
    def words(self):
        """What was filled in, by the name of the field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class Address(forms.URLField):
    """An address as people write it: without a scheme it is one of https."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class ProjectForm(OfProject):
    """What whoever names a project writes of it; naming one, the instance is new and has its apprentice."""

    button = "Save the project"
    from_on = day("from", required=False)
    until_on = day("until", "Leave it blank while it goes on.", required=False)

    class Meta:
        model = Project
        fields = Project.NAMED
        field_classes = {"link": Address}
        error_messages = {
            "title": {"required": "Give the project a name."},
            "link": {"invalid": "Write the whole address, such as https://example.org/project."},
        }

    def clean(self):
        data = super().clean()
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day is before the first.")
        return data

    def act(self, by):
        """Names or changes the project: `saved`. Returns what `by` reads then. Raises ValidationError."""
        if self.instance.pk is None:
            self.saved = actions.name_project(self.instance.apprentice, words=self.words, by=by)
            return f"Named: {self.saved}."
        self.saved = actions.change_project(self.instance, words=self.words, by=by, seen=self.seen)
        return f"Saved: {self.saved}."


class PartForm(OfProject):
    """What the apprentice writes about a project."""

    button = "Save what I wrote"

    class Meta:
        model = Project
        fields = Project.OWN
        help_texts = {
            "my_part": "What you did yourself, as you would tell somebody who was not there.",
            "skills": "Such as talking with users, writing tests, planning a day.",
            "outcome": "What is different now, for whom, and how you know.",
        }

    def act(self, by):
        """Writes it. Returns what `by` reads then. Raises ValidationError."""
        actions.write_part(self.instance, words=self.words, by=by, seen=self.seen)
        return f"Saved: what you wrote about {self.instance}."


class FeedbackForm(OfProject):
    """A line of feedback; a blank one takes it away."""

    button = "Save the feedback"

    class Meta:
        model = Project
        fields = ("feedback",)
        help_texts = {"feedback": "A sentence or two. To take it away, leave this blank."}

    def act(self, by):
        """Gives it, or takes it away. Returns what `by` reads then. Raises ValidationError."""
        feedback = self.cleaned_data["feedback"]
        given = actions.give_feedback(self.instance, feedback=feedback, by=by, seen=self.seen)
        return f"Saved: your feedback on {given}." if given.feedback else f"{given} has no feedback now."
