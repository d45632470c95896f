"""What a work plan begins with: items of the last one."""

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils.html import escape

from hackit.forms import GovukForm
from workplans import actions
from workplans.work_plan import ItemState, State


class LastMonthForm(GovukForm, forms.Form):
    """The items of the last month. At first those of a draft are chosen: of a plan that was shared, what is
    open is carried over rather than begun again, and what is done is done.
    """

    button = "Add these items"
    items = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one item.", "invalid_choice": "Choose from this list."},
    )

    def __init__(self, *args, apprentice, month, items, **kwargs):
        self.apprentice, self.month = apprentice, month
        self.by_key = {str(item.pk): item for item in items}
        chosen = [key for key, item in self.by_key.items() if not _why_not(item)]
        super().__init__(*args, initial={"items": chosen}, **kwargs)

    def adapt(self):
        plan = next(iter(self.by_key.values())).plan
        self.fields["items"].label = f"From {plan.month}"
        self.fields["items"].help_text = "Those that were not dropped or carried over. Their days move along."
        # The words of a choice are printed as they are.
        self.fields["items"].choices = [
            (key, escape(f"{item.title}{_why_not(item)}")) for key, item in self.by_key.items()
        ]

    def lay_out_fields(self):
        yield Field.checkboxes("items", legend_size=Size.MEDIUM)

    def act(self, by):
        """Adds them. Returns what `by` reads then. Raises ValidationError."""
        chosen = [self.by_key[key] for key in self.cleaned_data["items"]]
        begun = actions.begin_from_last(self.apprentice, self.month, items=chosen, by=by)
        return begins_with(self.month, begun)


def _why_not(item):
    """Why an item is not chosen at first, as words behind its title; blank for one that is."""
    if item.state == ItemState.DONE:
        return f" ({item.state})"
    if item.plan.state == State.DRAFT:
        return ""
    return f" (still open in {item.plan.month}: carry it over instead)"


def begins_with(month, begun):
    """What is said of a month to which items were added."""
    number = f"{len(begun)} item" if len(begun) == 1 else f"{len(begun)} items"
    return f"{month:%B %Y} begins with {number}. Change what is different."
