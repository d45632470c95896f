"""What is done with destinations: where somebody went is recorded, at the end and again later."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apprentices import destinations, next_steps_due
from apprentices.actions.locking import locked
from apprentices.destinations import Asked, Where
from apprentices.models import Apprentice, Destination, StayingInTouch
from cohorts.actions import employer_named
from hackit import dates, versions
from hackit.actions import save

# What is said of a destination, beside which employer it is.
SAID = ("where", "in_profession", "role", "employer_said", "starts_on")
TOO_EARLY = "The end is not near yet: where somebody goes is recorded in the last months."
NOT_YET = "It is asked again six months after the end: that day has not come yet."


@transaction.atomic
def record_destination(apprentice, *, asked, by, on=None, seen="", employer=None, new_employer="", **said):
    """Records where somebody went, or corrects it; the same said again changes nothing.

    `said` are those of SAID; `new_employer` is the name of one that gets a record. Raises ValidationError
    before it can be known, and when somebody saved it after the version `seen`.
    """
    on, record = on or dates.today(), locked(apprentice)
    if new_employer:
        employer = employer_named(record.cohort.organisation, new_employer, by=by, on=on)
    return note_destination(record, asked=asked, by=by, on=on, seen=seen, employer=employer, **said)


def note_destination(record, *, asked, by, on, seen="", **said):
    """The same for a record that is locked; `by` is None for whoever tells it of themselves by their link."""
    refuse_too_early(record, asked, on)
    found = Destination.objects.filter(apprentice=record, asked=asked).first()
    found = found or Destination(apprentice=record, asked=asked, known_on=on)
    said = _fitting(said)
    if found.pk and all(getattr(found, name) == value for name, value in said.items()):
        return found
    versions.refuse_overwriting(found, seen)
    for name, value in said.items():
        setattr(found, name, value)
    found.recorded_by = by
    save(found, by=by, on=on)
    if asked == Asked.LATER:  # whoever it is about need not answer any more: the address has done its work
        touch = StayingInTouch.objects.filter(apprentice=record, answered_at=None)
        touch.update(answered_at=timezone.now(), email="")
    return found


def _fitting(said):
    """What was said without what does not go with where they went."""
    where = Where(said["where"])
    if not where.works:
        said["in_profession"] = None
    if where != Where.OTHER_EMPLOYER:
        said |= {"employer": None, "employer_said": ""}
    return said


def refuse_too_early(apprentice, asked, on):
    """Raises ValidationError while it cannot be known yet where somebody went."""
    if why := too_early(Apprentice.objects.with_status(on).get(pk=apprentice.pk), asked, on):
        raise ValidationError(why)


def too_early(apprentice, asked, on):
    """Why it cannot be known yet where somebody went, of a record with status; blank once it can."""
    ended_on = apprentice.ended_on
    if asked == Asked.LATER:
        early = ended_on is None or destinations.again_on(ended_on) > on
        return NOT_YET if early else ""
    near = ended_on is not None or next_steps_due.in_window(apprentice, on)
    return "" if near else TOO_EARLY
