"""What the address of plan against actual asks for: which cohort, which months, and in which order."""

from django import forms

from hackit import dates
from hackit.forms import ANY, Sorted
from workplans.months import first_of, months

# How many months are shown unless others are asked for, and how far back one can ask.
SHOWN, BACK = 6, 36
COLUMNS = [
    ("Name", "name"),
    ("Cohort", "cohort"),
    ("Plans", "plans"),
    ("Months without a plan", "without"),
    ("Agreed in time", None),
    ("Planned", "planned"),
    ("Done", "done"),
    ("Carried over", "carried"),
    ("Dropped", "dropped"),
    ("Still open", "open"),
]
# What each column is sorted by.
SORTS = {
    "name": lambda line: line.name.lower(),
    "cohort": lambda line: line.cohort.lower(),
    "plans": lambda line: (line.planned, -line.missing),
    "without": lambda line: line.missing,
    **{
        name: lambda line, name=name: getattr(line.items, name)
        for name in ("planned", "done", "carried", "dropped", "open")
    },
}


class PlanFilter(Sorted, forms.Form):
    """Which of the `records` to compare, and over which months. What means nothing is left out, no error."""

    columns, sorted_at_first = COLUMNS, "-without"

    cohort = forms.ChoiceField(required=False)
    first = forms.ChoiceField(label="From", required=False)
    last = forms.ChoiceField(label="To", required=False)

    def __init__(self, data, *, records, on):
        super().__init__(data)
        self.all, this = records, first_of(on)
        self.months = list(months(dates.add_months(this, -BACK), dates.add_months(this, 1)))
        self.default = {"first": dates.add_months(this, 1 - SHOWN), "last": this}
        cohorts = {(record.cohort.slug, record.cohort.name) for record in records}
        self.fields["cohort"].choices = ANY + sorted(cohorts, key=lambda option: option[1].lower())
        for name in ("first", "last"):
            self.fields[name].choices = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in self.months]
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def period(self):
        """The first and the last month, in order."""
        return sorted(self._month(name) for name in ("first", "last"))

    def _month(self, name):
        wanted = self.chosen.get(name)
        return next((one for one in self.months if f"{one:%Y-%m}" == wanted), self.default[name])

    def period_in_words(self):
        """The months compared: June 2026 to November 2026."""
        return " to ".join(f"{month:%B %Y}" for month in dict.fromkeys(self.period()))

    def shown(self):
        """(field, value) of what holds, for the boxes of the filter."""
        for field in self:
            value = self.chosen.get(field.name, "")
            if field.name in self.default:
                value = f"{self._month(field.name):%Y-%m}"
            yield field, value

    def records(self):
        """The records of the cohort that is asked for."""
        cohort = self.chosen.get("cohort")
        return [record for record in self.all if cohort in (None, record.cohort.slug)]

    def in_order(self, lines):
        """The lines sorted as asked for; those that are alike by name."""
        column, down = self.sort
        by_name = sorted(lines, key=SORTS["name"])
        return sorted(by_name, key=SORTS[column], reverse=down)
