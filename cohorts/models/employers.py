"""Employers who take people on, each one record, and the vacancies that are posted."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from cohorts import resemblance
from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import privacy
from hackit.models import DayField, LinesField


class PartnerEmployer(models.Model):
    """Another employer, as one organisation knows it: for vacancies there, and for where people went."""

    personal = privacy.Personal(
        whom="contacts at other employers",
        why="To find work for apprentices elsewhere, and to know where they went.",
        nothing=("organisation", "name", "key", "link"),
        identity=("contact_name", "contact_email", "contact_phone"),
        words=("note",),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="partner_employers")
    name = models.CharField(max_length=120)
    # The name as `resemblance.key` has it: two that mean the same cannot both be there.
    key = models.CharField(max_length=120, editable=False)
    link = models.URLField(blank=True, max_length=300, validators=[URLValidator(schemes=["https", "http"])])
    contact_name = models.CharField("contact", max_length=120, blank=True)
    contact_email = models.EmailField("email", blank=True)
    contact_phone = models.CharField("phone", max_length=40, blank=True)
    note = LinesField(max_length=1000, blank=True)

    objects = OrganisationsOwn.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="partner_employer_once",
                violation_error_message="This employer is there already.",
            )
        ]

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        """The key follows the name before anything asks whether it is there already."""
        self.key = resemblance.key(self.name)[:120]
        super().clean_fields(exclude)

    def clean(self):
        same = PartnerEmployer.objects.filter(organisation=self.organisation_id, key=self.key)
        if self.organisation_id and (found := same.exclude(pk=self.pk).first()):
            raise ValidationError({"name": f"This employer is there already, as {found}."})


class OpeningQuerySet(OrganisationsOwn):
    def open(self, on):
        """Those that one can still apply for on a day, the first to close on top."""
        still = self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on), posted_on__lte=on)
        return still.select_related("employer").order_by(F("closes_on").asc(nulls_last=True), "pk")


class Opening(models.Model):
    """A vacancy, here or at a partner employer, that people in the window can see."""

    personal = privacy.Personal(
        why="To show people whose apprenticeship ends where they could go on.",
        seen_by="apprentices in their last months and " + privacy.COORDINATORS,
        nothing=("organisation", "title", "employer", "team", "grade", "posted_on", "closes_on", "link"),
        words=("about",),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="openings")
    title = models.CharField(max_length=120)
    employer = models.ForeignKey(
        PartnerEmployer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="openings",
        help_text="Blank for a vacancy here.",
    )
    team = models.CharField(max_length=120, blank=True)
    grade = models.CharField("grade or pay", max_length=80, blank=True)
    posted_on = DayField("shown from")
    closes_on = DayField(
        "last day to apply", null=True, blank=True, help_text="It is shown until the end of this day."
    )
    link = models.URLField(
        blank=True,
        max_length=300,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="Where one reads more and applies.",
    )
    about = LinesField("what it is about", max_length=1500, blank=True)

    objects = OpeningQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("posted_on")),
                name="opening_in_order",
                violation_error_message="The last day to apply is not before the day from which it is shown.",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.employer_id and self.employer.organisation_id != self.organisation_id:
            raise ValidationError({"employer": "Choose an employer of the same organisation."})
