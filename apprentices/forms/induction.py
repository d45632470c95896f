"""The steps of an induction: telling how far one is, adding one and changing it."""

from crispy_forms_gds.layout import Field, Hidden, Size
from django import forms

from apprentices import actions
from apprentices.induction import State
from apprentices.models import InductionStep
from cohorts.induction import Kind
from hackit.forms import Comparing, GovukForm, day, field_of

# How far a step can be told to be, as a page asks it.
ANSWERS = {
    State.TO_DO: "To do: nobody has begun",
    State.DOING: "Somebody is working on it",
    State.STUCK: "Stuck",
    State.DONE: "Done",
    State.NOT_NEEDED: "Not needed",
}
# The same as whoever does it says it.
OWN_ANSWERS = ANSWERS | {
    State.TO_DO: "I have not begun",
    State.DOING: "I am doing it",
    State.STUCK: "I am stuck",
}
WORDS = ("title", "guidance", "owner", "kind", "sight")


class TellForm(GovukForm, forms.Form):
    """How far a step is, in the words of whoever does it when it is their `own`.

    Whoever `leads` the induction may also say that it is not needed.
    """

    button = "Save"
    state = forms.ChoiceField(
        label="How far is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it is."},
    )
    stuck_because = field_of(
        InductionStep,
        "stuck_because",
        label="What is in the way, if it is stuck",
        help_text="The manager, deputies and coordinators see it, and whoever else sees this step.",
    )
    not_needed_because = field_of(
        InductionStep, "not_needed_because", label="Why it is not needed, if so", required=False
    )

    def __init__(self, *args, step, leads, own, **kwargs):
        self.step, self.leads, self.own = step, leads, own
        names = ("state", "stuck_because", "not_needed_because")
        super().__init__(*args, initial={name: getattr(step, name) for name in names}, **kwargs)

    def adapt(self):
        refused = {State.DONE} if actions.done_by_itself(self.step) else set()
        refused |= set() if self.leads else {State.NOT_NEEDED}
        answers = OWN_ANSWERS if self.own else ANSWERS
        self.fields["state"].choices = [(one, words) for one, words in answers.items() if one not in refused]
        if self.own:
            self.fields["stuck_because"].label = "What is in your way, if you are stuck"
        if not self.leads:
            del self.fields["not_needed_because"]

    def lay_out(self, name, field):
        if name == "state":
            return Field.radios(name, legend_size=Size.MEDIUM)
        return Field.textarea(name, rows=3)

    def lay_out_buttons(self):
        # Which state the page shows: nobody overwrites what they have not seen.
        yield Hidden("was", self.step.state)
        yield from super().lay_out_buttons()

    def act(self, by):
        """Notes it. Returns what `by` reads then. Raises ValidationError."""
        data, state = self.cleaned_data, State(self.cleaned_data["state"])
        reasons = {State.STUCK: "stuck_because", State.NOT_NEEDED: "not_needed_because"}
        because = data[reasons[state]] if state in reasons else ""
        actions.tell(self.step, state=state, because=because, was=self.data.get("was"), by=by)
        return f"{self.step.title}: noted as {state}."


class StepForm(GovukForm, forms.Form):
    """What a step says that somebody adds to the induction of an Apprentice, and by when."""

    button = "Add this step"
    title = field_of(InductionStep, "title", "Write what is to be done.", label="What")
    due_on = day("by when")
    owner = field_of(InductionStep, "owner", "Choose who does it.", label="Who does it")
    kind = field_of(InductionStep, "kind", "Choose a kind.", label="Kind", widget=forms.RadioSelect)
    sight = field_of(InductionStep, "sight", "Choose who sees it.", label="Confidential")
    guidance = field_of(InductionStep, "guidance", label="How to do it well", required=False)

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        begun = {name: InductionStep._meta.get_field(name).default for name in ("owner", "kind", "sight")}
        super().__init__(*args, initial=begun | kwargs.pop("initial", {}), **kwargs)

    def adapt(self):
        # Whom somebody meets is listed on a page of its own, where the days spread by themselves.
        kinds = [(one.value, one.capitalize()) for one in (Kind.TASK, Kind.TRAINING)]
        self.fields["kind"].choices = kinds
        self.fields["sight"].widget = forms.RadioSelect(choices=self.fields["sight"].choices)

    def lay_out(self, name, field):
        if name in ("kind", "sight"):
            return Field.radios(name, inline=name == "kind", legend_size=Size.SMALL)
        return Field.select(name) if name == "owner" else super().lay_out(name, field)

    def act(self, by):
        """Adds it. Returns what `by` reads then. Raises ValidationError."""
        self.step = actions.add_step(self.apprentice, by=by, **self.cleaned_data)
        return f"Added: {self.step.title}."


class ChangeStepForm(Comparing, StepForm):
    """Another day for a step, and other words for one that somebody added."""

    button = "Save"

    def __init__(self, *args, step, learning, **kwargs):
        self.record, self.learning = step, learning
        said = {name: getattr(step, name) for name in (*WORDS, "due_on")}
        super().__init__(*args, apprentice=step.apprentice, initial=said, **kwargs)

    def adapt(self):
        super().adapt()
        if self.record.day is not None:
            for name in WORDS:
                del self.fields[name]

    def act(self, by):
        """Changes it. Returns what `by` reads then. Raises ValidationError."""
        told = self.cleaned_data | {"learning": self.learning, "seen": self.seen}
        self.step = actions.change_step(self.record, by=by, **told)
        return f"Saved: {self.step.title}."
