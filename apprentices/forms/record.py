"""The search over apprentices, and what is written about one of them.

The search is read from the address, so that a list can be bookmarked.
"""

from crispy_forms_gds.layout import Button, Div, Hidden
from django import forms
from django.db.models import F

from apprentices.life import Status
from apprentices.models import FirstDay
from hackit import versions
from hackit.forms import ANY, GovukForm, Sorted, TimeOfDay, Versioned
from hackit.overview.agenda import GAPS, for_agenda, for_rows, gaps
from hackit.overview.progress import learning_seen
from workplans.models import with_learning
from workplans.off_the_job import Level

SORTS = {
    "name": ("person__full_name",),
    "cohort": ("cohort__starts_on", "cohort__name", "person__full_name"),
    "provider": ("provider__name", "person__full_name"),
    "status": ("status", "person__full_name"),
    "end": ("planned_end_on", "person__full_name"),
}
# Sorted by once everything is fetched: whoever needs looking after comes first.
LEARNING = "learning"
URGENCY = (
    Level.BEHIND,
    Level.SLIGHTLY_BEHIND,
    Level.ON_TRACK,
    Level.GETTING_STARTED,
    Level.COMPLETE,
    Level.NOT_STARTED,
    Level.ON_A_BREAK,
    Level.FINISHED,
)
COLUMNS = [
    ("Name", "name"),
    ("Status", "status"),
    ("Learning", LEARNING),
    ("Plan", None),
    ("Next", None),
    ("Manager", None),
    ("Provider", "provider"),
    ("Cohort", "cohort"),
    ("Planned end", "end"),
]


class Search(Sorted, forms.Form):
    """What to look for among the records `seen`. A value that means nothing is left out, not an error."""

    columns, sorted_at_first = COLUMNS, "name"

    q = forms.CharField(label="Name", required=False, max_length=100)
    cohort = forms.ChoiceField(required=False)
    provider = forms.ChoiceField(required=False)
    team = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False, choices=[*ANY, *((s, s.capitalize()) for s in Status)])
    standing = forms.ChoiceField(
        label="Learning", required=False, choices=[*ANY, *((level, level.capitalize()) for level in Level)]
    )
    missing = forms.ChoiceField(
        label="What is missing",
        required=False,
        choices=[*ANY, *((key, words) for key, (words, _) in GAPS.items())],
    )

    # What was fetched of the learning of the records found; None while nothing was.
    learning = None

    def __init__(self, data, *, seen):
        super().__init__(data)
        self.seen = seen
        found = seen.order_by().values_list(
            "cohort__slug", "cohort__name", "provider", "provider__name", "team", "team__name"
        )
        found = list(found.distinct())
        for name, start in (("cohort", 0), ("provider", 2), ("team", 4)):
            options = {(str(row[start]), row[start + 1]) for row in found if row[start]}
            self.fields[name].choices = ANY + sorted(options, key=lambda option: option[1].lower())
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    def results(self, on):
        """The records found with `for_overview` and `with_learning`, in order, as of the day `on`.

        What is missing and how somebody stands is known only once they are fetched: then it is a list.
        """
        wanted, column = self.chosen.get("missing"), self.sort[0]
        found = for_agenda(self.seen, on) if wanted else for_rows(self.seen, on)
        found = with_learning(found)
        found = self._ordered(self._filtered(found))
        if wanted:
            found = [record for record in found if wanted in gaps(record, on)]
        if "standing" in self.chosen or column == LEARNING:
            found = self._by_standing(list(found), on)
        return found

    def _filtered(self, found):
        """Those that fit what a database can say of them."""
        for name, lookup in (
            ("q", "person__full_name__icontains"),
            ("cohort", "cohort__slug"),
            ("provider", "provider"),
            ("team", "team"),
            ("status", "status"),
        ):
            if name in self.chosen:
                found = found.filter(**{lookup: self.chosen[name]})
        return found

    def _ordered(self, found):
        column, down = self.sort
        first, *rest = SORTS.get(column, SORTS["name"])
        down = down and column in SORTS
        order = F(first).desc(nulls_last=True) if down else F(first).asc(nulls_last=True)
        return found.order_by(order, *rest, "pk")

    def _by_standing(self, found, on):
        """Those that stand as is asked for, in order of it if that is asked for too.

        Whose standing one may not see stands nowhere: such a record fits no filter, and comes last.
        """
        self.learning = learning_seen(found, on)
        wanted, (column, down) = self.chosen.get("standing"), self.sort
        if wanted:
            found = [one for one in found if one.pk in self.learning and self._level(one) == wanted]
        if column == LEARNING:
            unseen = [one for one in found if one.pk not in self.learning]
            seen = [one for one in found if one.pk in self.learning]
            found = sorted(seen, key=self._urgency, reverse=down) + unseen
        return found

    def _level(self, record):
        return self.learning[record.pk].standing.level

    def _urgency(self, record):
        return URGENCY.index(self._level(record)), -self.learning[record.pk].standing.hours_behind


class FirstDayForm(Versioned, GovukForm, forms.ModelForm):
    """The first-day page of one apprentice, called `called`. `show` says which button was pressed."""

    class Meta:
        model = FirstDay
        fields = FirstDay.WORDS

    comes_at = TimeOfDay(
        label="When to come", required=False, help_text=FirstDay._meta.get_field("comes_at").help_text
    )

    def __init__(self, *args, called, **kwargs):
        self.called = called
        super().__init__(*args, **kwargs)
        self.seen = self.data.get(versions.FIELD, "")

    @property
    def show(self):
        return "show" in self.data

    def lay_out_buttons(self):
        yield Hidden(versions.FIELD, versions.latest(self.instance))
        if self.instance.shown_on:
            yield Button("show", "Save", data_prevent_double_click="true")
            return
        yield Div(
            # The words are a template: what a person is called goes in as a value, which is escaped.
            Button("show", "Save and show it to {{ form.called }}", data_prevent_double_click="true"),
            Button.secondary("draft", "Save as a draft", data_prevent_double_click="true"),
            css_class="govuk-button-group",
        )
