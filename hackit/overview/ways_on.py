"""The ways on of one apprentice beside each other, and the steps towards a job, as one reader sees them."""

from dataclasses import dataclass

from django.urls import reverse

from apprentices.gateway import may_tick
from apprentices.models import Option, StepTaken
from apprentices.next_steps import TOWARDS_A_JOB, Chance, Way
from hackit import access, dates
from hackit.access import Action, Relation
from hackit.listed import day, listed

COLOURS = {
    Chance.NOT_ASKED: "grey",
    Chance.ASKED: "blue",
    Chance.POSSIBLE: "yellow",
    Chance.OFFERED: "green",
    Chance.CLOSED: "red",
}


@dataclass(frozen=True)
class WayOn:
    """One way on, in words. The addresses are blank for whoever may not go there."""

    words: str
    wished: bool
    needs: str
    asked_by: str
    chance: str
    colour: str
    weigh_url: str
    wish_url: str


@dataclass(frozen=True)
class Step:
    """One step that is ticked: its day and who told of it, once it is done. No `url` for who may not."""

    words: str
    done: str
    url: str


@dataclass(frozen=True)
class WaysOn:
    """All ways on, and the steps towards a job, whichever way it is."""

    own: bool
    called: str
    ways: list
    steps: list


def with_options(apprentices):
    """The records with `options_told` and `steps_to_a_job_told`, for `ways_on`, in the same query."""
    return apprentices.annotate(
        options_told=listed(
            Option.objects, way="way", wished="wished", needs="needs", asked_by="asked_by", chance="chance"
        ),
        steps_to_a_job_told=steps_told(TOWARDS_A_JOB),
    )


def steps_told(wanted):
    """An annotation that lists those of the `wanted` steps that a record has taken."""
    rows = StepTaken.objects.filter(step__in=wanted)
    return listed(rows, step="step", done_on="done_on", by="told_by__full_name")


def ways_on(apprentice):
    """The WaysOn of a record fetched through `allowing`, `with_options`, for whoever fetched it. No query."""
    told = {one["way"]: one for one in apprentice.options_told or ()}
    return WaysOn(
        own=bool(apprentice.as_apprentice),
        called=apprentice.person.called,
        ways=[_way(way, told.get(way, {}), apprentice) for way in Way],
        steps=steps(apprentice, TOWARDS_A_JOB, apprentice.steps_to_a_job_told),
    )


def _way(way, told, apprentice):
    chance, address = Chance(told.get("chance", Chance.NOT_ASKED)), [apprentice.pk, way]
    open_to = access.actions(apprentice)
    return WayOn(
        words=_begun_large(way),
        wished=bool(told.get("wished")),
        needs=told.get("needs", ""),
        asked_by=told.get("asked_by", ""),
        chance=_begun_large(chance),
        colour=COLOURS[chance],
        weigh_url=reverse("weigh", args=address) if Action.RECORD_NEXT_STEPS in open_to else "",
        wish_url=reverse("wish", args=address) if Action.TELL_NEXT_STEPS in open_to else "",
    )


def steps(apprentice, wanted, told):
    """The Steps of a record fetched through `allowing`: the `wanted` ones, of which `steps_told` told."""
    found = {one["step"]: one for one in told or ()}
    return [_step(step, found.get(step), apprentice) for step in wanted]


def _step(step, told, apprentice):
    done = f"{dates.words(day(told['done_on']))}, ticked by {told['by']}" if told else ""
    url = reverse("take_step", args=[apprentice.pk, step]) if may_take(apprentice, step) else ""
    return Step(_begun_large(step), done, url)


def may_take(apprentice, step):
    """Whether whoever fetched a record through `allowing` ticks a Taken step of it."""
    open_to = access.actions(apprentice)
    if not open_to & {Action.TELL_NEXT_STEPS, Action.RECORD_NEXT_STEPS}:
        return False
    # Whoever it is about ticks as that, whatever else they are to the record.
    own = {Relation.APPRENTICE} if apprentice.as_apprentice else access.relations(apprentice)
    return may_tick(step, own, apprentice.english_or_maths)


def _begun_large(words):
    return words[0].upper() + words[1:]
