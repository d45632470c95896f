"""What the address of a page about a log asks for: which entries, and in which order."""

from django import forms
from django.db.models import Case, F, Value, When

from hackit import dates
from hackit.forms import ANY, Sorted
from workplans.log import KINDS, State

COUNTS = {"yes": True, "no": False}
# The kinds in the order of their words, for whoever sorts by them.
BY_WORDS = sorted(KINDS, key=lambda kind: KINDS[kind].words)
SORTS = {
    "day": F("learned_on"),
    "time": F("minutes"),
    "kind": Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(BY_WORDS))),
    "state": F("state"),
}
COLUMNS = [
    ("Day", "day"),
    ("Hours", "time"),
    ("Kind", "kind"),
    ("What was learned", None),
    ("State", "state"),
    ("Counts", None),
    ("Source", None),
]


class EntryFilter(Sorted, forms.Form):
    """Which entries of those in `sums`. A value that means nothing is left out, not an error."""

    columns, sorted_at_first, anchor = COLUMNS, "-day", "#entries"

    month = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=[*ANY, *((one, one.capitalize()) for one in State)])
    counts = forms.ChoiceField(
        required=False, choices=[*ANY, ("yes", "Counts or will"), ("no", "Does not count")]
    )

    def __init__(self, data, *, sums):
        super().__init__(data)
        self.sums = sums
        months = sorted({one.month for one in sums}, reverse=True)
        found = {one.kind for one in sums}
        self.fields["month"].choices = [*ANY, *((f"{month:%Y-%m}", f"{month:%B %Y}") for month in months)]
        self.fields["kind"].choices = [*ANY, *((one, KINDS[one].words) for one in KINDS if one in found)]
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def query(self):
        """What is chosen and how it is sorted, as the query of an address."""
        query = self.data.copy()
        query.clear()
        query.update(self.chosen)
        column, down = self.sort
        query["sort"] = f"-{column}" if down else column
        return query.urlencode()

    def number(self):
        """How many entries fit, from the sums: no query."""
        return sum(one.number for one in self.sums if self._fits(one))

    def _fits(self, one):
        wanted = self.chosen
        return (
            wanted.get("month") in (None, f"{one.month:%Y-%m}")
            and wanted.get("kind") in (None, one.kind)
            and wanted.get("state") in (None, one.state)
            and ("counts" not in wanted or one.counts == COUNTS[wanted["counts"]])
        )

    def entries(self, entries):
        """Those of the entries, a QuerySet, that fit, in order."""
        month = next(
            (one.month for one in self.sums if f"{one.month:%Y-%m}" == self.chosen.get("month")), None
        )
        if month:
            entries = entries.filter(learned_on__gte=month, learned_on__lt=dates.add_months(month, 1))
        entries = entries.filter(
            **{name: self.chosen[name] for name in ("kind", "state") if name in self.chosen}
        )
        if "counts" in self.chosen:
            entries = entries.counting() if COUNTS[self.chosen["counts"]] else entries.not_counting()
        column, down = self.sort
        order = SORTS[column].desc() if down else SORTS[column].asc()
        return entries.order_by(order, "-learned_on", "-pk")
