"""The forms of a provider's export: the file, which column is what, and what its lines become."""

from crispy_forms_gds.layout import Button, Div, Fieldset, Size
from django import forms
from django.http import QueryDict
from django.utils.html import escape

from hackit import dates
from hackit.csvfile import NotATable
from hackit.forms import GovukForm
from workplans import log
from workplans.importing import carrying, cells
from workplans.importing.cells import UNITS, Unit
from workplans.importing.check import Fate, check
from workplans.importing.columns import LARGEST, MOST_KINDS, MOST_LINES, Columns, guess, kinds

EXAMPLE, WORDS = 30, 80  # letters of a cell that are shown
MOST_OFFERED = 300  # lines that can be ticked: a form takes no more fields
ALL_PAID, NONE_PAID = "all", "none"
KINDS = [(key, kind.words) for key, kind in log.KINDS.items()]


class UploadForm(GovukForm, forms.Form):
    """The file that somebody chose; `table` is what is in it."""

    button = "Continue"
    file = forms.FileField(
        label="Choose the file",
        help_text=f"CSV or Excel (.xlsx), up to {MOST_LINES:,} lines and {LARGEST / 1_000_000:g} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty.",
            "max_length": "The name of this file is too long. Shorten it.",
        },
    )
    table = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            carrying.refuse_size(file.size)  # before it is read into memory
            self.table = carrying.read(file.read(), name=file.name)
        except NotATable as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ColumnsForm(GovukForm, forms.Form):
    """Which column is what. What headings and cells suggest is chosen already."""

    button = "Check the lines"
    day = forms.TypedChoiceField(label="The day", coerce=int, empty_value=None)
    time = forms.TypedChoiceField(label="How long it took", coerce=int, empty_value=None)
    unit = forms.ChoiceField(
        label="What a number means there",
        choices=[(unit.value, words) for unit, words in UNITS.items()],
        help_text="1:30 and 1h 30m are understood whatever you choose.",
    )
    kind = forms.TypedChoiceField(
        label="The kind of learning",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="On the next page you say what each of its words means.",
    )
    what = forms.TypedChoiceField(label="What was learned", coerce=int, empty_value=None, required=False)
    more = forms.TypedChoiceField(label="More about it", coerce=int, empty_value=None, required=False)
    paid = forms.ChoiceField(label="In paid time, yes or no")
    NAMES = ("day", "time", "unit", "kind", "what", "more", "paid")

    def __init__(self, data=None, *, table, packed):
        self.table, self.packed = table, packed
        super().__init__(data, initial=_initial(guess(table)) | {"_table": packed})

    def adapt(self):
        offered = [(str(number), self._named(number)) for number in range(len(self.table.headings))]
        blank = {
            "kind": "No column: one kind for all",
            "what": "No column",
            "more": "No column",
        }
        for name in ("day", "time", "kind", "what", "more"):
            self.fields[name].choices = [("", blank.get(name, "Choose a column")), *offered]
            self.fields[name].error_messages["required"] = "Choose the column."
        all_or_none = [
            (ALL_PAID, "No column: all of it was in paid time"),
            (NONE_PAID, "No column: none of it was"),
        ]
        self.fields["paid"].choices = [*all_or_none, *offered]
        self.fields["_table"] = forms.CharField(widget=forms.HiddenInput)

    def _named(self, number):
        example = next((cell for cell in self.table.cells(number) if cell), "")
        words = self.table.label(number)[:WORDS]
        return f"{words} (for example {example[:EXAMPLE]})" if example else words

    def clean(self):
        data = super().clean()
        if data.get("day") is not None and data.get("day") == data.get("time"):
            self.add_error("time", "This column is the day already: choose another one.")
        found = kinds(self.table, Columns(kind=data.get("kind")))
        if len(found) > MOST_KINDS:
            self.add_error(
                "kind",
                f"This column holds {len(found)} different texts, which are no kinds. Choose another one, or "
                "none.",
            )
        return data

    @property
    def columns(self):
        """The Columns that were chosen."""
        data = self.cleaned_data
        chosen = {name: data[name] for name in ("day", "time", "kind", "what", "more")}
        paid = data["paid"]
        return Columns(
            **chosen,
            unit=Unit(data["unit"]),
            paid=int(paid) if paid.isdecimal() else None,
            all_paid=paid != NONE_PAID,
        )


def _initial(columns):
    """The initial values of a ColumnsForm for Columns."""
    found = {name: getattr(columns, name) for name in ("day", "time", "kind", "what", "more", "paid")}
    told = {name: "" if number is None else str(number) for name, number in found.items()}
    return told | {"unit": columns.unit.value, "paid": told["paid"] or ALL_PAID}


class CheckForm(GovukForm, forms.Form):
    """What the words of the provider mean, and what becomes of lines about which that is not clear.

    `plan` is what the file would become with what was chosen so far. `chosen` is a valid ColumnsForm.
    """

    def __init__(self, data=None, *, chosen, record, on, decided=True):
        self.chosen, self.words = chosen, kinds(chosen.table, chosen.columns)
        self.record, self.on = record, on
        sent = data if data and "shown" in data else QueryDict()
        self.sent = sent
        self.kinds = {words: self._kind(sent, number, words) for number, words in enumerate(self.words)}
        self.plan = check(
            record,
            chosen.table,
            chosen.columns,
            self.kinds,
            on=on,
            also=_numbers(sent.getlist("also")),
            all_kind=_known(sent.get("kind_all", ""), "class"),
        )
        # Whoever only checks again is not told what they have not decided yet.
        super().__init__(sent if "bring" in sent and decided else None)

    def anew(self):
        """The same with the lines as they are now, to be decided again."""
        return CheckForm(self.sent, chosen=self.chosen, record=self.record, on=self.on, decided=False)

    @staticmethod
    def _kind(sent, number, words):
        return _known(sent.get(f"kind_{number}", ""), cells.kind(words))

    def adapt(self):
        for number, (words, kind) in enumerate(self.kinds.items()):
            label = escape(f"“{words[:WORDS]}”")  # a label is taken for markup
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=label, choices=KINDS, initial=kind)
        label = "Lines without a word for it" if self.words else "All lines"
        all_kind = _known(self.sent.get("kind_all", ""), "class")
        if not self.words or "" in self.chosen.table.cells(self.chosen.columns.kind):
            self.fields["kind_all"] = forms.ChoiceField(label=label, choices=KINDS, initial=all_kind)
        self.mapped = list(self.fields)
        if twins := self.twins:
            self.fields["also"] = forms.MultipleChoiceField(
                label="Perhaps the same as an entry in the log or a line above",
                help_text="An entry of the same length is there already on that day, or the file says the "
                "same twice. They are left out, so that nothing counts twice. Tick those that are something "
                "else.",
                choices=[(str(line.number), _in_short(line)) for line in twins],
                initial=[str(number) for number in self.plan.also],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if number := len(self.plan.of(Fate.WRONG)):
            self.fields["leave_out"] = forms.BooleanField(
                label=f"Leave out the {number} lines that cannot be brought in"
                if number > 1
                else "Leave out the line that cannot be brought in",
                error_messages={
                    "required": "Tick this to leave out what cannot be brought in, or put it right in the "
                    "file and choose it again."
                },
            )
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, initial=self.plan.digest)
        for name in ("_table", *ColumnsForm.NAMES):
            value = self.chosen.data.get(name, "")
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=value, required=False)

    @property
    def twins(self):
        """The lines that can be ticked: a few hundred at most."""
        ticked = set(self.plan.also)
        found = [line for line in self.plan.lines if line.fate == Fate.TWIN or line.number in ticked]
        return found[:MOST_OFFERED]

    @property
    def offers_entries(self):
        """Whether there is anything that could be brought in."""
        return bool(self.plan.drafts or self.twins)

    def lay_out_fields(self):
        legend = "What the provider’s words mean" if self.words else "The kind of learning"
        yield Fieldset(*self.mapped, legend=legend, legend_size=Size.MEDIUM)
        for name in self.fields:
            if name not in self.mapped:
                yield self.lay_out(name, self.fields[name])

    def lay_out_buttons(self):
        bring = Button("bring", "Bring these entries in", data_prevent_double_click="true")
        yield Div(
            *([bring] if self.offers_entries else []),
            Button.secondary("again", "Check again"),
            Button.secondary("columns", "Change the columns"),
            css_class="govuk-button-group",
        )


def _known(kind, otherwise):
    return kind if kind in log.KINDS else otherwise


def _numbers(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 8}


def _in_short(line):
    draft = line.draft
    said = f"{dates.words(draft.learned_on)}, {log.in_words(draft.minutes)}"
    return f"Line {line.number}: {said}: {draft.what[:WORDS]}"
