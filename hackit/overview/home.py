"""The home page, this month: one page for every role that a person has."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode

from apprentices import destinations, next_steps_due, own_due
from apprentices.life import Status
from apprentices.models import Apprentice, Concern, Manager, courses_of, with_destinations
from apprentices.training import State
from cohorts.due import due_items
from cohorts.models import Cohort, DataRequest
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.overview import (
    buddying,
    first_day,
    handover,
    learning_times,
    month_card,
    next_steps_standing,
    training,
)
from hackit.overview.agenda import GAPS, agenda, for_agenda, gaps
from hackit.overview.induction_steps import near_enough
from hackit.overview.own_steps import own_open, step_url, steps_in_words
from hackit.overview.people import people
from hackit.overview.progress import learning_seen, progress
from workplans.models import with_learning
from workplans.off_the_job import Level

# The columns of one's own apprentices.
COLUMNS = ("Name", "Status", "Induction", "Learning", "To accept", "Plan", "Next", "Provider")
HEADINGS = [{"words": words} for words in COLUMNS]
# How many of the next steps stand on the card of one's own apprenticeship.
NEXT_STEPS = 3
# The standings that a coordinator counts, and the words behind the number of people.
COUNTED = {
    Level.BEHIND: "behind with learning",
    Level.SLIGHTLY_BEHIND: "slightly behind with learning",
}


@dataclass(frozen=True)
class CohortCounts:
    """One cohort of a coordinator: how many people, and how many miss something, each with a link."""

    name: str
    url: str
    import_url: str
    people: int
    counts: list


@dataclass(frozen=True)
class Count:
    """How many people of a cohort miss one thing or are behind, and the list of them."""

    words: str
    number: int
    url: str


def home(user, on):
    """What the home page of `user` shows on the day `on`: the name of its template, and a dict for it.

    Before their first day at work, somebody who is nothing else here finds the first-day page.
    """
    apprentices = _mine(user, on)
    if _only_waits(user, apprentices, on):
        return "apprentices/first_day.html", {
            "page": first_day.page(apprentices[0], on),
            "home": True,
            "ways": first_day.ways(apprentices[0]),
        }
    return "hackit/home.html", _month(user, apprentices, on)


def _only_waits(user, apprentices, on):
    """Whether all that `user` is here is one apprentice who has not started work."""
    if len(apprentices) != 1 or not first_day.ahead(apprentices[0], on):
        return False
    return access.relations(apprentices[0]) == {Relation.APPRENTICE} and not access.keeper_of(user)


def _month(user, apprentices, on):
    learning = learning_seen(apprentices, on)
    # Whom somebody only coordinates is counted, and has no row.
    beside = [one for one in apprentices if access.relations(one) - {Relation.COORDINATOR}]
    rows = progress(beside, on, learning)
    courses, concerns = list(courses_of(user, on)), _concerns(user, apprentices, on)
    return {
        "handovers": handover.unread(user, apprentices, on),
        "month": f"{on:%B %Y}",
        "today": dates.words(on),
        "agenda": agenda(apprentices, on, _own_items(user, apprentices, courses, concerns, on)),
        "own": [
            _own(row, apprentice, learning.get(apprentice.pk), on)
            | {"answered": any(one.apprentice_id == apprentice.pk and one.answered_at for one in concerns)}
            for row, apprentice in zip(rows, beside, strict=True)
            if apprentice.as_apprentice
        ],
        "headings": HEADINGS,
        "managed": _with(rows, Relation.MANAGER, Relation.DEPUTY),
        "to_accept": sum(one.waiting for one in apprentices if access.allows(one, Action.ACCEPT_LEARNING)),
        "buddied": [_buddied(row, one, on) for row, one in zip(rows, beside, strict=True) if one.as_buddy],
        "own_steps": steps_in_words([step for one in apprentices for step in own_open(one, on)], on),
        "thanks": buddying.thanks_to(user, on),
        "cohorts": _cohorts(user, apprentices, learning, courses, on),
        "private_words": sum(one.apprentice.person_id != user.pk and not one.answered_at for one in concerns),
        "trains": bool(courses),
        "compares": any(access.allows(one, Action.COMPARE_PLANS) for one in apprentices),
        "coordinates": access.Keeper.COORDINATOR in access.keeper_of(user),
        "runs_installation": user.is_superuser,
    }


def _own(row, apprentice, learning, on):
    """The card of one's own apprenticeship; `learning` is its Learning, None once nobody reads it."""
    around = people(apprentice, on)
    return {
        "row": row,
        "pk": apprentice.pk,
        "standing": learning and learning.standing,
        "month": month_card.card(apprentice, row.plan, on) if row.plan else None,
        "may_log": access.allows(apprentice, Action.LOG_LEARNING),
        "this_week": _this_week(apprentice, learning, on) if learning else "",
        "people": around,
        "told": handover.told_to_apprentice(apprentice, around, on),
        "first_day_url": first_day.url_in_first_week(apprentice, on),
        "next_steps": _next_steps(apprentice, on),
        "comes_next": next_steps_standing.on_card(apprentice, on),
        "seeks": next_steps_due.in_window(apprentice, on),
    }


def _next_steps(apprentice, on):
    """(title, day, address) of the steps that the apprentice does next, whom they meet among them."""
    steps = near_enough(apprentice, own_open(apprentice, on), on)
    return [(step.title, dates.words(step.due_on), step_url(apprentice, step)) for step in steps[:NEXT_STEPS]]


def _buddied(row, apprentice, on):
    """The card of somebody to whom the reader is a buddy."""
    return {
        "row": row,
        "pk": apprentice.pk,
        "steps": steps_in_words(own_open(apprentice, on), on),
        "prompt": buddying.prompt_of(apprentice, on),
    }


def _this_week(apprentice, learning, on):
    """What is expected this week of the one apprenticeship that has not ended."""
    if not Status(apprentice.status).living:
        return ""
    times = apprentice.learning_times.agreed()
    return learning_times.this_week(apprentice, times, on, learning.programme.breaks)


def _mine(user, on):
    """Records of people still in their apprenticeship that `user` may see, and always their own."""
    also_manages = Manager.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("cohort__organisation")
    )
    seen = Apprentice.objects.allowing(user, Action.VIEW, on).annotate(also_manages=Exists(also_manages))
    mine = with_learning(for_agenda(seen, on))
    living = ~Q(status__in=[Status.COMPLETED, Status.WITHDRAWN])
    return list(mine.filter(living | Q(as_apprentice=True)))


def _own_items(user, apprentices, courses, concerns, on):
    """What is due of `user` alone: training, private words, and what they owe as coordinator to people.

    That is requests for data, and where people went.
    """
    own = [one for one in apprentices if one.as_apprentice and Status(one.status).living]
    by_steps = own_due.asked_by_steps(own)
    standings = [(of.course, of.standing) for of in training.own_among(courses, on)]
    items = [*own_due.of_training(standings, by_steps), *own_due.of_concerns(concerns, user, on)]
    if access.Keeper.COORDINATOR in access.keeper_of(user):
        items += due_items(DataRequest.objects.within_reach(user).open())
        items += next_steps_due.of_destinations(_ended(user, on), on)
    return items


def _ended(user, on):
    """Those of the coordinator's who ended within a year, with what is known of where they went."""
    since = dates.first_day_within(destinations.REMINDED_MONTHS, on)
    return with_destinations(Apprentice.objects.within_reach(user).ended_since(since, on))


def _concerns(user, apprentices, on):
    """The open private words that `user` may read; nobody but apprentices and coordinators is asked for."""
    if not any(one.as_apprentice or one.as_coordinator for one in apprentices):
        return []
    found = Concern.objects.for_the_eyes_of(user, on).open()
    return list(found.select_related("apprentice__person"))


def _with(rows, *relations):
    return [row for row in rows if row.relations & set(relations)]


def _cohorts(user, apprentices, learning, courses, on):
    """The CohortCounts of a coordinator, newest first: cohorts with people still in them, or none yet."""
    empty = Cohort.objects.within_reach(user).filter(apprentices__isnull=True)
    by_cohort = {cohort: [] for cohort in empty}
    for apprentice in apprentices:
        if apprentice.as_coordinator:
            by_cohort.setdefault(apprentice.cohort, []).append(apprentice)
    coordinated = [one for found in by_cohort.values() for one in found]
    overdue = training.overdue_apprentices(coordinated, courses, on)
    return [
        _counts(cohort, found, learning, overdue, on)
        for cohort, found in sorted(by_cohort.items(), key=lambda kv: kv[0].starts_on, reverse=True)
    ]


def _counts(cohort, found, learning, overdue, on):
    url = reverse("apprentices")
    numbers = Counter(key for apprentice in found for key in gaps(apprentice, on))
    levels = Counter(learning[apprentice.pk].standing.level for apprentice in found)

    def people_who(number, words, **wanted):
        return Count(words, number, f"{url}?{urlencode({'cohort': cohort.slug} | wanted)}")

    counts = [
        *(people_who(numbers[key], words, missing=key) for key, (_, words) in GAPS.items()),
        *(people_who(levels[level], words, standing=level) for level, words in COUNTED.items()),
        _untrained(cohort, sum(one.pk in overdue for one in found)),
    ]
    return CohortCounts(
        name=cohort.name,
        url=f"{url}?{urlencode({'cohort': cohort.slug})}",
        import_url=reverse("admin:cohorts_cohort_import", args=[cohort.pk]),
        people=len(found),
        counts=[count for count in counts if count.number],
    )


def _untrained(cohort, number):
    """The Count of people of a cohort who are overdue with mandatory training."""
    query = urlencode({"cohort": cohort.slug, "standing": State.OVERDUE})
    return Count("with overdue training", number, f"{reverse('training_people')}?{query}")
