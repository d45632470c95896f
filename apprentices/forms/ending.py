"""The searches over people whose apprenticeship ends soon, and where people went, read from the address."""

from django import forms

from hackit.forms import ANY, Sorted
from hackit.overview.ending import LATE, NO_MANAGER

SORTS = {
    "end": lambda row: (row.end_on, row.name.lower()),
    "name": lambda row: row.name.lower(),
    "cohort": lambda row: (row.cohort.lower(), row.end_on, row.name.lower()),
}
ANYTHING = "late"
MISSING = [*ANY, (ANYTHING, "Something is late"), *LATE.items(), (NO_MANAGER, "Nobody is the manager")]


class EndingFilter(Sorted, forms.Form):
    """Which of the Rows to show. A value that means nothing is left out, not an error."""

    columns = [
        ("Name", "name"),
        ("Cohort", "cohort"),
        ("Manager", None),
        ("End", "end"),
        ("Conversations", None),
        ("Decision", None),
        ("Would like", None),
    ]
    sorted_at_first = "end"

    q = forms.CharField(label="Name", required=False, max_length=100)
    cohort = forms.ChoiceField(required=False)
    missing = forms.ChoiceField(label="What is missing", required=False, choices=MISSING)

    def __init__(self, data, *, rows):
        super().__init__(data)
        self.rows = rows
        cohorts = sorted({(row.slug, row.cohort) for row in rows}, key=lambda option: option[1].lower())
        self.fields["cohort"].choices = ANY + cohorts
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def counted(self):
        """The Rows of the cohort that is asked for: those whom the numbers are about."""
        return [row for row in self.rows if self.chosen.get("cohort") in (None, row.slug)]

    def numbers(self):
        """(words, number, address) of what is counted; without an address where it is nobody."""
        counted, query = self.counted(), self.data.copy()
        for name in ("page", "q"):
            query.pop(name, None)
        for key, words in LATE.items():
            query["missing"] = key
            number = sum(key in row.late for row in counted)
            yield words, number, f"?{query.urlencode()}" if number else ""

    def found(self):
        """The Rows that fit all of it, in order."""
        wanted, missing = self.chosen.get("q", "").casefold(), self.chosen.get("missing")
        found = [row for row in self.counted() if wanted in row.name.casefold() and _lacks(row, missing)]
        column, down = self.sort
        return sorted(found, key=SORTS[column], reverse=down)


def _lacks(row, missing):
    return not missing or missing in row.late or (missing == ANYTHING and bool(row.late & LATE.keys()))


class DestinationsFilter(forms.Form):
    """Which of the cohorts whose people ended to show. A value that means nothing is left out."""

    cohort = forms.ChoiceField(required=False)

    def __init__(self, data, *, cohorts):
        super().__init__(data)
        self.cohorts = cohorts
        self.fields["cohort"].choices = ANY + [(str(one.key), one.name) for one in cohorts]
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def found(self):
        """The cohorts that are asked for, in their order."""
        return [one for one in self.cohorts if self.chosen.get("cohort") in (None, str(one.key))]
