"""Mandatory training as pages show it: one's own, and that of the people whom somebody answers for."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db import models
from django.db.models import Q, Value
from django.urls import reverse

from apprentices.models import Apprentice, Buddy, CourseDone, Manager, courses_of
from apprentices.training import Place, Standing, State, standing
from cohorts.models import Coordinator, Course
from hackit import dates
from hackit.access import Action

# The most urgent first.
URGENCY = list(State)
# What people are, in words.
MANAGER, COORDINATOR = "Manager or deputy", "Coordinator"


@dataclass(frozen=True)
class OfCourse:
    """One course as it stands for somebody."""

    course: Course
    standing: Standing
    url: str

    @property
    def late(self):
        """Whether it is overdue."""
        return self.standing.state == State.OVERDUE


@dataclass(frozen=True)
class Done:
    """That a course was done: when, who recorded it, and the address that takes it back ("" for none)."""

    name: str
    day: str
    by: str
    take_back_url: str


@dataclass(frozen=True)
class Role:
    """One thing that somebody is in an organisation, with the keys and names that come with it."""

    person: int
    name: str
    organisation: int
    what: str
    team: int | None
    team_name: str | None
    cohort: str | None
    cohort_name: str | None
    first_day: date | None


@dataclass(frozen=True)
class Somebody:
    """A person in an organisation, and how they stand with every course that is for them."""

    pk: int
    name: str
    organisation: int
    roles: list
    courses: list
    url: str

    @property
    def what(self):
        """What they are, in words: Apprentice, Manager or deputy …"""
        return ", ".join(dict.fromkeys(role.what for role in self.roles))

    @property
    def teams(self):
        """The names of their teams."""
        return ", ".join(sorted({role.team_name for role in self.roles if role.team}))

    @property
    def cohorts(self):
        """The names of their cohorts."""
        return ", ".join(sorted({role.cohort_name for role in self.roles if role.cohort}))

    @property
    def urgency(self):
        """What people are sorted by: whoever is late the longest comes first."""
        worst = min(URGENCY.index(one.standing.state) for one in self.courses)
        days = (one.standing.day or date.max for one in self.courses)
        return worst, min(days), self.name.lower()


@dataclass(frozen=True)
class Reach:
    """Whose training somebody answers for: the people, and the courses that can be recorded for them.

    `own` are the OfCourses of the reader themselves, `coordinates` says whether it is a whole organisation's.
    `anybody` says whether there is anybody at all, even if no course is for them.
    """

    people: list
    courses: list
    own: list
    coordinates: bool
    anybody: bool


@dataclass(frozen=True)
class Numbers:
    """How many people a course is for, and how many of them have done it, are due and overdue."""

    name: str
    done: int
    due: int
    overdue: int
    people: int


# --- One's own ------------------------------------------------------------------------------------


def own_courses(user, on):
    """The OfCourses that are asked of `user` on a day, the most urgent first. One query."""
    return own_among(courses_of(user, on), on)


def own_among(courses, on):
    """The same, of courses that were fetched with `courses_of`."""
    found = []
    for course in courses:
        place = Place(course.first_day, course.manages)
        if place.takes(course.audience):
            now = standing(course, place, course.last_done_on, on)
            found.append(OfCourse(course, now, reverse("record_training", args=[course.pk])))
    return sorted(found, key=lambda one: (URGENCY.index(one.standing.state), one.standing.day or date.max))


def done_by(person, user, on):
    """What a person did, as far as `user` may see it; with the way to take it back where they may."""
    done = CourseDone.objects.filter(person=person).allowing(user, Action.SEE_TRAINING, on)
    return [
        Done(
            name=one.course.name,
            day=dates.words(one.done_on),
            by="you" if one.recorded_by_id == user.pk else str(one.recorded_by),
            take_back_url=reverse("take_back_training", args=[one.pk]) if one.may_go else "",
        )
        for one in done.told(user, on)
    ]


# --- The people whom somebody answers for ---------------------------------------------------------


def reach(user, on, only=None):
    """The Reach of `user` on a day; of one person with `only`, the key of somebody. Three queries."""
    roles = list(_roles(user, on, only))
    own = [role for role in roles if role.person == user.pk]
    coordinated = {role.organisation for role in own if role.what == COORDINATOR}
    others = [role for role in roles if role.person != user.pk or role.organisation in coordinated]
    others = [role for role in others if only in (None, role.person)]
    courses = list(Course.objects.asked().filter(organisation__in={role.organisation for role in roles}))
    done = CourseDone.objects.filter(course__in=[course.pk for course in courses])
    if not coordinated:
        done = done.filter(person__in={role.person for role in roles})
    last = {(course, person): day for course, person, day in done.last(on)}
    places = {role.organisation for role in others} | coordinated
    return Reach(
        people=_people(others, courses, last, on),
        courses=[course for course in courses if course.organisation_id in places],
        own=[_own(of) for one in _people(own, courses, last, on) for of in one.courses],
        coordinates=bool(coordinated),
        anybody=bool(others),
    )


def _own(of):
    """One's own OfCourse leads to where one records it."""
    return replace(of, url=reverse("record_training", args=[of.course.pk]))


def _roles(user, on, only):
    """Every Role of people who can sign in, where `user` coordinates or answers for them, and their own."""
    records = Apprentice.objects.allowing(user, Action.RECORD_TRAINING, on).exclude(person=user).order_by()
    coordinated = user.organisations.values("pk")
    whom = {"person__is_active": True} | ({"person__in": [only, user.pk]} if only else {})
    theirs = Q(person__in=records.values("person"), organisation__in=records.values("cohort__organisation"))
    here = Q(organisation__in=coordinated) | theirs | Q(person=user)
    person, team = ("person", "person__full_name"), ("team", "team__name")
    cohort = ("cohort__slug", "cohort__name", "first_day_at_work_on")
    key, text, day = models.IntegerField(), models.CharField(), models.DateField()
    no_team = (Value(None, key), Value(None, text))
    no_cohort = (Value(None, text), Value(None, text), Value(None, day))

    def of(model, what, team):
        found = model.objects.filter(here, **whom).order_by()
        return found.values_list(*person, "organisation", Value(what, text), *team, *no_cohort)

    apprentices = Apprentice.objects.living(on).filter(**whom).order_by()
    seen = Q(cohort__organisation__in=coordinated) | Q(pk__in=records.values("pk")) | Q(person=user)
    found = apprentices.filter(seen)
    first = found.values_list(*person, "cohort__organisation", Value("Apprentice", text), *team, *cohort)
    rest = (
        of(Manager, MANAGER, team),
        of(Buddy, "Buddy", team),
        of(Coordinator, COORDINATOR, no_team),
    )
    return (Role(*row) for row in first.union(*rest, all=True))


def _people(roles, courses, last, on):
    """The Somebodies with any course, the most urgent first."""
    by_place = defaultdict(list)
    for course in courses:
        by_place[course.organisation_id].append(course)

    def who(role):
        return role.person, role.organisation

    found = []
    for (person, organisation), group in groupby(sorted(roles, key=who), key=who):
        held = list(group)
        first_day = next((role.first_day for role in held if role.first_day), None)
        place = Place(first_day, any(role.what == MANAGER for role in held))
        asked = [course for course in by_place[organisation] if place.takes(course.audience)]
        url = reverse("training_of", args=[person])
        standings = [
            OfCourse(course, standing(course, place, last.get((course.pk, person)), on), url)
            for course in asked
        ]
        if standings:
            found.append(Somebody(person, held[0].name, organisation, held, standings, url))
    return sorted(found, key=lambda one: one.urgency)


def numbers(people, courses):
    """The Numbers of each course over the people."""
    counted = defaultdict(Counter)
    for one in people:
        for of in one.courses:
            counted[of.course.pk][of.standing.state] += 1
    return [
        Numbers(
            name=course.name,
            done=counted[course.pk][State.DONE],
            due=counted[course.pk][State.DUE],
            overdue=counted[course.pk][State.OVERDUE],
            people=counted[course.pk].total(),
        )
        for course in courses
    ]


# --- A count on the home page ---------------------------------------------------------------------


def overdue_apprentices(apprentices, courses, on):
    """The keys of the records, with `also_manages`, whose apprentice is overdue with any of the courses
    that were fetched with `courses_of`. One query; none without a course or a record."""
    if not (courses and apprentices):
        return set()
    done = CourseDone.objects.filter(course__in=[course.pk for course in courses])
    last = {(course, person): day for course, person, day in done.last(on)}
    return {record.pk for record in apprentices if _is_overdue(record, courses, last, on)}


def _is_overdue(record, courses, last, on):
    place = Place(record.first_day_at_work_on, record.also_manages)
    return record.person.is_active and any(
        standing(course, place, last.get((course.pk, record.person_id)), on).state == State.OVERDUE
        for course in courses
        if course.organisation_id == record.cohort.organisation_id and place.takes(course.audience)
    )


# --- A file ---------------------------------------------------------------------------------------

HEADINGS = ("Name", "Part", "Cohort", "Team", "Course", "Standing", "Day")


def cells(people):
    """The rows of a file for spreadsheets, in the order of HEADINGS: one a person and course."""
    for one in people:
        for of in one.courses:
            day = of.standing.day
            about = (one.name, one.what, one.cohorts, one.teams)
            yield [*about, of.course.name, of.standing.state.capitalize(), day.isoformat() if day else ""]
