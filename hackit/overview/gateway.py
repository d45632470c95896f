"""How ready one apprentice is for gateway, as one reader sees it: what is there, what is missing, and why."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from apprentices import gateway as rules
from apprentices.life import Status
from apprentices.next_steps import TOWARDS_GATEWAY, Taken
from hackit import dates
from hackit.listed import day, listed
from hackit.overview.ways_on import Step, may_take, steps, steps_told
from workplans.models import Project

WORDS = {True: "Met", False: "Not yet", None: "Not known"}
COLOURS = {True: "green", False: "yellow", None: "grey"}


@dataclass(frozen=True)
class Line:
    """One check in words; `step` is what is ticked for it, None where nothing is or may be."""

    words: str
    met: str
    colour: str
    why: str
    step: Step | None


@dataclass(frozen=True)
class Gateway:
    """Where one apprentice stands before gateway: a sentence, and the checks while it lies ahead."""

    own: bool
    says: str
    ready: bool
    lines: list


def with_gateway(apprentices):
    """The records with `projects_told` and `steps_to_gateway_told`, for `gateway`, in the same query."""
    part = Case(When(my_part__gt="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return apprentices.annotate(
        projects_told=listed(Project.objects.filter(portfolio_place__isnull=False), part=part),
        steps_to_gateway_told=steps_told(TOWARDS_GATEWAY),
    )


def gateway(apprentice, on, learning):
    """The Gateway of a record with status, fetched through `allowing`, `with_gateway`. No query.

    `learning` is its `standing.Learning`.
    """
    own, reached_on = bool(apprentice.as_apprentice), apprentice.gateway_on
    if reached_on and reached_on <= on:
        return Gateway(own, f"Gateway was reached on {dates.words(reached_on)}.", False, [])
    if not Status(apprentice.status).living:
        return Gateway(own, "The apprenticeship ended before gateway.", False, [])
    checks = rules.readiness(_facts(apprentice, learning))
    met, ready = sum(1 for check in checks if check.met), rules.ready(checks)
    says = rules.READY if ready else f"{met} of {len(checks)} are met."
    return Gateway(own, says, ready, [_line(check, apprentice) for check in checks])


def _facts(apprentice, learning):
    projects = apprentice.projects_told or ()
    return rules.Facts(
        accepted=learning.accepted,
        minimum=learning.requirement.minimum,
        plan=learning.plan,
        chosen=len(projects),
        with_part=sum(1 for one in projects if one["part"]),
        english_or_maths=apprentice.english_or_maths,
        taken={Taken(one["step"]): day(one["done_on"]) for one in apprentice.steps_to_gateway_told or ()},
    )


def _line(check, apprentice):
    step, why = None, check.why
    if check.step:
        [found] = steps(apprentice, [check.step], apprentice.steps_to_gateway_told)
        why = f"{found.done}." if found.done else why
        step = found if may_take(apprentice, check.step) else None
    return Line(check.words, WORDS[check.met], COLOURS[check.met], why, step)
