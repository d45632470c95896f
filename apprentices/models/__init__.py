"""One apprentice's record, its people and what happens to it: one module a concept."""

from apprentices.models.apprentice import Apprentice
from apprentices.models.breaks import BreakInLearning
from apprentices.models.concerns import Concern, who_may_read
from apprentices.models.cv import Cv
from apprentices.models.decision import Decision
from apprentices.models.destination import Destination, StayingInTouch, with_destinations
from apprentices.models.first_day import FirstDay
from apprentices.models.handover import HandoverNote
from apprentices.models.induction import Induction, InductionStep, MetLine, with_open_steps
from apprentices.models.next_steps import (
    Conversation,
    NextStep,
    Option,
    PrivateNote,
    StepTaken,
    with_next_steps,
)
from apprentices.models.openings import Interest
from apprentices.models.people import Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm
from apprentices.models.plan import EarlierPlan
from apprentices.models.reviews import AgreedAction, Review
from apprentices.models.training import CourseDone, courses_of
from apprentices.models.turns import FailedAttempt, SentBack

__all__ = [
    "AgreedAction",
    "Apprentice",
    "BreakInLearning",
    "Buddy",
    "BuddyTerm",
    "Concern",
    "Conversation",
    "CourseDone",
    "Cv",
    "Decision",
    "DeputyTerm",
    "Destination",
    "EarlierPlan",
    "FailedAttempt",
    "FirstDay",
    "HandoverNote",
    "Induction",
    "InductionStep",
    "Interest",
    "Manager",
    "ManagerTerm",
    "MetLine",
    "NextStep",
    "Option",
    "PrivateNote",
    "Review",
    "SentBack",
    "StayingInTouch",
    "StepTaken",
    "courses_of",
    "who_may_read",
    "with_destinations",
    "with_next_steps",
    "with_open_steps",
]
