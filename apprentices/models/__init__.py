"""One apprentice's record, its people and its breaks: one module a concept."""

from apprentices.models.apprentice import Apprentice
from apprentices.models.breaks import BreakInLearning
from apprentices.models.first_day import FirstDay
from apprentices.models.people import Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm

__all__ = [
    "Apprentice",
    "BreakInLearning",
    "Buddy",
    "BuddyTerm",
    "DeputyTerm",
    "FirstDay",
    "Manager",
    "ManagerTerm",
]
