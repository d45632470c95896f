"""The items of a plan: adding and suggesting, changing, and why one is carried over or dropped."""

from crispy_forms_gds.layout import Button, Div, Field, Size
from django import forms
from django.urls import reverse

from hackit.forms import Comparing, GovukForm, day, field_of
from workplans import actions
from workplans.models import PlanItem
from workplans.work_plan import Move

ANOTHER, MORE = "another", "more"
STORED_AS = {"who_helps": "helper"}


class ItemForm(GovukForm, forms.Form):
    """What is written of an item of an Apprentice."""

    title = field_of(PlanItem, "title", "Write what is to be done or learned.", label="What")
    kind = field_of(PlanItem, "kind", "Choose what it is about.", label="Kind", widget=forms.RadioSelect)
    due_on = day("due", "The day, such as 3/9/2026. Leave it blank if there is none.", required=False)
    detail = field_of(
        PlanItem, "detail", help_text="What is needed, where it is, how to know that it is done."
    )
    # Templates find what crispy knows of a form under “helper”: a field of that name would hide it.
    who_helps = field_of(PlanItem, "helper", help_text="A name, such as who shows how it is done.")

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, **kwargs)

    def adapt(self):
        projects = {str(one.pk): one for one in self.apprentice.projects.all()}
        # A box with nothing to choose from would only ask a question.
        if projects:
            choices = [("", "None"), *projects.items()]
            self.fields["project"] = forms.TypedChoiceField(
                label="Project", required=False, choices=choices, coerce=projects.get, empty_value=None
            )

    @property
    def words(self):
        """What was filled in, by the names of PlanItem.WRITTEN."""
        return {STORED_AS.get(name, name): value for name, value in self.cleaned_data.items()}

    def lay_out(self, name, field):
        if name == "kind":
            return Field.radios(name, inline=True, legend_size=Size.SMALL)
        return Field.select(name) if name == "project" else super().lay_out(name, field)


class AddForm(ItemForm):
    """A new item of a month, or one that the apprentice `suggests`; `begun` is what they typed of it."""

    def __init__(self, *args, month, suggests=False, begun=(), **kwargs):
        self.month, self.suggests = month, suggests
        initial = {"kind": PlanItem._meta.get_field("kind").default}
        initial |= {name: begun[name] for name in self.base_fields if name in begun}
        super().__init__(*args, initial=initial, **kwargs)
        name = "suggest_item" if suggests else "add_item"
        self.helper.form_action = reverse(name, args=[self.apprentice.pk, month])

    @property
    def another(self):
        """Whether the next one is to be written straight away."""
        return ANOTHER in self.data

    def lay_out_buttons(self):
        yield Div(
            Button("submit", "Suggest it" if self.suggests else "Add it", data_prevent_double_click="true"),
            Button.secondary(ANOTHER, "Save and add another", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )

    def act(self, by):
        """Adds it. Says nothing: the next page shows it. Raises ValidationError."""
        act = actions.suggest if self.suggests else actions.add_item
        self.item = act(self.apprentice, self.month, words=self.words, by=by)


class QuickForm(AddForm):
    """What is asked at the foot of the plan: a page of its own asks for the rest.

    What was begun in it stays when a button of an item is pressed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.attrs["data-keep"] = ""

    def adapt(self):
        for name in ("detail", "who_helps"):
            del self.fields[name]

    def lay_out_buttons(self):
        yield from super().lay_out_buttons()
        yield Button.secondary(MORE, "More detail first")


class ChangeForm(Comparing, ItemForm):
    """An item that is there."""

    button = "Save"
    stored_as = STORED_AS

    def __init__(self, *args, item, **kwargs):
        self.record = item
        initial = {name: getattr(item, name) for name in PlanItem.WRITTEN}
        initial |= {"project": item.project_id, "who_helps": item.helper}
        super().__init__(*args, apprentice=item.plan.apprentice, initial=initial, **kwargs)

    def act(self, by):
        """Changes it. Says nothing: the next page shows it. Raises ValidationError."""
        actions.change_item(self.record, words=self.words, by=by, seen=self.seen)


class ReasonForm(GovukForm, forms.Form):
    """Why an item is carried over or dropped, or a suggestion not taken in."""

    because = field_of(PlanItem, "because", "Say why in a sentence.", label="Why", required=True)

    def __init__(self, *args, item, move, **kwargs):
        self.item, self.move = item, move
        if item.waits:
            self.button = "Send this answer"
        else:
            self.button = "Carry it over" if move == Move.CARRY else "Drop it"
        super().__init__(*args, **kwargs)

    def act(self, by):
        """Carries it over or drops it. Says nothing: the next page shows it. Raises ValidationError."""
        actions.move_on(self.item, self.move, because=self.cleaned_data["because"], by=by)
