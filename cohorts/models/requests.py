"""Requests for a copy of what is recorded about somebody."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import dates, privacy, working_days
from hackit.models import DayField


class DataRequestQuerySet(OrganisationsOwn):
    def open(self):
        """Requests not answered yet, each with its person, the first due first."""
        return self.filter(answered_on=None).select_related("person").order_by("due_on", "pk")


class DataRequest(models.Model):
    """Somebody's request for a copy of what is recorded about them (UK GDPR Art. 15), and its answer."""

    personal = privacy.Personal(
        about="person",
        whom="people who ask for a copy of their data",
        why="To answer such requests in time, and to show that they were.",
        keep=privacy.KEEP_WITH_THE_PERSON,
        work=("organisation", "person", "received_on", "due_on", "answered_on", "left_out"),
        words=("note",),
    )

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="data_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests")
    received_on = DayField(help_text="The day on which it reached anybody in the organisation.")
    due_on = DayField("answer due on", editable=False)
    answered_on = DayField(null=True, blank=True, editable=False)
    note = models.TextField(
        max_length=1000, blank=True, help_text="How it came, and what was agreed. They may read this too."
    )
    # Kinds and numbers of the records withheld because they concern somebody else too; no names.
    left_out = models.JSONField(default=list, blank=True, editable=False)

    objects = DataRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "request for data"
        verbose_name_plural = "requests for data"
        ordering = [F("answered_on").desc(nulls_first=True), "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("received_on")), name="data_request_due_after_received"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="data_request_answered_after_received",
                violation_error_message="A request is answered after it was received.",
            ),
        ]

    def __str__(self):
        return f"Request of {self.person}"

    def save(self, *args, **kwargs):
        self.due_on = working_days.answer_due_on(self.received_on)
        super().save(*args, **kwargs)

    def clean(self):
        if self.received_on and self.received_on > dates.today():
            raise ValidationError({"received_on": "This day has not come yet."})
        if self._state.adding and self.organisation_id and self.person_id:
            places = Organisation.objects.of_person(self.person)
            if not places.filter(pk=self.organisation_id).exists():
                raise ValidationError({"person": "Choose somebody of this organisation."})
