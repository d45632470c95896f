"""The form of one piece of learning, and the fields that the other forms of the log share."""

from crispy_forms_gds.layout import Button, Div, Field
from django import forms
from django.core.exceptions import ValidationError

from hackit.forms import GovukForm, field_of
from workplans import log
from workplans.actions import Draft
from workplans.models import LearningEntry

NEVER_COUNT = [kind.words for kind in log.KINDS.values() if not kind.counts]
KINDS = (
    ("Counts", [(key, kind.words) for key, kind in log.KINDS.items() if kind.counts]),
    ("Is kept, does not count", [(key, kind.words) for key, kind in log.KINDS.items() if not kind.counts]),
)
NEVER = f"These are kept for the record and never count: {', '.join(NEVER_COUNT).capitalize()}."
PAID = (
    "Learning outside paid time is kept and does not count. If it is given back to you as time off, "
    "choose Yes."
)
TIME = "In hours, by quarters: 0.25, 1.5 or 7.25. Or as 1:30, 90m or 1h 30m."
LINK = "To what you made or read, if it is online. For example, https://example.org/my-notes."


class TimeField(forms.CharField):
    """A time as people write it, read as whole minutes in quarters of an hour; None for nothing."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"})
    default_error_messages = {
        "required": "Enter how long it took.",
        "invalid": "Write the time as 1.5, 1:30, 90m or 1h 30m.",
        "hours": "A day has 24 hours. Write hours, such as 1.5, or minutes with an m, such as 90m.",
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30, **kwargs})

    def prepare_value(self, value):
        return log.in_table(value) if isinstance(value, int) else value

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        minutes = log.minutes_of(words)
        if minutes is None or minutes > log.DAY:
            name = "invalid" if minutes is None else "hours"
            raise ValidationError(self.error_messages[name], code=name)
        if refused := log.refusal_of_time(minutes, 0):
            raise ValidationError(refused)
        return int(minutes)


def kind_field(nothing="Choose a kind", **more):
    """The kinds in two groups, those that count and those that never do."""
    words = {"required": "Choose what kind of learning it was."}
    return forms.ChoiceField(choices=[("", nothing), *KINDS], error_messages=words, **more)


class PaidField(forms.TypedChoiceField):
    """Whether it was in paid time: a yes and a no, of which yes is filled in."""

    widget = forms.RadioSelect
    default_error_messages = {"required": "Say whether it was in paid time."}

    def __init__(self, **kwargs):
        choices = [("yes", "Yes"), ("no", "No")]
        told = {"label": "In paid time", "help_text": PAID, "initial": "yes"}
        super().__init__(choices=choices, coerce=lambda value: value == "yes", **told, **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class EntryForm(GovukForm, forms.Form):
    """One piece of learning, to be logged."""

    learned_on = field_of(
        LearningEntry,
        "learned_on",
        "Write the day.",
        help_text="For example, 3/9/2026.",
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
    )
    minutes = TimeField(label="Time", help_text=TIME)
    kind = kind_field(label="Kind", help_text=NEVER)
    what = field_of(LearningEntry, "what", "Say what you learned.", help_text="A sentence or two is enough.")
    in_paid_time = PaidField()
    link = field_of(
        LearningEntry,
        "link",
        label="Link (optional)",
        help_text=LINK,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": "Write the whole address, such as https://example.org/my-notes."},
    )

    def lay_out(self, name, field):
        return Field.textarea(name, rows=4) if name == "what" else super().lay_out(name, field)

    def lay_out_buttons(self):
        yield Div(
            Button("submit", "Save", data_prevent_double_click="true"),
            Button.secondary("another", "Save and add another", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )

    @property
    def draft(self):
        """What was filled in, as a Draft."""
        return Draft(**self.cleaned_data)


class CorrectionForm(EntryForm):
    """An entry that is put right and sent again."""

    button = "Save and send again"

    def __init__(self, *args, entry, **kwargs):
        initial = {name: getattr(entry, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def lay_out_buttons(self):
        yield from GovukForm.lay_out_buttons(self)
