"""Recording mandatory training, and the search over the people who take it, read from the address."""

from django import forms

from apprentices import actions
from apprentices.training import State
from hackit import dates
from hackit.forms import ANY, GovukForm, day
from hackit.models import User

WHO = "Tick who was there."


class DoneForm(GovukForm, forms.Form):
    """That somebody did a course themselves."""

    button = "I have done this"
    done_on = day("On which day?")

    def __init__(self, *args, course, on, **kwargs):
        self.course = course
        super().__init__(*args, initial={"done_on": on}, **kwargs)

    def act(self, by):
        """Records it. Returns what `by` reads then."""
        done_on = self.cleaned_data["done_on"]
        actions.record_course(self.course, people=[by], done_on=done_on, by=by)
        return f"Recorded: you did “{self.course}” on {dates.words(done_on)}."


class SessionForm(GovukForm, forms.Form):
    """That people of a Reach did a course on a day, such as a session that was held: ticked, then saved."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": WHO, "invalid_choice": WHO},
    )
    course = forms.TypedChoiceField(
        coerce=int, error_messages={"required": "Choose a course.", "invalid_choice": "Choose a course."}
    )
    done_on = day("Day")

    def __init__(self, *args, reach, on, **kwargs):
        self.courses, self.people = {course.pk: course for course in reach.courses}, reach.people
        super().__init__(*args, initial={"done_on": on}, **kwargs)

    def adapt(self):
        self.fields["people"].choices = {one.pk: one.name for one in self.people}.items()
        asked = {of.course.pk for one in self.people for of in one.courses}
        names = [(key, course.name) for key, course in self.courses.items() if key in asked]
        self.fields["course"].choices = names if len(names) == 1 else [("", "Choose a course"), *names]

    @property
    def ticked(self):
        """The keys of those who are ticked, for the boxes."""
        return set(self.data.getlist("people")) if self.is_bound else set()

    @property
    def shown_day(self):
        """What stands in the box for the day."""
        value = self["done_on"].value()
        return value if isinstance(value, str) else f"{value.day}/{value.month}/{value.year}"

    def clean(self):
        data = super().clean()
        course = self.courses.get(data.get("course"))
        if course and "people" in data:
            here = {one.pk for one in self.people if one.organisation == course.organisation_id}
            if not here.issuperset(data["people"]):
                self.add_error("course", "Not everybody who is ticked belongs where this course is asked.")
            elif others := self._whom_it_is_not_for(course, data["people"]):
                self.add_error("course", f"This course is not for {', '.join(others)}. Take the ticks off.")
        return data

    def _whom_it_is_not_for(self, course, ticked):
        """The names of those who are ticked and whom nobody asks to do a course."""
        here = [one for one in self.people if one.pk in ticked and one.organisation == course.organisation_id]
        return [one.name for one in here if all(of.course.pk != course.pk for of in one.courses)]

    def act(self, by):
        """Records it. Returns what `by` reads then. Raises ValidationError."""
        data = self.cleaned_data
        course, people = self.courses[data["course"]], list(User.objects.filter(pk__in=data["people"]))
        new = actions.record_course(course, people=people, done_on=data["done_on"], by=by)
        when = f"“{course}” on {dates.words(data['done_on'])}"
        if not new:
            return f"That was recorded already: {when}."
        return f"Recorded for {new} {'person' if new == 1 else 'people'}: {when}."


class TrainingFilter(forms.Form):
    """Which of the people of a Reach to show. A value that means nothing is left out, not an error."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    cohort = forms.ChoiceField(required=False)
    team = forms.ChoiceField(required=False)
    course = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(required=False, choices=[*ANY, *((s, s.capitalize()) for s in State)])

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.reach = reach
        roles = [role for one in reach.people for role in one.roles]
        cohorts = {(role.cohort, role.cohort_name) for role in roles if role.cohort}
        teams = {(str(role.team), role.team_name) for role in roles if role.team}
        courses = {(str(course.pk), course.name) for course in reach.courses}
        for name, options in (("cohort", cohorts), ("team", teams), ("course", courses)):
            self.fields[name].choices = ANY + sorted(options, key=lambda option: option[1].lower())
        self.is_valid()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def where(self):
        """The cohort and the team that are asked for, in words; blank for everybody."""
        names = (dict(self.fields[name].choices).get(self.chosen.get(name)) for name in ("cohort", "team"))
        return ", ".join(name for name in names if name)

    def counted(self):
        """The people of the cohort and the team that are asked for: those whom the numbers are about."""
        cohort, team = self.chosen.get("cohort"), self.chosen.get("team")
        return [
            one
            for one in self.reach.people
            if any(cohort in (None, role.cohort) and team in (None, str(role.team)) for role in one.roles)
        ]

    def found(self):
        """The people who fit all of it."""
        wanted = self.chosen.get("q", "").casefold()
        return [one for one in self.counted() if wanted in one.name.casefold() and self._fits(one)]

    def _fits(self, one):
        course, state = self.chosen.get("course"), self.chosen.get("standing")
        return any(
            course in (None, str(of.course.pk)) and state in (None, of.standing.state) for of in one.courses
        )
