"""Managers and buddies, and the dated rows that tie them to an apprentice."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from apprentices.models.periods import Exclusive, PeriodQuerySet, in_order
from cohorts.models import Organisation, PeoplesRoles, Team
from hackit import privacy
from hackit.access import Scoped
from hackit.models import DayField, LinesField


class Named(models.Manager):
    """Rows together with what their names are made of: every mention of one shows its name."""

    def get_queryset(self):
        return super().get_queryset().select_related(*self.model.named_by)


class Colleague(models.Model):
    """Somebody at an organisation who stands beside apprentices; each kind names its organisation."""

    personal = privacy.Personal(work=("team",))

    named_by = ("person",)

    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)

    objects = PeoplesRoles.as_manager()
    with_names = Named()

    class Meta:
        abstract = True
        base_manager_name = "with_names"
        ordering = ["person__full_name"]

    def __str__(self):
        return str(self.person)

    def clean(self):
        if self.team_id and self.organisation_id and self.team.organisation_id != self.organisation_id:
            raise ValidationError({"team": "Choose a team of the same organisation."})


class Manager(Colleague):
    """A person who manages apprentices, or stands in as a deputy."""

    personal = privacy.Personal(
        about="person",
        whom="managers and deputies",
        why="To know who can manage apprentices and was prepared for it.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_COLLEAGUE,
        work=("person", "organisation", "went_to_session_on"),
    )

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="manager")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="managers")
    went_to_session_on = DayField("went to the managers' session on", null=True, blank=True)
    history = HistoricalRecords()

    class Meta(Colleague.Meta):
        pass


class Buddy(Colleague):
    """A colleague in the team, not the manager, for day-to-day help in the first months."""

    personal = privacy.Personal(
        about="person",
        whom="buddies",
        why="To know who helps new starters and was prepared for it.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_COLLEAGUE,
        work=("person", "organisation", "briefed_on"),
    )

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="buddy")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="buddies")
    briefed_on = DayField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta(Colleague.Meta):
        verbose_name_plural = "buddies"


class TermQuerySet(Scoped, PeriodQuerySet):
    """Dated rows between an apprentice and a colleague."""

    def of_living(self, on):
        """The rows of records neither completed nor withdrawn on the day `on`."""
        return self.exclude(apprentice__completed_on__lte=on).exclude(apprentice__withdrawn_on__lte=on)


class Term(Exclusive):
    """Somebody's time beside one apprentice: nothing before the first day, nothing after the last."""

    personal = privacy.Personal(work=("from_on", "until_on"))

    from_on = DayField("from")
    until_on = DayField("until", null=True, blank=True, help_text="Blank while it lasts.")

    objects = TermQuerySet.as_manager()
    with_names = Named()

    class Meta:
        abstract = True
        base_manager_name = "with_names"
        ordering = ["-from_on"]

    def __str__(self):
        return f"{self.colleague} for {self.apprentice} from {self.from_on:%-d %B %Y}"

    @property
    def colleague(self):
        """The manager or buddy this is about."""
        return getattr(self, self.role)

    def clean(self):
        apprentice = self.whose
        if not apprentice or not getattr(self, f"{self.role}_id"):
            return
        if self.colleague.person_id == apprentice.person_id:
            raise ValidationError(f"Nobody is their own {self.noun}. Choose somebody else.")
        if apprentice.cohort_id and self.colleague.organisation_id != apprentice.cohort.organisation_id:
            raise ValidationError(f"Choose a {self.noun} of the same organisation.")
        if self._state.adding and not self.colleague.person.is_active:
            raise ValidationError(f"The account of {self.colleague} is closed. Open it again first.")
        self.refuse_overlap()


class ManagerTerm(Term):
    """The line manager responsible for an apprentice: at most one on any day."""

    personal = privacy.Personal(
        about=("apprentice__person", "manager__person"),
        kind="time as manager",
        whom="apprentices and managers",
        why="To know who is responsible for the apprentice, and to show them what they may see.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "manager"),
    )

    role = noun = "manager"
    named_by = ("manager__person", "apprentice__person")
    overlap = (
        "There is a manager for some of these days already. End that row first: "
        "an apprentice has one manager at a time."
    )
    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="manager_terms")
    manager = models.ForeignKey(Manager, models.PROTECT, related_name="manager_terms")
    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = "manager"
        constraints = [
            in_order("manager_term"),
            models.UniqueConstraint(
                fields=["apprentice"],
                condition=Q(until_on__isnull=True),
                name="manager_one_at_a_time",
                violation_error_message="There is a manager already. End that row first.",
            ),
        ]


class DeputyTerm(Term):
    """Another manager who may see and act, for a time."""

    personal = privacy.Personal(
        about=("apprentice__person", "deputy__person"),
        kind="time as deputy",
        whom="apprentices and deputies",
        why="To know who stands in for the manager, and to show them what they may see.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "deputy"),
    )

    role = noun = "deputy"
    named_by = ("deputy__person", "apprentice__person")
    overlap = "This deputy is listed for some of these days already."
    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="deputy_terms")
    deputy = models.ForeignKey(Manager, models.PROTECT, related_name="deputy_terms")
    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = "deputy"
        verbose_name_plural = "deputies"
        constraints = [in_order("deputy_term")]

    @property
    def rivalry(self):
        return self.deputy_id


class BuddyTerm(Term):
    """The buddy of an apprentice: at most one on any day."""

    personal = privacy.Personal(
        about=("apprentice__person", "buddy__person"),
        kind="time as buddy",
        whom="apprentices and buddies",
        why="To know who helps the apprentice, and to show them what they may see.",
        seen_by=privacy.AROUND,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "buddy", "kept_on"),
        words=("thanks",),
    )

    role = noun = "buddy"
    named_by = ("buddy__person", "apprentice__person")
    overlap = "There is a buddy for some of these days already. End that row first."
    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="buddy_terms")
    buddy = models.ForeignKey(Buddy, models.PROTECT, related_name="buddy_terms")
    kept_on = DayField("it was agreed to go on, on", null=True, blank=True)
    thanks = LinesField(max_length=500, blank=True, help_text="The buddy reads it once their time has ended.")
    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = "buddy"
        verbose_name_plural = "buddies"
        constraints = [
            in_order("buddy_term"),
            models.UniqueConstraint(
                fields=["apprentice"],
                condition=Q(until_on__isnull=True),
                name="buddy_one_at_a_time",
                violation_error_message="There is a buddy already. End that row first.",
            ),
        ]
