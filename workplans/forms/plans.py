"""What is written of a month as a whole: its aim, the reflection, the review. Each form does what it says."""

from django import forms

from hackit.forms import Comparing, GovukForm, field_of
from workplans import actions
from workplans.models import WorkPlan


class AimForm(Comparing, GovukForm, forms.Form):
    """The aim of a month; `record` is its plan, unsaved while there is none."""

    button = "Save the aim"
    aim = field_of(WorkPlan, "aim", "Write what the month is for.", required=True)

    def __init__(self, *args, plan, **kwargs):
        self.record = plan
        super().__init__(*args, initial={"aim": plan.aim}, **kwargs)

    def act(self, by):
        """Writes it. Returns what `by` reads then. Raises ValidationError."""
        plan = self.record
        actions.write_aim(plan.apprentice, plan.month_on, aim=self.cleaned_data["aim"], by=by, seen=self.seen)
        return f"Saved: the aim of {plan.month}."


class ReflectForm(Comparing, GovukForm, forms.Form):
    """The apprentice looks back on a month."""

    button = "Save my reflection"
    went_well = field_of(WorkPlan, "went_well")
    was_hard = field_of(WorkPlan, "was_hard")
    proud_of = field_of(WorkPlan, "proud_of")

    def __init__(self, *args, plan, **kwargs):
        self.record = plan
        initial = {name: getattr(plan, name) for name in WorkPlan.REFLECTION}
        super().__init__(*args, initial=initial, **kwargs)

    def act(self, by):
        """Saves it. Returns what `by` reads then. Raises ValidationError."""
        actions.reflect(self.record, words=self.cleaned_data, by=by, seen=self.seen)
        return "Saved: your reflection. Your manager, the deputies and the coordinators read it."


class ReviewForm(Comparing, GovukForm, forms.Form):
    """The manager or a deputy reviews a month."""

    button = "Save the review"
    review = field_of(
        WorkPlan,
        "review",
        "Write a sentence about the month.",
        label="Your words on the month",
        required=True,
    )

    def __init__(self, *args, plan, **kwargs):
        self.record = plan
        super().__init__(*args, initial={"review": plan.review}, **kwargs)

    def act(self, by):
        """Saves it. Returns what `by` reads then. Raises ValidationError."""
        plan = actions.review(self.record, review=self.cleaned_data["review"], by=by, seen=self.seen)
        return f"Saved: {plan.month} is reviewed. {plan.apprentice.person.called} reads what you wrote."
