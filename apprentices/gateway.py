"""Whether everything for gateway is there, check by check, each with its reason; who ticks which step. Pure.

Source: DfE apprenticeship funding rules, gateway: the training and its off-the-job hours are done, English
and maths where they are required, and employer and provider agree that the apprentice is ready. What the
portfolio has to hold is said by each standard's assessment plan.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from apprentices.next_steps import TOWARDS_A_JOB, Taken
from hackit import dates

READY = "Everything that gateway needs is there. The coordinator records the day with the provider."
NOT_TICKED = {
    Taken.ENGLISH_MATHS: "The manager ticks it here once they are passed.",
    Taken.MANAGER_AGREES: "The manager, or a deputy, ticks it here once they agree.",
    Taken.TUTOR_AGREES: "The manager asks the tutor, and ticks it here once they agree.",
}
LABELS = {
    Taken.ENGLISH_MATHS: "English and maths passed",
    Taken.MANAGER_AGREES: "The manager agrees",
    Taken.TUTOR_AGREES: "The tutor agrees",
}

# Who ticks which step, by what they are to the record: that the manager agrees is said by managers alone.
RESPONSIBLE = frozenset({"manager", "deputy", "coordinator"})
TICKED_BY = {
    **dict.fromkeys(TOWARDS_A_JOB, RESPONSIBLE | {"apprentice"}),
    Taken.ENGLISH_MATHS: RESPONSIBLE,
    Taken.MANAGER_AGREES: RESPONSIBLE - {"coordinator"},
    Taken.TUTOR_AGREES: RESPONSIBLE,
}


@dataclass(frozen=True)
class Facts:
    """What gateway is judged by: hours of learning, the portfolio, and the steps taken with their days.

    `minimum` is None while nobody knows it, `plan` where the training plan names no hours. `with_part` says
    in how many of the projects chosen for the portfolio the apprentice wrote of their own part.
    """

    accepted: Decimal
    minimum: int | None = None
    plan: Decimal | None = None
    chosen: int = 0
    with_part: int = 0
    english_or_maths: bool = False
    taken: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One thing that gateway needs: whether it is met (None for not known), and why.

    `step` is what is ticked for it; None for what is read from the record.
    """

    words: str
    met: bool | None
    why: str
    step: Taken | None = None


def readiness(facts):
    """The Checks of one apprenticeship, in their order."""
    steps = [Taken.MANAGER_AGREES, Taken.TUTOR_AGREES]
    if facts.english_or_maths:
        steps.insert(0, Taken.ENGLISH_MATHS)
    return [_hours(facts), _portfolio(facts), *(_step(step, facts.taken.get(step)) for step in steps)]


def ready(checks):
    """Whether all Checks are met."""
    return all(check.met for check in checks)


def may_tick(step, relations, english_or_maths):
    """Whether somebody with these relations to a record ticks a step that its gateway asks for."""
    wanted = step != Taken.ENGLISH_MATHS or english_or_maths
    return wanted and not TICKED_BY[step].isdisjoint(relations)


def _hours(facts):
    minimum = "not known: ask the provider" if facts.minimum is None else _number(facts.minimum)
    planned = "" if facts.plan is None else f", the training plan has {_number(facts.plan)}"
    why = f"Hours accepted: {_number(facts.accepted)}. The minimum is {minimum}{planned}."
    if facts.minimum is None:
        return Check("Off-the-job hours", None, why)
    lacking = max(facts.minimum, facts.plan or 0) - facts.accepted
    if lacking > 0:
        return Check("Off-the-job hours", False, f"{why} Still to come: {_number(lacking)}.")
    return Check("Off-the-job hours", True, why)


def _portfolio(facts):
    chosen, bare = facts.chosen, facts.chosen - facts.with_part
    projects = f"{chosen} {'project' if chosen == 1 else 'projects'}"
    if not chosen:
        return Check("Portfolio", False, "No project is chosen for it yet.")
    if bare:
        have = "one has" if bare == 1 else f"{bare} have"
        return Check("Portfolio", False, f"{projects} chosen; {have} no word on the apprentice’s own part.")
    return Check("Portfolio", True, f"{projects} chosen, each with the apprentice’s own part.")


def _step(step, done_on):
    why = f"Ticked on {dates.words(done_on)}." if done_on else NOT_TICKED[step]
    return Check(LABELS[step], bool(done_on), why, step)


def _number(hours):
    """Hours without noughts at the end: 312, 6.5."""
    return f"{Decimal(hours):.2f}".rstrip("0").rstrip(".")
