"""What is due of somebody themselves, whoever's record it is: their training, and private words.

DueItems, computed and never stored. They stand on the agenda of that person alone: no relation to an
apprentice leads to them.
"""

from datetime import date, timedelta

from django.utils import timezone

from apprentices import induction
from apprentices.actions.concerns import ACKNOWLEDGED
from apprentices.induction_due import answerer, open_steps_of
from apprentices.training import State
from hackit import dates
from hackit.access import Relation
from hackit.due import DueItem

# Who answers for one's own training.
ONESELF = "oneself"


def asked_by_steps(records):
    """{course: day}, by keys, of what open steps of one's own records `with_open_steps` ask of oneself.

    A step of somebody else asks somebody else, and one that is stuck asks nobody to do it.
    """
    steps = [(record, step) for record in records for step in open_steps_of(record) if step.course]
    asked = [
        (step.due_on, step.course)
        for record, step in steps
        if step.state != induction.State.STUCK and answerer(record, step) == Relation.APPRENTICE
    ]
    return {course: day for day, course in sorted(asked, reverse=True)}


def of_training(courses, by_steps):
    """The DueItems of courses that are asked of somebody, given as (course, Standing).

    What a step of their induction asks no later, in `by_steps`, is not asked again.
    """
    for course, now in courses:
        if now.state != State.DONE and by_steps.get(course.pk, date.max) > now.day:
            again = " again" if course.last_done_on else ""
            title = f"Do this training{again}: {course.name}"
            yield DueItem(now.day, title, ONESELF, None, route=("training",))


def of_concerns(concerns, user, on):
    """The DueItems of open private words for whoever may read them, and of nobody else.

    `concerns` come from `for_the_eyes_of` the user, with their people.
    """
    for concern in concerns:
        if concern.apprentice.person_id == user.pk:
            if concern.answered_at:
                title = "Your private word is answered: read it"
                yield DueItem(on, title, Relation.APPRENTICE, None, happens=True, route=("private_words",))
        elif not concern.answered_at:
            yield _to_answer(concern)


def acknowledge_by(concern):
    """The day by which a private word is acknowledged."""
    return timezone.localdate(concern.raised_at, dates.LONDON) + timedelta(days=ACKNOWLEDGED)


def _to_answer(concern):
    name = concern.apprentice.person.full_name
    due_on, words = concern.answer_by_on, "Answer the private word of"
    if not concern.acknowledged_at:
        due_on, words = acknowledge_by(concern), "Acknowledge a private word of"
    route = ("private_word", concern.pk)
    return DueItem(due_on, f"{words} {name}", Relation.COORDINATOR, None, route=route)
