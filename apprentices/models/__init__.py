"""One apprentice's record, its people and what happens to it: one module a concept."""

from apprentices.models.apprentice import Apprentice
from apprentices.models.breaks import BreakInLearning
from apprentices.models.first_day import FirstDay
from apprentices.models.handover import HandoverNote
from apprentices.models.people import Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm
from apprentices.models.plan import EarlierPlan
from apprentices.models.reviews import AgreedAction, Review
from apprentices.models.turns import FailedAttempt, SentBack

__all__ = [
    "AgreedAction",
    "Apprentice",
    "BreakInLearning",
    "Buddy",
    "BuddyTerm",
    "DeputyTerm",
    "EarlierPlan",
    "FailedAttempt",
    "FirstDay",
    "HandoverNote",
    "Manager",
    "ManagerTerm",
    "Review",
    "SentBack",
]
