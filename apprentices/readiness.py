"""Whether a manager is ready for somebody who starts: what is missing, and who is told of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apprentices.due import has_manager, task
from apprentices.life import Status
from hackit import dates

# Days before the first day at work from which on it is asked, and by which it is due.
ASKED, READY = 28, 7


@dataclass(frozen=True)
class Need:
    """One thing that a manager needs: its key, whether a record has it, and what is said without it."""

    key: str
    is_met: Callable
    lacking: Callable


def _lacks_session(record):
    return "the manager has not been to the session" if has_manager(record) else "nobody is named as manager"


# A record comes `with_people` and `with_readiness`. Who is not there can neither be briefed nor be missed.
NEEDS = (
    Need("session", lambda record: bool(record.session_on), _lacks_session),
    Need("buddy", lambda record: bool(record.buddy_name), lambda record: "no buddy is chosen"),
    Need("briefed", lambda record: bool(record.buddy_briefed_on), lambda record: "the buddy is not briefed"),
    Need("quiet", lambda record: bool(record.quiet_place), lambda record: "no quiet place is named"),
)


def unmet(apprentice):
    """The NEEDS that a record fetched `with_people` and `with_readiness` lacks."""
    lacking = [need for need in NEEDS if not need.is_met(apprentice)]
    return [need for need in lacking if need.key != "briefed" or apprentice.buddy_name]


def before_first_day(apprentice, on):
    """Whether the first day at work of a record with status is still to come on the day `on`."""
    return on < apprentice.first_day_at_work_on and Status(apprentice.status).living


def lacks_readiness(apprentice, on):
    """Whether somebody starts within four weeks with a manager who is not ready."""
    near = apprentice.first_day_at_work_on - timedelta(days=ASKED) <= on
    return near and before_first_day(apprentice, on) and bool(unmet(apprentice))


def due_items(apprentice, on):
    """What the coordinator is told of it: one DueItem for all that is missing and not asked already."""
    asked = set(_asked_elsewhere(apprentice))
    lacking = [need.lacking(apprentice) for need in unmet(apprentice) if need.key not in asked]
    if lacking and lacks_readiness(apprentice, on):
        first_day, lacking = apprentice.first_day_at_work_on, ", ".join(lacking)
        title = f"{apprentice.person.full_name} starts on {dates.words(first_day)}: {lacking}"
        yield task(apprentice, first_day - timedelta(days=READY), title, "apprentice")


def _asked_elsewhere(apprentice):
    """The keys of NEEDS that `apprentices.due` asks of the coordinator while there is no manager."""
    if not has_manager(apprentice):
        yield "session"
    if not (apprentice.manager_name or apprentice.has_had_buddy):
        yield "buddy"
