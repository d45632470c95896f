"""What is planned, worked on and learned, and when: one module a concept."""

from workplans.models.entries import LearningEntry
from workplans.models.plans import PlanItem, WorkPlan, days_of
from workplans.models.projects import Portfolio, PortfolioLink, Project
from workplans.models.protected import ProtectedAnswer
from workplans.models.queries import with_learning, with_learning_due
from workplans.models.templates import PlanTemplate, PlanTemplateItem
from workplans.models.times import LearningTime

__all__ = [
    "LearningEntry",
    "LearningTime",
    "PlanItem",
    "PlanTemplate",
    "PlanTemplateItem",
    "Portfolio",
    "PortfolioLink",
    "Project",
    "ProtectedAnswer",
    "WorkPlan",
    "days_of",
    "with_learning",
    "with_learning_due",
]
