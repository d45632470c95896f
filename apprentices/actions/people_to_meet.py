"""What is done with the people to meet: listing and changing them, their order, and the line that is kept.

Their days come by themselves, from their order; `learning` answers for a day how much of it is Taken.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from apprentices.actions.spreading import (
    create_all,
    first_day_to_meet,
    refuse_day,
    save_all,
    spread_locked,
)
from apprentices.induction import State
from apprentices.models import InductionStep, MetLine
from cohorts.induction import Kind, Owner
from hackit import dates, versions
from hackit.actions import save, take_away

# What can be written about somebody to meet.
ABOUT_SOMEBODY = ("meets", "job", "place", "guidance")
OFF_THE_LIST = "Taken off the list of people to meet."


def list_person(apprentice, *, meets, job="", place="", guidance="", learning, by, on=None):
    """Lists somebody to be met, as the last one; the day comes by itself. Returns the step.

    The same again is the same step. Raises ValidationError for a name that is listed already.
    """
    about = {"meets": meets, "job": job, "place": place, "guidance": guidance}
    [step] = list_people(apprentice, [about], learning=learning, by=by, on=on)
    return step


@transaction.atomic
def list_people(apprentice, people, *, learning, by, on=None):
    """Lists several people, given as dicts of ABOUT_SOMEBODY, after those listed. Returns their steps.

    All or nothing: raises ValidationError for a name that is listed already.
    """
    on = on or dates.today()
    record = locked(apprentice)
    known = list(InductionStep.objects.filter(apprentice=record).needed().people_to_meet())
    found = []
    for about in people:
        step = _new(record, about, on)
        same = next((one for one in (*known, *found) if _alike(one, step)), None)
        if same and not _says_the_same(same, step):
            raise _listed_already(same)
        if not any(one is same for one in found):
            found.append(same or step)
    new = [step for step in found if step.pk is None]
    last = known[-1].position if known else 0
    for position, step in enumerate(new, start=last + 1):
        step.position = position
        step.clean_fields(exclude=["apprentice"])
    create_all(new, by, on, "")
    spread_locked(record, learning, by, on)
    return list(InductionStep.objects.filter(pk__in=[step.pk for step in found]).people_to_meet())


def _new(record, about, on):
    about = {name: about.get(name, "").strip() for name in ABOUT_SOMEBODY}
    return InductionStep(
        apprentice=record,
        title=_title(about["meets"]),
        owner=Owner.APPRENTICE,
        kind=Kind.INTRODUCTION,
        due_on=first_day_to_meet(record, on),
        **about,
    )


def _title(meets):
    return f"Meet {meets}"


def _alike(one, other):
    """Whether two steps are about the same person: the same name and job, in capitals or not."""
    return (one.meets.casefold(), one.job.casefold()) == (other.meets.casefold(), other.job.casefold())


def _says_the_same(one, other):
    return all(getattr(one, name) == getattr(other, name) for name in ABOUT_SOMEBODY)


def _listed_already(step):
    return ValidationError({"meets": f"{step.meets} is listed already."})


@transaction.atomic
def change_person(step, *, due_on=None, learning, seen="", by, on=None, **about):
    """Changes what is said of somebody to meet, and with `due_on` gives them a day by hand.

    Blank, the day comes by itself again; who was met keeps theirs. Raises ValidationError for a day that is
    past or without work, one that is all for learning, or one with as many introductions as the organisation
    wants on one, for a name that is listed already, and when somebody else changed it meanwhile.
    """
    on = on or dates.today()
    record = locked(step.apprentice)
    step = as_now(step)
    wanted = {"chosen_on": due_on if step.is_open else step.chosen_on} | about
    if all(getattr(step, name) == value for name, value in wanted.items()):
        return step
    versions.refuse_overwriting(step, seen, _shown(step))
    if due_on and step.is_open and due_on != step.due_on:
        refuse_day(step, record, due_on, learning, on)
    _write(step, about, wanted["chosen_on"])
    save(step, by=by, on=on)
    spread_locked(record, learning, by, on)
    return as_now(step)


def _shown(step):
    """The fields that a page shows of somebody to meet: a day that comes by itself is not among them."""
    return [*ABOUT_SOMEBODY, "by_hand", *(["due_on"] if step.by_hand else [])]


def _write(step, about, chosen_on):
    for name, words in about.items():
        setattr(step, name, words)
    others = InductionStep.objects.filter(apprentice=step.apprentice).exclude(pk=step.pk).people_to_meet()
    if same := next((one for one in others if _alike(one, step)), None):
        raise _listed_already(same)
    step.title, step.by_hand = _title(step.meets), bool(chosen_on)
    step.due_on = chosen_on or step.due_on


@transaction.atomic
def order_people(step, *, up, learning, by, on=None):
    """Makes somebody to meet more important by one place, or with `up` False less; days follow.

    Among those whose day comes by itself: nothing happens to others, nor at either end.
    """
    on = on or dates.today()
    record = locked(step.apprentice)
    people = list(InductionStep.objects.filter(apprentice=record).to_spread(on))
    place = next((number for number, one in enumerate(people) if one.pk == step.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if other is None or not 0 <= other < len(people):
        return
    one, two = people[place], people[other]
    one.position, two.position = two.position, one.position
    save_all([one, two], by, on, "")
    spread_locked(record, learning, by, on)


@transaction.atomic
def unlist_person(step, *, learning, by, on=None):
    """Takes somebody off the list who was not met yet; those after them move up. Raises ValidationError.

    Whom the apprentice has noted a line about stays for them alone, as not needed.
    """
    on = on or dates.today()
    record = locked(step.apprentice)
    step = as_now(step)
    if not step.is_open:
        raise ValidationError(f"{step.meets} was met already, and stays on the list.")
    if MetLine.objects.filter(step=step).exists():
        step.state, step.not_needed_because = State.NOT_NEEDED, OFF_THE_LIST
        save(step, by=by, on=on)
    else:
        take_away(step, by=by, on=on)
    spread_locked(record, learning, by, on)


@transaction.atomic
def remember(step, *, words):
    """Saves the line by which the apprentice remembers somebody; blank, it is gone. It leaves no other trace.

    Returns the MetLine, None for no words. Raises ValidationError for a line that is too long.
    """
    locked(step.apprentice)
    line = MetLine.objects.filter(step=as_now(step)).first() or MetLine(step=step)
    line.words = words.strip()
    if not line.words:
        MetLine.objects.filter(step=step).delete()
        return None
    line.full_clean()
    line.save()
    return line
