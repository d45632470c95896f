"""What is learned and when: one module a concept."""

from workplans.models.entries import LearningEntry
from workplans.models.protected import ProtectedAnswer
from workplans.models.queries import with_learning, with_learning_due
from workplans.models.times import LearningTime

__all__ = ["LearningEntry", "LearningTime", "ProtectedAnswer", "with_learning", "with_learning_due"]
