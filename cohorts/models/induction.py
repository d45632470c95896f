"""Templates of inductions: what is done by whom, counted from the first day at work."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from cohorts import induction
from cohorts.models.organisation import Organisation, OrganisationsOwn
from cohorts.models.training import Course
from hackit import dates, privacy
from hackit.models import DayField, LinesField, choices

WHY = "To give everybody who starts a good beginning."


class InductionWords(models.Model):
    """What a step of an induction says: of a template, or of one apprentice."""

    personal = privacy.Personal(
        nothing=("owner", "kind", "sight", "fact", "course"), words=("title", "guidance")
    )

    SAYS = ("title", "guidance", "owner", "kind", "sight", "fact", "course_id")

    title = models.CharField("what", max_length=200)
    guidance = LinesField("how to do it well", max_length=1000, blank=True)
    owner = models.CharField(
        "who does it", max_length=12, choices=choices(induction.Owner), default=induction.Owner.MANAGER
    )
    kind = models.CharField(max_length=12, choices=choices(induction.Kind), default=induction.Kind.TASK)
    sight = models.CharField(
        "confidential",
        max_length=12,
        choices=[(one.value, words) for one, words in induction.SIGHTS.items()],
        default=induction.Sight.OPEN,
    )
    fact = models.CharField(
        "done by itself once",
        max_length=12,
        choices=[(one.value, words) for one, words in induction.FACTS.items()],
        blank=True,
        help_text="Blank for a step that somebody ticks.",
    )
    course = models.ForeignKey(
        Course,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Done by itself once the apprentice has done this course.",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def says(self):
        """What it says, in one value that can be compared."""
        return tuple(getattr(self, name) for name in self.SAYS)

    def clean(self):
        if self.sight == induction.Sight.CLOSED and self.owner in (
            induction.Owner.APPRENTICE,
            induction.Owner.BUDDY,
        ):
            raise ValidationError({"sight": "Whoever does a step sees it: choose another answer, or owner."})
        if self.sight == induction.Sight.TALK and self.owner == induction.Owner.BUDDY:
            raise ValidationError({"sight": "A buddy does not see confidential steps: choose another owner."})
        if self.kind == induction.Kind.INTRODUCTION and self.sight != induction.Sight.OPEN:
            raise ValidationError({"sight": "Whom somebody meets is not confidential: choose no, or a task."})
        if self.course and self.course.audience == induction.Audience.MANAGERS:
            raise ValidationError({"course": "Apprentices do not take this course: choose another one."})
        if self.fact and self.course_id:
            raise ValidationError({"course": "A step is done by itself by one thing: take one of them out."})


class InductionTemplateQuerySet(OrganisationsOwn):
    def offered(self):
        """The templates that can be given today."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=dates.today()))


class InductionItemQuerySet(OrganisationsOwn):
    """Steps of templates, of any organisation."""


class InductionTemplate(models.Model):
    """An induction that an organisation gives: for school leavers, career changers, a degree."""

    personal = privacy.Personal(
        why=WHY,
        seen_by=privacy.COORDINATORS,
        nothing=("organisation", "name", "position", "retired_on"),
        words=("about",),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="induction_templates")
    name = models.CharField(max_length=80, help_text="Such as: school leaver, career changer, degree.")
    about = LinesField("for whom it is", max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(
        "place in the list", default=0, help_text="The smallest number comes first."
    )
    retired_on = DayField(
        "no longer given from",
        null=True,
        blank=True,
        help_text="Who has it keeps it.",
    )

    objects = InductionTemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "template for inductions"
        verbose_name_plural = "templates for inductions"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="induction_template_once",
                violation_error_message="There is a template with this name already.",
            )
        ]

    def __str__(self):
        return self.name

    def given_on(self, on):
        """Whether it can be given on a day."""
        return not self.retired_on or self.retired_on > on


class InductionItem(InductionWords):
    """One step of a template."""

    personal = privacy.Personal(
        why=WHY, seen_by=privacy.COORDINATORS, nothing=("template", "position", "day")
    )

    template = models.ForeignKey(InductionTemplate, models.CASCADE, related_name="items")
    day = models.SmallIntegerField(
        "day",
        validators=[MinValueValidator(induction.EARLIEST), MaxValueValidator(induction.LATEST)],
        help_text="Counted from the first day at work, which is 0. Before it -28 to -1; 1 to 4 are the other "
        "working days of the first week; later ones are calendar days.",
    )
    position = models.PositiveSmallIntegerField("place in its day", default=0)

    objects = InductionItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "step of a template"
        verbose_name_plural = "steps of a template"
        ordering = ["template", "day", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day__range=(induction.EARLIEST, induction.LATEST)),
                name="induction_item_day",
                violation_error_message=f"The day is from {induction.EARLIEST} to {induction.LATEST}.",
            ),
            models.CheckConstraint(
                condition=Q(fact="") | Q(course__isnull=True),
                name="induction_item_one_fact",
                violation_error_message="A step is done by itself by one thing: take one of them out.",
            ),
        ]
