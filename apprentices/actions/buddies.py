"""What is done with a buddy beside choosing one: briefing, going on, and ending with thanks."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from apprentices.actions.people import end
from apprentices.models import Buddy
from hackit import dates
from hackit.actions import save


@transaction.atomic
def brief_buddy(buddy, *, briefed_on, by, on=None):
    """Notes the day on which a buddy was told what it is about. Raises ValidationError for a day to come."""
    if briefed_on > (on or dates.today()):
        raise ValidationError({"briefed_on": "This day is still to come: record it once you have talked."})
    buddy = Buddy.objects.select_for_update(of=("self",)).get(pk=buddy.pk)
    if buddy.briefed_on == briefed_on:
        return buddy
    buddy.briefed_on = briefed_on
    return save(buddy, by=by, on=on)


@transaction.atomic
def keep_buddy(term, *, by, on=None):
    """Notes on a day that the buddy goes on. Raises ValidationError for one whose time has an end."""
    locked(term.apprentice)
    term = as_now(term)
    if term.kept_on:
        return term
    if term.until_on:
        raise ValidationError(f"It ends on {dates.words(term.until_on)} already.")
    term.kept_on = on or dates.today()
    return save(term, by=by, on=on)


@transaction.atomic
def end_with_thanks(term, *, until_on, thanks="", by, on=None):
    """Ends a buddy's time on a day, its last; the buddy reads the thanks. Raises what `end` raises.

    Of a time that ends on that day already only the thanks are saved.
    """
    if until_on < term.from_on:
        raise ValidationError({"until_on": f"They began on {dates.words(term.from_on)}: choose a later day."})
    ended = _as_it_ended(term) if term.until_on == until_on else end(term, until_on=until_on, by=by, on=on)
    if ended.thanks == thanks:
        return ended
    ended.thanks = thanks
    return save(ended, by=by, on=on)


def _as_it_ended(term):
    locked(term.apprentice)
    return as_now(term)


@transaction.atomic
def name_quiet_place(apprentice, *, place, by, on=None):
    """Saves where an apprentice can learn undisturbed."""
    record = locked(apprentice)
    if record.quiet_place == place:
        return record
    record.quiet_place = place
    return save(record, by=by, on=on)
