"""The rows of a form in which what was agreed in a talk is written: a review of three, or another one."""

from crispy_forms_gds.layout import HTML, Button, Div, Fieldset, Hidden, Size
from django import forms

from apprentices.models.agreed import Agreed
from hackit import versions

# What one row asks of what was agreed. The names of a row's fields end in its number.
WHAT = ("what", "owner", "due_on")
SHORT = "govuk-input--width-10"
BLANK_ROWS = 3
MOST_ROWS = 40
ROWS = "Leave rows empty that you do not need. To take something away, empty its row."
HEADING = f'<h2 class="govuk-heading-m">What was agreed</h2><p class="govuk-hint">{ROWS}</p>'


class AgreedRows:
    """A mixin of model forms about a talk: rows for what was agreed in it, into `agreed`.

    Who asks for another row gets one, and what they typed stays; nothing is checked then. The form says
    which fields are `about` the talk, in the order of the page, and which of them take several values.
    """

    about = ()
    several = ()
    button = "Save"
    # What is said of something that is due before the talk.
    too_early = ""

    def __init__(self, data=None, *, instance):
        self.known = list(instance.agreed_actions.order_by("pk")) if instance.pk else []
        self.rows = _rows(data, len(self.known) + BLANK_ROWS)
        self.seen = (data or {}).get(versions.FIELD, "")
        initial = self.initial_of(instance)
        for number, one in enumerate(self.known):
            initial |= {f"{name}_{number}": getattr(one, name) for name in ("pk", *WHAT)}
        self.grows = bool(data) and "add" in data
        if self.grows:
            initial |= {name: data.get(name, "") for name in data}
            initial |= {name: data.getlist(name) for name in self.several}
            self.rows, data = min(self.rows + 1, MOST_ROWS), None
        super().__init__(data, instance=instance, initial=initial)

    def initial_of(self, talk):
        """What the fields about the talk begin with, beside what it holds itself."""
        return {}

    def adapt(self):
        for number in range(self.rows):
            for name in WHAT:
                self.fields[f"{name}_{number}"] = Agreed._meta.get_field(name).formfield(required=False)
            self.fields[f"due_on_{number}"].widget.attrs["class"] = SHORT
            self.fields[f"owner_{number}"].choices = [("", "Choose"), *Agreed.Owner.choices]
            self.fields[f"pk_{number}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        if self.grows:  # whoever asked for the row writes into it next
            self.fields[f"what_{self.rows - 1}"].widget.attrs["autofocus"] = True

    def clean(self):
        """Each row that says anything says all of it, and nothing twice."""
        self.agreed, said = [], set()
        for number in range(self.rows):
            row = {name: self.cleaned_data.get(f"{name}_{number}") for name in ("pk", *WHAT)}
            if any((self[f"{name}_{number}"].data or "").strip() for name in WHAT):
                self._check_row(number, row, said)
                self.agreed.append(row)
        return super().clean()

    def _check_row(self, number, row, said):
        for name, words in (
            ("what", "say what was agreed."),
            ("owner", "choose who does it."),
            ("due_on", "say by when."),
        ):
            if not row[name] and f"{name}_{number}" not in self.errors:
                self.add_error(f"{name}_{number}", f"Action {number + 1}: {words}")
        held_on = self.cleaned_data.get("held_on")
        if held_on and row["due_on"] and row["due_on"] < held_on:
            self.add_error(f"due_on_{number}", self.too_early)
        if row["what"] and (row["what"], row["owner"]) in said:
            self.add_error(f"what_{number}", "This stands in another row already: take one of them out.")
        said.add((row["what"], row["owner"]))

    @property
    def changed_data(self):
        """Also after a button was pressed twice: rows that were new are known by then."""
        return [name for name in super().changed_data if not name.startswith("pk_")]

    def lay_out_fields(self):
        for name in self.about:
            yield self.lay_out(name, self.fields[name])
        yield HTML(HEADING)
        for number in range(self.rows):
            fields = [self.lay_out(f"{name}_{number}", self.fields[f"{name}_{number}"]) for name in WHAT]
            legend = {"legend": f"Action {number + 1}", "legend_size": Size.SMALL}
            yield Fieldset(*fields, f"pk_{number}", css_class="app-row", **legend)

    def lay_out_buttons(self):
        yield Hidden("rows", str(self.rows))
        unsent = not self.is_bound and self.seen
        yield Hidden(versions.FIELD, self.seen if unsent else versions.latest(self.instance))
        yield Div(
            Button("submit", self.button, data_prevent_double_click="true"),
            Button.secondary("add", "Add another action"),
            css_class="govuk-button-group",
        )


def _rows(data, fewest):
    """How many rows the page had, or `fewest` for one that does not say."""
    said = (data or {}).get("rows", "")
    return min(int(said), MOST_ROWS) if said.isdecimal() and len(said) < 4 else fewest
