"""What is done with mandatory training and the session of managers: recording that somebody went."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.models import CourseDone, Manager
from cohorts.models import Course
from hackit import dates
from hackit.actions import save, take_away

# Months for which a course counts that was done before it was asked and is never refreshed.
KEPT = 60


@transaction.atomic
def record_course(course, *, people, done_on, by, on=None):
    """Records that people did a course on a day. Returns how many had not been recorded for it.

    Whoever records the same at once waits. Raises ValidationError for a day to come, and for one that was
    before the course was asked and counts no more.
    """
    on = on or dates.today()
    earliest = min(course.asked_from, dates.add_months(on, -(course.refresh_months or KEPT)))
    if done_on < earliest:
        words = f"This is too long ago to count: choose {dates.words(earliest)} or a later day."
        raise ValidationError({"done_on": words})
    if done_on > on:
        raise ValidationError({"done_on": "This day is still to come: record it once the course was done."})
    Course.objects.select_for_update().get(pk=course.pk)
    known = set(
        CourseDone.objects.filter(course=course, done_on=done_on, person__in=people).values_list(
            "person", flat=True
        )
    )
    new = [person for person in people if person.pk not in known]
    for person in new:
        done = CourseDone(course=course, person=person, done_on=done_on, recorded_by=by)
        save(done, by=by, on=on)
    return len(new)


@transaction.atomic
def take_course_back(done, *, by, on=None):
    """Takes back what was recorded by mistake; its history keeps it."""
    found = CourseDone.objects.select_for_update(of=("self",)).filter(pk=done.pk).first()
    if found:
        take_away(found, by=by, on=on)


@transaction.atomic
def record_session(manager, *, went_on, by, on=None):
    """Records on which day a manager went to the session of managers; another day corrects it.

    Raises ValidationError for a day to come.
    """
    if went_on > (on or dates.today()):
        words = "This day is still to come: record it once they have been there."
        raise ValidationError({"went_to_session_on": words})
    manager = Manager.objects.select_for_update(of=("self",)).get(pk=manager.pk)
    if manager.went_to_session_on == went_on:
        return manager
    manager.went_to_session_on = went_on
    return save(manager, by=by, on=on)
