"""Agreed learning time: proposing it, saying why not, ending it. Each form carries out what it says."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from crispy_forms_gds.layout import Field, Fieldset, Size
from django import forms

from hackit import dates
from hackit.forms import GovukForm, day
from workplans import actions, learning_time
from workplans.log import HOUR, QUARTER, in_words
from workplans.models import LearningTime

WEEKLY, BLOCK = "week", "block"
WORKING_WEEK = 5
FRIDAY = 4
LEAST, MOST = 1, 12  # hours of a whole day


def whole_day(weekly_hours):
    """The hours of a fifth of a week, to the nearest quarter of an hour, as far as a day can have them."""
    quarters = (weekly_hours * 4 / WORKING_WEEK).quantize(Decimal(1), ROUND_HALF_UP)
    return min(max(quarters / 4, Decimal(LEAST)), Decimal(MOST)).normalize()


class ProposeForm(GovukForm, forms.Form):
    """When there is time for learning: every week, or in a block of whole weeks."""

    button = "Propose this"
    kind = forms.ChoiceField(
        label="How often",
        choices=[(WEEKLY, "Every week"), (BLOCK, "A block of whole weeks")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose every week or a block."},
    )
    hours = forms.DecimalField(
        label="Hours of a whole day",
        help_text="By quarters, such as 7.25. A morning or an afternoon is half of it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "decimal"}),
        error_messages={"required": "Write the hours of a whole day.", "invalid": "Write a number: 7.25."},
    )
    from_on = day("from")
    until_on = day(
        "until",
        "The last day. Leave it blank for every week until further notice; a block needs it.",
        required=False,
    )
    field_order = ("kind", *(name.lower() for name in learning_time.WEEKDAYS))

    def __init__(self, *args, apprentice, on, **kwargs):
        self.apprentice = apprentice
        initial = {
            "kind": WEEKLY,
            "hours": whole_day(apprentice.weekly_hours),
            "from_on": max(on, apprentice.starts_on),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def adapt(self):
        for name in learning_time.WEEKDAYS:
            self.fields[name.lower()] = forms.ChoiceField(
                label=name, required=False, choices=list(learning_time.PARTS.items())
            )
        self.order_fields(self.field_order)

    def lay_out_fields(self):
        week = [Field.select(name.lower()) for name in learning_time.WEEKDAYS]
        yield Field.radios("kind", inline=True, legend_size=Size.SMALL)
        yield Fieldset(*week, legend="Time for learning", legend_size=Size.SMALL, css_class="app-week")
        for name in ("hours", "from_on", "until_on"):
            yield self.lay_out(name, self.fields[name])

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if not LEAST <= hours <= MOST:
            raise forms.ValidationError(f"A whole day has from {LEAST} to {MOST} hours.")
        if hours * HOUR % QUARTER:
            raise forms.ValidationError("Give the hours by quarters, such as 7, 7.25, 7.5 or 7.75.")
        return hours

    def clean_from_on(self):
        day, starts_on = self.cleaned_data["from_on"], self.apprentice.starts_on
        if day < starts_on:
            raise forms.ValidationError(
                f"Learning begins on {dates.words(starts_on)}: choose that day or a later one."
            )
        return day

    def clean(self):
        data = super().clean()
        days = {name.lower() for name in learning_time.WEEKDAYS}
        if self.pattern == learning_time.EMPTY and not days & set(self.errors):
            self.add_error("monday", "Choose a morning, an afternoon or a whole day on at least one day.")
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "The last day is before the first.")
        elif data.get("kind") == BLOCK:
            self._check_weeks(first, last)
        return data

    def _check_weeks(self, first, last):
        """A block begins on a Monday, or on the first day of learning, and ends when a week ends."""
        if first and first.weekday() and first != self.apprentice.starts_on:
            monday = first - timedelta(days=first.weekday())
            self.add_error(
                "from_on", f"A block is of whole weeks: the Monday of this one is {dates.words(monday)}."
            )
        if not last and "until_on" not in self.errors:
            self.add_error("until_on", "Write the last day of the block.")
        elif last and last.weekday() < FRIDAY:
            friday = last + timedelta(days=FRIDAY - last.weekday())
            self.add_error(
                "until_on", f"A block is of whole weeks: the Friday of this one is {dates.words(friday)}."
            )

    @property
    def pattern(self):
        """The days of the week as `workplans.learning_time` writes them."""
        chosen = (self.cleaned_data.get(name.lower()) for name in learning_time.WEEKDAYS)
        return "".join(part or learning_time.NONE for part in chosen)

    def act(self, by):
        """Proposes it. Returns what `by` reads then. Raises ValidationError."""
        data = self.cleaned_data
        time = actions.propose(
            self.apprentice,
            from_on=data["from_on"],
            until_on=data["until_on"],
            pattern=self.pattern,
            day_minutes=int(data["hours"] * HOUR),
            in_blocks=data["kind"] == BLOCK,
            by=by,
        )
        answers = "Your manager" if time.by_apprentice else self.apprentice.person.called
        day = in_words(time.day_minutes)
        return f"Proposed: {time}, a whole day of {day}. {answers} agrees to it, or says why not."


class DeclineForm(GovukForm, forms.Form):
    """Why a proposal will not do."""

    button = "Send this answer"
    declined_because = LearningTime._meta.get_field("declined_because").formfield(
        label="Why not, and what would do instead",
        required=True,
        error_messages={"required": "Say why not, and what would do."},
    )

    def __init__(self, *args, time, on, **kwargs):
        self.time = time
        super().__init__(*args, **kwargs)

    def act(self, by):
        """Declines it. Returns what `by` reads then. Raises ValidationError."""
        actions.decline(self.time, because=self.cleaned_data["declined_because"], by=by)
        return "Sent: the proposal is declined. Either side can propose another time."


class EndForm(GovukForm, forms.Form):
    """The last day of a learning time that was agreed; one that has not begun by then is taken away."""

    button = "Save the last day"
    until_on = day("last day", "What was agreed until then stays.")

    def __init__(self, *args, time, on, **kwargs):
        self.time, self.on = time, on
        super().__init__(*args, initial={"until_on": on}, **kwargs)

    def act(self, by):
        """Ends it. Returns what `by` reads then. Raises ValidationError."""
        time = actions.end(self.time, until_on=self.cleaned_data["until_on"], by=by)
        if time.until_on != self.cleaned_data["until_on"]:
            return f"Taken away: {learning_time.in_words(time.pattern)} does not begin."
        return f"Saved: {learning_time.in_words(time.pattern)} until {dates.words(time.until_on)}."
