"""What is due of somebody themselves, whoever's record it is: their training, and private words.

DueItems, computed and never stored. They stand on the agenda of that person alone: no relation to an
apprentice leads to them.
"""

from datetime import timedelta

from django.utils import timezone

from apprentices.actions.concerns import ACKNOWLEDGED
from apprentices.training import State
from hackit import dates
from hackit.access import Relation
from hackit.due import DueItem

# Who answers for one's own training.
ONESELF = "oneself"


def of_training(courses, asked_by_steps):
    """The DueItems of courses that are asked of somebody, given as (course, Standing).

    What an open step of their induction asks, by the key of its course, is not asked again.
    """
    for course, now in courses:
        if now.state != State.DONE and course.pk not in asked_by_steps:
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
