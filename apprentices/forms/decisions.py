"""What was decided is recorded, and its letter written and given."""

from crispy_forms_gds.layout import Button, Div, Field, Hidden
from django import forms

from apprentices import actions
from apprentices.actions.decisions import turns
from apprentices.models import Decision
from hackit import dates, versions
from hackit.forms import Comparing, GovukForm, day, field_of

TEAM = "Blank for the team of today; needed for a role in another team."
STAYS = "Leave it blank while nobody knows it: the letter then keeps a gap that you fill in later."


class DecisionForm(Comparing, GovukForm, forms.Form):
    """What was decided. `record` is the Decision, saved or not."""

    button = "Save and look at the letter"
    outcome = field_of(
        Decision, "outcome", "Choose what was decided.", label="What was decided", widget=forms.RadioSelect
    )
    decided_on = day("decided on")
    role = field_of(
        Decision,
        "role",
        label="Role",
        required=False,
        help_text="If there is one: the job title, or the name of the next apprenticeship. Without a role, "
        "leave this and all that follows blank.",
    )
    team = field_of(Decision, "team", label="Team", required=False, help_text=TEAM)
    starts_on = day("first day in the role", f"For example, 3/9/2026. {STAYS}", required=False)
    pay = field_of(Decision, "pay", label="Grade or pay", required=False, help_text=STAYS)
    next_manager = field_of(
        Decision, "next_manager", label="Manager in the role", required=False, help_text=STAYS
    )

    def __init__(self, data, *, decision, on):
        self.record = decision
        initial = {name: getattr(decision, name) for name in self.base_fields}
        super().__init__(data, initial=initial | {"decided_on": decision.decided_on or on})

    def adapt(self):
        self.fields["outcome"].choices = Decision._meta.get_field("outcome").choices

    def act(self, by):
        """Records the decision. Returns what `by` reads then."""
        given, record = self.record.given_on, self.record.apprentice
        anew = self.record.letter and turns(self.record, self.cleaned_data["outcome"])
        saved = actions.decide(record, by=by, seen=self.seen, **self.cleaned_data)
        said = "Saved. The letter was the opposite of this, so it is filled in anew." if anew else "Saved."
        if given and not saved.given_on:
            return f"{said} {record.person.called} reads it again once you give it in writing anew."
        return f"{said} {record.person.called} reads it once it is given in writing."


class GiveForm(Comparing, GovukForm, forms.Form):
    """The letter, and the day on which it is given; a draft can be saved until then."""

    given_on = day("given in writing on", "For example, 3/9/2026.", required=False)
    letter = field_of(Decision, "letter", label="The letter", required=False)

    def __init__(self, data, *, decision, on):
        self.record, self.draft = decision, bool(data and "draft" in data)
        super().__init__(data, initial={"letter": decision.letter, "given_on": on})

    field_order = ("letter", "given_on")

    def clean(self):
        """Whoever gives it says on which day."""
        if not self.draft and not self.cleaned_data.get("given_on") and "given_on" not in self.errors:
            self.add_error("given_on", "Write the day on which it is given.")
        return super().clean()

    def act(self, by):
        """Gives the letter, or saves it as a draft. Returns what `by` reads then."""
        record, letter = self.record.apprentice, self.cleaned_data["letter"]
        if self.draft:
            actions.write_letter(record, letter=letter, by=by, seen=self.seen)
            return f"Saved. {record.person.called} does not see the draft."
        given_on = self.cleaned_data["given_on"]
        actions.give_decision(record, letter=letter, given_on=given_on, by=by, seen=self.seen)
        return f"Given in writing on {dates.words(given_on)}. {record.person.called} can read it."

    def lay_out(self, name, field):
        """A letter is read whole."""
        return Field.textarea(name, rows=24) if name == "letter" else super().lay_out(name, field)

    def lay_out_buttons(self):
        yield Hidden(versions.FIELD, versions.latest(self.record))
        buttons = [Button("give", "Give it in writing", data_prevent_double_click="true")]
        if not self.record.given_on:
            buttons.append(Button.secondary("draft", "Save as a draft", data_prevent_double_click="true"))
        yield Div(*buttons, css_class="govuk-button-group")
