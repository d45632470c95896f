"""Projects: named pieces of work that an apprentice can show later; they make the portfolio."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from hackit import dates, privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField
from hackit.tokens import new_token
from workplans.models.entries import WHO_LEARNS_AND_WHO_ACCEPTS

WHY = "To show later what somebody worked on and learned."
OUTSIDE = "; outside, whoever has a link that the apprentice made, as long as it holds"


class ProjectQuerySet(Scoped, models.QuerySet):
    """Projects, of any apprentice."""

    def chosen(self):
        """Those that the apprentice chose for the portfolio, in the order they gave them."""
        return self.filter(portfolio_place__isnull=False).order_by("portfolio_place", "pk")


class Project(models.Model):
    """One piece of work with a name. What the apprentice did and learned in it they write themselves."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why=WHY,
        seen_by=WHO_LEARNS_AND_WHO_ACCEPTS + OUTSIDE,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("feedback_by",),
        work=("apprentice", "from_on", "until_on", "feedback_at", "feedback_by", "portfolio_place"),
        words=("title", "purpose", "team", "link", "my_part", "skills", "outcome", "feedback"),
        needed=("feedback",),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="projects")
    title = models.CharField("name of the project", max_length=120)
    purpose = LinesField("what it is for", max_length=500, blank=True)
    team = models.CharField("team", max_length=120, blank=True, help_text="Who works on it.")
    from_on = DayField("from", null=True, blank=True)
    until_on = DayField("until", null=True, blank=True)
    link = models.URLField(
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="Where it can be seen, such as https://example.org/project.",
    )
    my_part = LinesField("my part in it", max_length=1500, blank=True)
    skills = LinesField("skills used or developed", max_length=1000, blank=True)
    outcome = LinesField("what came of it", max_length=1500, blank=True)
    feedback = LinesField("feedback", max_length=500, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True, editable=False)
    feedback_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    portfolio_place = models.PositiveSmallIntegerField(
        "place in the portfolio", null=True, blank=True, editable=False
    )

    # What whoever names it writes, and what is the apprentice's alone.
    NAMED = ("title", "purpose", "team", "from_on", "until_on", "link")
    OWN = ("my_part", "skills", "outcome")

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = [F("from_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="project_in_order",
                violation_error_message="The last day is the first one or a later one.",
            ),
            models.CheckConstraint(
                condition=Q(feedback="", feedback_at__isnull=True, feedback_by__isnull=True)
                | (~Q(feedback="") & Q(feedback_at__isnull=False, feedback_by__isnull=False)),
                name="project_feedback_at_and_by",
                violation_error_message="Feedback comes with who gave it and when.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def has_part(self):
        """Whether the apprentice has written anything of their own about it."""
        return any(getattr(self, name) for name in self.OWN)

    @property
    def chosen(self):
        """Whether the apprentice chose it for the portfolio."""
        return self.portfolio_place is not None


class PortfolioQuerySet(Scoped, models.QuerySet):
    """Portfolios, of any apprentice."""


class Portfolio(models.Model):
    """What an apprentice says of themselves above their chosen projects."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why=WHY,
        seen_by=WHO_LEARNS_AND_WHO_ACCEPTS + OUTSIDE,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice",),
        words=("profile",),
    )

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="portfolio")
    profile = LinesField(
        "profile",
        max_length=800,
        blank=True,
        help_text="A few sentences: who you are, what you do, what you look for.",
    )

    objects = PortfolioQuerySet.as_manager()
    history = HistoricalRecords()

    def __str__(self):
        return f"Portfolio of {self.apprentice}"


class LinkQuerySet(Scoped, models.QuerySet):
    """Links to portfolios, of any apprentice."""

    def open(self, on):
        """Those that let somebody in on the day `on`: neither expired nor withdrawn.

        Nor of somebody who can no longer sign in, and so not withdraw it; erased people are among them.
        """
        return self.filter(withdrawn_at__isnull=True, expires_on__gte=on, apprentice__person__is_active=True)


class PortfolioLink(models.Model):
    """A link by which somebody outside reads one portfolio, until the end of a day or until withdrawn.

    Its visits are counted, and nothing is kept of who came.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why="To let an apprentice show their portfolio outside, and to end that.",
        seen_by="the apprentice; that there is one and how often it was used, also " + privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "made_at", "expires_on", "withdrawn_at", "visits", "last_visit_on"),
        words=("purpose",),
        secret=("token",),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="portfolio_links")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    purpose = models.CharField("who it is for", max_length=80, blank=True)
    made_at = models.DateTimeField(editable=False)
    expires_on = DayField("last day")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    visits = models.PositiveIntegerField(default=0, editable=False)
    last_visit_on = DayField(null=True, blank=True, editable=False)

    objects = LinkQuerySet.as_manager()
    # A visit is no change that anybody made; and what opens the door is kept in one place only.
    history = HistoricalRecords(excluded_fields=["token", "visits", "last_visit_on"])

    class Meta:
        verbose_name = "link to a portfolio"
        verbose_name_plural = "links to portfolios"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Link until {dates.words(self.expires_on)}"

    @property
    def called(self):
        """What the apprentice knows it by: nobody else reads whom it is for."""
        return self.purpose or str(self)
