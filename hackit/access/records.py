"""Who may do what with an apprentice's record: one table, read as a filter and as a set.

Every role is a relation to a record as of a day. A relation is written as the lookup that leads to it:
no records are imported.
"""

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Least

from hackit import dates


class Relation(StrEnum):
    """What somebody is to one apprentice's record."""

    APPRENTICE = "apprentice"
    MANAGER = "manager"
    DEPUTY = "deputy"
    BUDDY = "buddy"
    COORDINATOR = "coordinator"


class Action(StrEnum):
    """What can be done with one apprentice's record."""

    VIEW = "view"
    ADMINISTER = "administer"
    SEE_FIRST_DAY = "see_first_day"
    WRITE_FIRST_DAY = "write_first_day"
    SEE_HISTORY = "see_history"
    SET_BUDDY = "set_buddy"
    SET_DEPUTIES = "set_deputies"
    CHANGE_TUTOR_AND_TEAM = "change_tutor_and_team"
    HAND_OVER = "hand_over"
    SEE_REVIEWS = "see_reviews"
    RECORD_REVIEWS = "record_reviews"
    SEE_LEARNING = "see_learning"
    LOG_LEARNING = "log_learning"
    IMPORT_LEARNING = "import_learning"
    ACCEPT_LEARNING = "accept_learning"
    AGREE_LEARNING_TIME = "agree_learning_time"
    ANSWER_PROTECTED = "answer_protected"
    SEE_PROTECTED = "see_protected"
    NOTE_TALK = "note_talk"
    SEE_PLANS = "see_plans"
    SEE_PLAN_ITEMS = "see_plan_items"
    WRITE_PLANS = "write_plans"
    SUGGEST_ITEMS = "suggest_items"
    TELL_PROGRESS = "tell_progress"
    AGREE_PLANS = "agree_plans"
    REVIEW_PLANS = "review_plans"
    COMPARE_PLANS = "compare_plans"
    SEE_PROJECTS = "see_projects"
    NAME_PROJECTS = "name_projects"
    GIVE_FEEDBACK = "give_feedback"
    WRITE_PORTFOLIO = "write_portfolio"
    SEE_INDUCTION = "see_induction"
    TELL_OWN_STEPS = "tell_own_steps"
    LEAD_INDUCTION = "lead_induction"
    REMEMBER_PEOPLE = "remember_people"
    SEE_BUDDYING = "see_buddying"
    SEE_TRAINING = "see_training"
    RECORD_TRAINING = "record_training"
    RAISE_CONCERNS = "raise_concerns"
    SEE_CONCERNS = "see_concerns"
    ANSWER_CONCERNS = "answer_concerns"
    SEE_NEXT_STEPS = "see_next_steps"
    RECORD_NEXT_STEPS = "record_next_steps"
    TELL_NEXT_STEPS = "tell_next_steps"
    SEE_CV = "see_cv"
    WRITE_CV = "write_cv"
    SEE_OPENINGS = "see_openings"
    MARK_INTEREST = "mark_interest"
    ASK_AGAIN = "ask_again"


EVERYBODY = frozenset(Relation)
COORDINATOR = frozenset({Relation.COORDINATOR})
RESPONSIBLE = frozenset({Relation.MANAGER, Relation.DEPUTY, Relation.COORDINATOR})
LEARNER = frozenset({Relation.APPRENTICE})
MANAGING = frozenset({Relation.MANAGER, Relation.DEPUTY})

POLICY = {
    # overview: people, dates, contacts
    Action.VIEW: EVERYBODY,
    # manager, cohort, provider, dates, hours, breaks, gateway, end
    Action.ADMINISTER: COORDINATOR,
    Action.SEE_FIRST_DAY: EVERYBODY,
    Action.WRITE_FIRST_DAY: RESPONSIBLE,
    Action.SEE_HISTORY: RESPONSIBLE,
    Action.SET_BUDDY: RESPONSIBLE,
    Action.SET_DEPUTIES: frozenset({Relation.MANAGER, Relation.COORDINATOR}),
    Action.CHANGE_TUTOR_AND_TEAM: RESPONSIBLE,
    # the note for the next manager: written by the one who leaves, read by the one who comes
    Action.HAND_OVER: frozenset({Relation.MANAGER, Relation.COORDINATOR}),
    Action.SEE_REVIEWS: RESPONSIBLE | LEARNER,
    Action.RECORD_REVIEWS: RESPONSIBLE,
    # the log of learning, standing, agreed learning time
    Action.SEE_LEARNING: RESPONSIBLE | LEARNER,
    # log, correct and delete one's own entries
    Action.LOG_LEARNING: LEARNER,
    Action.IMPORT_LEARNING: LEARNER | COORDINATOR,
    Action.ACCEPT_LEARNING: MANAGING,
    Action.AGREE_LEARNING_TIME: LEARNER | MANAGING,
    # was my learning time protected: managers see that it was answered
    Action.ANSWER_PROTECTED: LEARNER,
    Action.SEE_PROTECTED: LEARNER | COORDINATOR,
    # we talked about it
    Action.NOTE_TALK: COORDINATOR,
    # work plans: a buddy sees the items and nothing else of them
    Action.SEE_PLANS: RESPONSIBLE | LEARNER,
    Action.SEE_PLAN_ITEMS: EVERYBODY,
    # write items, share
    Action.WRITE_PLANS: RESPONSIBLE,
    Action.SUGGEST_ITEMS: LEARNER,
    # own progress on items, reflection
    Action.TELL_PROGRESS: LEARNER,
    Action.AGREE_PLANS: LEARNER,
    # review the finished month
    Action.REVIEW_PLANS: MANAGING,
    # plan against actual, over the programme
    Action.COMPARE_PLANS: RESPONSIBLE,
    # projects and the portfolio
    Action.SEE_PROJECTS: RESPONSIBLE | LEARNER,
    Action.NAME_PROJECTS: RESPONSIBLE | LEARNER,
    Action.GIVE_FEEDBACK: RESPONSIBLE,
    # my part, skills, outcome; what the portfolio holds, and who outside may read it
    Action.WRITE_PORTFOLIO: LEARNER,
    # induction: which steps of it somebody sees, see apprentices.induction
    Action.SEE_INDUCTION: EVERYBODY,
    # update a step one owns
    Action.TELL_OWN_STEPS: EVERYBODY,
    # update any step, add one, list people to meet, name the quiet place
    Action.LEAD_INDUCTION: RESPONSIBLE,
    # the private line by which somebody who was met is remembered
    Action.REMEMBER_PEOPLE: LEARNER,
    # what a buddy is for
    Action.SEE_BUDDYING: EVERYBODY,
    # mandatory training of the apprentice; one's own is everybody's to record
    Action.SEE_TRAINING: RESPONSIBLE | LEARNER,
    Action.RECORD_TRAINING: RESPONSIBLE | LEARNER,
    # a private word: which coordinators read it, see apprentices.models.concerns
    Action.RAISE_CONCERNS: LEARNER,
    Action.SEE_CONCERNS: LEARNER | COORDINATOR,
    Action.ANSWER_CONCERNS: COORDINATOR,
    # next steps: conversations, ways on, readiness, decision, destination; a private note of one's own too
    Action.SEE_NEXT_STEPS: RESPONSIBLE | LEARNER,
    # hold and correct conversations, decide, give it in writing, say where somebody went
    Action.RECORD_NEXT_STEPS: RESPONSIBLE,
    # one's own part: prepare, confirm, wish, leave a private address
    Action.TELL_NEXT_STEPS: LEARNER,
    Action.SEE_CV: RESPONSIBLE | LEARNER,
    Action.WRITE_CV: LEARNER,
    # openings, and who is interested in which: never the manager's to know
    Action.SEE_OPENINGS: LEARNER | COORDINATOR,
    Action.MARK_INTEREST: LEARNER,
    # the private address, and the question that is sent to it
    Action.ASK_AGAIN: COORDINATOR,
}

# What nobody does with their own record, whatever else they are to it.
NOT_OF_ONESELF = frozenset({Action.RECORD_NEXT_STEPS})

# The actions that only read, and for how many months after the end each relation keeps them. A
# relation that is missing keeps nothing; the coordinator keeps everything.
READING = frozenset(
    {
        Action.VIEW,
        Action.SEE_FIRST_DAY,
        Action.SEE_HISTORY,
        Action.SEE_REVIEWS,
        Action.SEE_LEARNING,
        Action.SEE_PROTECTED,
        Action.SEE_PLANS,
        Action.SEE_PLAN_ITEMS,
        Action.COMPARE_PLANS,
        Action.SEE_PROJECTS,
        Action.SEE_INDUCTION,
        Action.REMEMBER_PEOPLE,
        Action.SEE_TRAINING,
        Action.SEE_CONCERNS,
        Action.SEE_NEXT_STEPS,
        Action.SEE_CV,
    }
)
MONTHS_AFTER_THE_END = {Relation.APPRENTICE: 12, Relation.MANAGER: 3, Relation.DEPUTY: 3}


# --- Apprentices ----------------------------------------------------------------------------------

ENDED_ON = Coalesce("completed_on", "withdrawn_on")


# From an apprentice to the dated rows of a relation, and who stands in them.
TERMS = {
    Relation.MANAGER: ("manager_terms", "manager"),
    Relation.DEPUTY: ("deputy_terms", "deputy"),
    Relation.BUDDY: ("buddy_terms", "buddy"),
}


def _holds(model, relation, user):
    """A condition on `model`: whether `user` stands in `relation` on its `_day`."""
    if relation == Relation.APPRENTICE:
        return Q(person=user)
    if relation == Relation.COORDINATOR:
        return Q(cohort__organisation__in=user.organisations.values("pk"))
    rows, role = TERMS[relation]
    field = model._meta.get_field(rows)
    return Exists(
        field.related_model._default_manager.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=OuterRef("_day")),
            from_on__lte=OuterRef("_day"),
            **{field.field.name: OuterRef("pk"), f"{role}__person": user},
        )
    )


def _not_too_long_ago(relation, on):
    """Whether the relation still reads on the day `on`: the record is living, or not long ended."""
    if relation == Relation.COORDINATOR:
        return Q()
    months = MONTHS_AFTER_THE_END.get(relation)
    late = Q(_ended_on__gt=on) if months is None else Q(_ended_on__gte=dates.first_day_within(months, on))
    return Q(_ended_on__isnull=True) | late


def with_relations(apprentices, user, on=None):
    """The apprentices, each with `as_apprentice`, `as_manager` … : what `user` is to them on a day.

    `on` defaults to today. A relation whose reading time after the end is over counts as none.
    """
    on = on or dates.today()
    # After the end, whoever stood beside the apprentice on the last day.
    day = Least(Coalesce(ENDED_ON, Value(on)), Value(on))
    apprentices = apprentices.alias(_ended_on=ENDED_ON, _day=day)
    held = {
        f"as_{relation}": _not_too_long_ago(relation, on) & Q(_holds(apprentices.model, relation, user))
        for relation in Relation
    }
    return apprentices.annotate(**held, _ended=Q(_ended_on__isnull=False, _ended_on__lte=on))


def allowing(apprentices, user, action, on=None):
    """The apprentices with whose records `user` may do `action` on a day (today by default)."""
    if not user.is_authenticated:
        return apprentices.none()
    apprentices = with_relations(apprentices, user, on)
    allowed = Q(pk__in=[])
    for relation in POLICY[action]:
        in_time = Q() if _outlasts_the_end(relation, action) else Q(_ended=False)
        allowed |= Q(**{f"as_{relation}": True}) & in_time
    if action in NOT_OF_ONESELF:
        allowed &= Q(as_apprentice=False)
    return apprentices.filter(allowed)


def _outlasts_the_end(relation, action):
    """Whether `action` stays open to a relation that still holds after the apprenticeship has ended."""
    return relation == Relation.COORDINATOR or action in READING


def relations(apprentice):
    """The set of relations that whoever fetched `apprentice` through `allowing` has to it."""
    return {relation for relation in Relation if getattr(apprentice, f"as_{relation}")}


def allows(apprentice, action):
    """Whether `action` is open to whoever fetched `apprentice` through `allowing`."""
    return _open(apprentice, action, relations(apprentice))


def actions(apprentice):
    """The set of actions open to whoever fetched `apprentice` through `allowing`."""
    held = relations(apprentice)
    return {action for action in POLICY if _open(apprentice, action, held)}


def _open(apprentice, action, held):
    if action in NOT_OF_ONESELF and Relation.APPRENTICE in held:
        return False
    who = held & POLICY[action]
    return any(not apprentice._ended or _outlasts_the_end(relation, action) for relation in who)
