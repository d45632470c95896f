"""What was agreed in a talk of whatever kind, as its page shows it."""

from dataclasses import dataclass

from hackit import dates


@dataclass(frozen=True)
class Agreed:
    """One thing that was agreed: what, who does it by when, and whether it is done or late."""

    what: str
    who: str
    day: str
    done: str
    late: bool
    tick_url: str


def told(one, tick_url, on):
    """The Agreed of one thing that was agreed, as of a day."""
    return Agreed(
        what=one.what,
        who=one.get_owner_display(),
        day=dates.words(one.due_on),
        done=dates.words(one.done_on) if one.done_on else "",
        late=not one.done_on and one.due_on < on,
        tick_url=tick_url,
    )
