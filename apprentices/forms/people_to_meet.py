"""The people to meet: one, several at once, a day by hand, and the line by which one remembers them."""

from crispy_forms_gds.layout import Button, Div, Field
from django import forms
from django.urls import reverse

from apprentices import actions
from apprentices.models import InductionStep, MetLine
from hackit.forms import Comparing, GovukForm, day, field_of
from hackit.overview.people_to_meet import day_in_words
from workplans.induction import taken_by_learning

ANOTHER = "another"
# How many are taken from one text: more than anybody meets in their first months.
MOST = 60
HEADINGS = {("name", ""), ("name", "job"), ("who", "job"), ("person", "job")}


class PersonForm(GovukForm, forms.Form):
    """What is said of somebody whom an Apprentice is to meet."""

    meets = field_of(InductionStep, "meets", "Write their name.", label="Name", required=True)
    job = field_of(InductionStep, "job", label="Job")
    guidance = field_of(InductionStep, "guidance", label="Why it is worth meeting them")
    place = field_of(InductionStep, "place", label="Where", help_text="Such as: 2nd floor, by the window.")

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, **kwargs)

    def lay_out(self, name, field):
        return Field.textarea(name, rows=2) if name == "guidance" else super().lay_out(name, field)

    @property
    def learning(self):
        """How much of a day is agreed for learning with the apprentice."""
        return taken_by_learning(self.apprentice)


class ListForm(PersonForm):
    """Somebody to meet. What was begun at the foot of the list stays when a button above is pressed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("list_person", args=[self.apprentice.pk])
        self.helper.attrs["data-keep"] = ""

    @property
    def another(self):
        """Whether the next one is to be written straight away."""
        return ANOTHER in self.data

    def lay_out_buttons(self):
        yield Div(
            Button("submit", "Add", data_prevent_double_click="true"),
            Button.secondary(ANOTHER, "Add and add another", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )

    def act(self, by):
        """Lists them. Returns on which day they are met. Raises ValidationError."""
        self.step = actions.list_person(self.apprentice, learning=self.learning, by=by, **self.cleaned_data)
        return f"Added: {self.step.meets}, {day_in_words(self.step.due_on)}."


class SeveralForm(GovukForm, forms.Form):
    """Several people to meet, each on a line: name, job, where."""

    button = "Add them all"
    lines = forms.CharField(
        label="One person a line: name, job, where",
        help_text="Such as: Ann Lee, data engineer, 2nd floor. Job and place may be left out. The most "
        "important first. Cells copied from a table work too.",
        max_length=20_000,
        widget=forms.Textarea,
        error_messages={"required": "Write at least one line."},
    )
    NAMES = ("meets", "job", "place")

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, **kwargs)

    def lay_out(self, name, field):
        return Field.textarea(name, rows=10)

    def clean_lines(self):
        """What is said of each person. Tells of every line that cannot be taken, and how to mend it."""
        lines = list(enumerate(self.cleaned_data["lines"].splitlines(), start=1))
        rows = [(number, self._row(line)) for number, line in lines if line.strip(" \t,")]
        rows = [(number, row) for number, row in rows if not _is_heading(row)]
        if not rows:
            raise forms.ValidationError(self.fields["lines"].error_messages["required"])
        if len(rows) > MOST:
            raise forms.ValidationError(f"These are {len(rows)} people: add at most {MOST} at a time.")
        wrong = list(self._wrong(rows))
        if wrong:
            raise forms.ValidationError(wrong)
        return [row for _, row in rows]

    def _row(self, line):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ",", len(self.NAMES) - 1)]
        return dict(zip(self.NAMES, cells, strict=False))

    def _wrong(self, rows):
        """What is wrong with each (number, row), in words."""
        listed = InductionStep.objects.filter(apprentice=self.apprentice).needed().people_to_meet()
        known = {_alike(name, job): "on the list already" for name, job in listed.values_list("meets", "job")}
        for number, row in rows:
            yield from (f"Line {number}: {words}" for words in _too_long(row))
            name, key = row["meets"], _alike(row["meets"], row.get("job", ""))
            if not any(sign.isalpha() for sign in name):
                yield f"Line {number}: write a name before the first comma."
            elif key in known:
                yield f"Line {number}: {name} is {known[key]}. Take this line out."
            known.setdefault(key, f"in line {number} too")

    def act(self, by):
        """Lists them all. Returns how many. Raises ValidationError."""
        learning = taken_by_learning(self.apprentice)
        found = actions.list_people(self.apprentice, self.cleaned_data["lines"], learning=learning, by=by)
        return f"Added: {'one person' if len(found) == 1 else f'{len(found)} people'}, each with a day."


def _is_heading(row):
    """Whether a line is the head of a table that was copied along."""
    return (row["meets"].casefold(), row.get("job", "").casefold()) in HEADINGS


def _alike(name, job):
    return name.casefold(), job.casefold()


def _too_long(row):
    for name, words in row.items():
        field = InductionStep._meta.get_field(name)
        if len(words) > field.max_length:
            yield f"{field.verbose_name} has {len(words)} characters: shorten it to {field.max_length}."


class ChangeForm(Comparing, PersonForm):
    """Somebody who is listed, and a day by hand while they are not met."""

    button = "Save"
    stored_as = {"due_on": "chosen_on"}
    due_on = day(
        "Day",
        "Such as 3/9/2026. Leave it blank, and the day comes by itself.",
        required=False,
    )

    def __init__(self, *args, step, **kwargs):
        self.record = step
        initial = {name: getattr(step, self.stored_as.get(name, name)) for name in self.base_fields}
        super().__init__(*args, apprentice=step.apprentice, initial=initial, **kwargs)

    def adapt(self):
        if not self.record.is_open:
            del self.fields["due_on"]
        elif not self.record.by_hand:
            now = f"Now it is {day_in_words(self.record.due_on)}."
            self.fields["due_on"].help_text = f"{now} {self.fields['due_on'].help_text}"

    def act(self, by):
        """Changes what is said of them. Returns on which day they are met. Raises ValidationError."""
        step = actions.change_person(
            self.record, learning=self.learning, seen=self.seen, by=by, **self.cleaned_data
        )
        return f"Saved: {step.meets}, {day_in_words(step.due_on)}."


class LineForm(GovukForm, forms.Form):
    """The line by which the apprentice remembers somebody."""

    button = "Save"
    words = field_of(
        MetLine,
        "words",
        label="To remember them by",
        help_text="Such as: red glasses, knows the data warehouse. Nobody but you ever reads it.",
    )

    def __init__(self, *args, step, **kwargs):
        self.step = step
        super().__init__(*args, initial={"words": step.remembered or ""}, **kwargs)

    def act(self, by):
        """Saves it. Says nothing of what it says. Raises ValidationError."""
        actions.remember(self.step, words=self.cleaned_data["words"])
        return "Saved. Only you can read your line."
