"""A step of an induction in words: whose it is, how far, and what somebody may do about it."""

from datetime import timedelta

from django.urls import reverse

from apprentices.actions import done_by_itself
from apprentices.induction import ALL_STEPS, OPEN, State, answers
from apprentices.induction_due import owned
from apprentices.models import InductionStep
from cohorts.induction import Fact, Kind, Owner, Sight
from hackit import access, dates
from hackit.access import Action, Relation

# Who answers for a step, as the apprentice says it and as everybody else does; an apprentice has a name.
TO_APPRENTICE = {
    Owner.MANAGER: "Your manager",
    Owner.BUDDY: "Your buddy",
    Owner.COORDINATOR: "The coordinator",
}
TO_OTHERS = {
    Owner.MANAGER: "The manager",
    Owner.BUDDY: "The buddy",
    Owner.COORDINATOR: "The coordinator",
}
CONFIDENTIAL = {
    Sight.TALK: "Confidential: the apprentice, manager, deputies and coordinators see this.",
    Sight.CLOSED: "Confidential: manager, deputies and coordinators see this.",
}
# The page where it is done, which a fact tells of: its words, its address, and who finds it there.
WAYS = {
    Fact.BUDDY: ("Choose a buddy", "set_buddy", Action.SET_BUDDY),
    Fact.MANAGER: ("The people around", "people_around", Action.SET_BUDDY),
    Fact.TUTOR: ("Save the tutor", "change_tutor", Action.CHANGE_TUTOR_AND_TEAM),
    Fact.PEOPLE: ("List the people to meet", "people_to_meet", Action.LEAD_INDUCTION),
    Fact.ARRANGEMENT: ("The buddy’s page", "buddying", Action.SEE_BUDDYING),
    Fact.PLANS: ("Work plans", "plans", Action.SEE_PLANS),
    Fact.FIRST_DAY: ("Write the first-day page", "write_first_day", Action.WRITE_FIRST_DAY),
    Fact.TIME: ("Learning time", "learning_time", Action.SEE_LEARNING),
    Fact.ENTRIES: ("Learning", "learning", Action.SEE_LEARNING),
    Fact.REVIEW: ("Record a review", "record_review", Action.RECORD_REVIEWS),
}


def is_open(step):
    """Whether somebody has yet to do a step fetched `with_known`."""
    return step.state in OPEN and not step.known


def may_tell(record, step):
    """Whether whoever fetched a record through `allowing`, `with_open_steps`, tells how far a step is."""
    if access.allows(record, Action.LEAD_INDUCTION):
        return True
    tells = access.allows(record, Action.TELL_OWN_STEPS) and step.state != State.NOT_NEEDED
    return tells and owned(record, step, access.relations(record))


def to_tell(records, keys):
    """The steps with such keys that whoever fetched the records tells of; not those that are not needed.

    One query.
    """
    by_pk = {record.pk: record for record in records}
    found = InductionStep.objects.filter(pk__in=keys, apprentice__in=by_pk).needed()
    found = found.select_related("course", "apprentice")
    return [step for step in found if may_tell(by_pk[step.apprentice_id], step)]


def is_own(record, step):
    """Whether whoever fetched a record tells of a step as their own, as long as anybody is asked."""
    return access.allows(record, Action.TELL_OWN_STEPS) and owned(record, step, access.relations(record))


def is_urgent(record, step):
    """Whether a late step is for whoever fetched a record to see to: theirs, or of somebody they lead."""
    relations = access.relations(record)
    return bool(ALL_STEPS & relations) or owned(record, step, relations)


def near_enough(record, steps, on):
    """The steps without the introductions of a later week that others make: those are not told of ahead."""
    relations, sunday = access.relations(record), on + timedelta(days=6 - on.weekday())
    return [
        step
        for step in steps
        if step.due_on <= sunday
        or step.kind != Kind.INTRODUCTION
        or answers(step.owner, record.has_buddy) in relations
    ]


def whose(record, step):
    """Who answers for a step, in the words of whoever fetched the record; who is met is told by both."""
    relations, owner = access.relations(record), step.owner
    answering = answers(owner, record.has_buddy)
    who = "You" if answering in relations else _called(record, answering, relations)
    if step.kind == Kind.INTRODUCTION and answering != Relation.APPRENTICE:
        meets = Relation.APPRENTICE in relations
        who = f"You, or {who[0].lower()}{who[1:]}" if meets else f"{who}, or {record.person.called}"
    if answering == owner:
        return who
    return f"{who}, for the provider" if owner == Owner.PROVIDER else f"{who}, as there is no buddy"


def _called(record, answering, relations):
    if Relation.APPRENTICE in relations:
        return TO_APPRENTICE[answering]
    return TO_OTHERS.get(answering) or record.person.called


def how_far(step):
    """How far a step fetched `with_known` is, in a sentence; blank for one that nobody has begun."""
    if step.known:
        return f"Done by itself: {done_by_itself(step)}."
    return {
        State.TO_DO: "",
        State.DOING: "Somebody is working on it.",
        State.STUCK: f"Stuck: {step.stuck_because}",
        State.DONE: f"Done on {dates.words(step.done_on)} by {step.done_by}." if step.done_on else "",
        State.NOT_NEEDED: f"Not needed: {step.not_needed_because}",
    }[State(step.state)]


def by_itself(step):
    """What does a step, in a sentence; blank for one that somebody ticks."""
    once = done_by_itself(step)
    who = " The coordinator records it." if step.fact == Fact.SESSION else ""
    return f"This is done by itself once {once}.{who}" if once else ""


def way(record, fact, course=None):
    """(words, address) of the page on which a fact comes about, for whoever can do it there; else None.

    With `course`, the key of one, that is the page of mandatory training.
    """
    if course:
        records = access.allows(record, Action.RECORD_TRAINING)
        return ("Mandatory training", reverse("training")) if records else None
    words, name, action = WAYS.get(fact, ("", "", None))
    return (words, reverse(name, args=[record.pk])) if name and access.allows(record, action) else None


def confidential(step, record):
    """Who sees a step that not everybody sees, for those who do not share it with all; blank for others."""
    told_all = ALL_STEPS & access.relations(record) or step.sight == Sight.TALK
    return CONFIDENTIAL.get(step.sight, "") if told_all else ""


def long_words(day):
    """A day with the name of its weekday: Monday 7 September 2026."""
    return f"{day:%A} {dates.words(day)}"


def lateness(record, late):
    """How many of late steps whoever fetched a record is to see to, in words; blank for none."""
    number = sum(is_urgent(record, step) for step in late)
    are = "is" if number == 1 else "are"
    if not ALL_STEPS & access.relations(record):
        return f"{number} of yours {are} late" if number else ""
    return f"{steps_said(number)} {are} late" if number else ""


def lateness_of_others(record, late):
    """How many of late steps others are to see to, in words; blank for none."""
    number = sum(not is_urgent(record, step) for step in late)
    are = "is" if number == 1 else "are"
    return f"{steps_said(number)} of others {are} late" if number else ""


def steps_said(number):
    """A number of steps in words."""
    return "1 step" if number == 1 else f"{number} steps"
