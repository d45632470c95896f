"""One apprentice's record, its people and what happens to it: one module a concept."""

from apprentices.models.apprentice import Apprentice
from apprentices.models.breaks import BreakInLearning
from apprentices.models.concerns import Concern, who_may_read
from apprentices.models.first_day import FirstDay
from apprentices.models.handover import HandoverNote
from apprentices.models.induction import Induction, InductionStep, MetLine, with_open_steps
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
    "CourseDone",
    "DeputyTerm",
    "EarlierPlan",
    "FailedAttempt",
    "FirstDay",
    "HandoverNote",
    "Induction",
    "InductionStep",
    "Manager",
    "ManagerTerm",
    "MetLine",
    "Review",
    "SentBack",
    "courses_of",
    "who_may_read",
    "with_open_steps",
]
