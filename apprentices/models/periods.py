"""One vocabulary for dated rows: from a day, until a day or open; both days belong to the period."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class PeriodQuerySet(models.QuerySet):
    """Rows with a first day and, when they are over, a last day."""

    def in_force(self, on):
        """The rows whose period holds the day `on`."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)

    def not_over(self, on):
        """The rows in force on the day `on` or later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))

    def meeting(self, from_on, until_on):
        """The rows that share at least one day with the period given (None is open)."""
        rows = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
        return rows if until_on is None else rows.filter(from_on__lte=until_on)


def in_order(name):
    """The database's word that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
        name=f"{name}_in_order",
        violation_error_message="The last day is before the first.",
    )


def refuse_overlap(rows, instance, message):
    """Raises ValidationError when one of `rows` shares a day with `instance`.

    PostgreSQL refuses it by itself as well (see the migration that excludes overlaps).
    """
    if instance.from_on and (
        rows.exclude(pk=instance.pk).meeting(instance.from_on, instance.until_on).exists()
    ):
        raise ValidationError(message)
