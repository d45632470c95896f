"""Several days of learning on one page: what is the same for all of them once, and a row a day."""

from datetime import timedelta

from crispy_forms_gds.layout import HTML, Button, Field, Fieldset, Hidden, Size
from django import forms
from django.core.exceptions import ValidationError

from hackit.forms import GovukForm, field_of
from hackit.forms import day as day_field
from hackit.working_days import SATURDAY
from workplans.actions import Draft
from workplans.forms.entries import NEVER, PaidField, TimeField, kind_field
from workplans.models import LearningEntry

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_WEEKS = 4
# What one row asks. The names of a row's fields end in its number.
ROW = ("minutes", "kind", "what")
ROWS = "A day without a time is left out. Kind and words only where they are not those from above."


class PeriodForm(GovukForm, forms.Form):
    """Which days, and how long on each, from the address of the page; at first those of a week."""

    first = day_field("First day", required=False)
    last = day_field("Last day", help_text="At most four weeks later.", required=False)
    hours = TimeField(label="Time a day", help_text="For example, 7.25 or 7h 15m.", required=False)

    def __init__(self, data, *, on):
        monday = week_to_log(on)
        self.first, self.last, self.minutes = monday, monday + 4 * DAY, None
        initial = {"first": self.first, "last": self.last}
        super().__init__(data if set(self.base_fields) & set(data) else None, initial=initial)
        self.helper.form_method, self.helper.disable_csrf = "get", True
        if self.is_valid():
            said = self.cleaned_data
            self.first, self.last, self.minutes = said["first"], said["last"], said["hours"]

    def clean(self):
        data = super().clean()
        if "first" in self.errors:
            return data
        data["first"] = first = data.get("first") or self.first
        data["last"] = last = data.get("last") or first + 4 * DAY
        if last < first:
            self.add_error("last", "The last day is before the first.")
        elif last - first >= MOST_WEEKS * WEEK:
            self.add_error("last", f"Choose at most {MOST_WEEKS} weeks at once.")
        return data

    def lay_out_fields(self):
        fields = [self.lay_out(name, field) for name, field in self.fields.items()]
        legend = {"legend": "Which days", "legend_size": Size.MEDIUM}
        yield Fieldset(*fields, css_class="app-row app-row--even", **legend)

    def lay_out_buttons(self):
        yield Button.secondary("", "Show these days")

    @property
    def days(self):
        """The days from the first to the last, without weekends."""
        days = (self.first + number * DAY for number in range((self.last - self.first).days + 1))
        return [day for day in days if day.weekday() < SATURDAY]

    @property
    def carried(self):
        """The period as the form of its days carries it along: a page may be sent on another day."""
        return {"first": f"{self.first:%d/%m/%Y}", "last": f"{self.last:%d/%m/%Y}"}


def week_to_log(on):
    """The Monday of the week that somebody logs on a day: this one from Thursday on, else the last."""
    day = on - 3 * DAY
    return day - day.weekday() * DAY


class DaysForm(GovukForm, forms.Form):
    """A row for each of the `days`, a list of `hackit.overview.entries.DayToLog`, of a PeriodForm."""

    button = "Log these days"
    kind = kind_field(label="Kind", help_text=NEVER)
    what = field_of(
        LearningEntry,
        "what",
        "Say what you learned.",
        required=False,
        help_text="For all days. A sentence or two is enough.",
    )
    in_paid_time = PaidField()

    def __init__(self, data=None, *, period, days, kind):
        self.period, self.days = period, days
        times = {
            f"minutes_{number}": period.minutes or day.minutes
            for number, day in enumerate(days)
            if not day.why_not
        }
        super().__init__(data, initial={"kind": kind, **times})

    def adapt(self):
        for number in self.rows:
            self._add_row(number)

    def _add_row(self, number):
        self.fields[f"minutes_{number}"] = TimeField(label="Time", required=False)
        self.fields[f"kind_{number}"] = kind_field("As above", label="Kind", required=False)
        self.fields[f"what_{number}"] = forms.CharField(
            label="What I learned",
            required=False,
            max_length=LearningEntry._meta.get_field("what").max_length,
        )

    @property
    def rows(self):
        """The numbers of the rows that can be filled in."""
        return [number for number, day in enumerate(self.days) if not day.refused]

    def clean(self):
        """Each day with a time says what was learned; some day has one."""
        data = super().clean()
        self.numbers = [number for number in self.rows if data.get(f"minutes_{number}")]
        for number in self.rows:
            if self._says_without_time(number):
                self.add_error(f"minutes_{number}", f"{self.days[number].weekday}: enter how long it took.")
        self._refuse_days()
        if any(not data.get(f"what_{number}") for number in self.numbers) and not data.get("what"):
            self.add_error("what", self.fields["what"].error_messages["required"])
        if not self.numbers and not self.errors:
            raise ValidationError("No day has a time: enter how long you learned on at least one.")
        return data

    def _refuse_days(self):
        """Says of each day that was filled in why it is refused: it was not when the page was made."""
        for number, day in enumerate(self.days):
            if day.refused and any(self.data.get(f"{name}_{number}", "").strip() for name in ROW):
                self.add_error(None, f"{day.title} is left out. {day.why_not}")

    def _says_without_time(self, number):
        said = self.cleaned_data.get(f"what_{number}") or self.cleaned_data.get(f"kind_{number}")
        return (
            said and not self.cleaned_data.get(f"minutes_{number}") and f"minutes_{number}" not in self.errors
        )

    @property
    def drafts(self):
        """What was filled in, as Drafts in the order of the days."""
        data = self.cleaned_data
        return [
            Draft(
                self.days[number].on,
                data[f"minutes_{number}"],
                data[f"kind_{number}"] or data["kind"],
                data[f"what_{number}"] or data["what"],
                data["in_paid_time"],
            )
            for number in self.numbers
        ]

    def refuse(self, error):
        """Shows why the log refused, beside the row that it is about."""
        for name, words in getattr(error, "error_dict", {None: [error]}).items():
            for one in words:
                self.add_error(self._field(name, (one.params or {}).get("draft")), one)

    def _field(self, name, draft):
        """The field of a row where it says something or is about its day, else the one for all days."""
        if draft is None or draft >= len(self.numbers):
            return None
        own = {"learned_on": "minutes"}.get(name, name)
        field = f"{own}_{self.numbers[draft]}"
        if field not in self.fields or (own != "minutes" and not self.cleaned_data.get(field)):
            field = own
        return field if field in self.fields else None

    def lay_out(self, name, field):
        return Field.textarea(name, rows=4) if name == "what" else super().lay_out(name, field)

    def lay_out_fields(self):
        for name in ("kind", "what", "in_paid_time"):
            yield self.lay_out(name, self.fields[name])
        yield HTML(f'<h2 class="govuk-heading-m">The days</h2><p class="govuk-hint">{ROWS}</p>')
        for number, day in enumerate(self.days):
            yield self._lay_out_row(number, day)

    def _lay_out_row(self, number, day):
        if day.refused:
            return HTML(f'<p class="govuk-body"><strong>{day.title}</strong><br>{day.why_not}</p>')
        note = [HTML(f'<p class="govuk-hint app-row__whole">{day.why_not}</p>')] if day.why_not else []
        fields = [self.lay_out(f"{name}_{number}", self.fields[f"{name}_{number}"]) for name in ROW]
        legend = {"legend": day.title, "legend_size": Size.SMALL}
        return Fieldset(*note, *fields, css_class="app-row app-row--day", **legend)

    def lay_out_buttons(self):
        for name, day in self.period.carried.items():
            yield Hidden(name, day)
        yield from super().lay_out_buttons()
