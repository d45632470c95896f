"""What is planned, worked on and learned, and when: one module a concept."""

from workplans.models.entries import LearningEntry
from workplans.models.plan_queries import breaks_near, plans_near, with_plans_near
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
    "breaks_near",
    "days_of",
    "plans_near",
    "with_learning",
    "with_learning_due",
    "with_plans_near",
]
