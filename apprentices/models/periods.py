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


def in_order(name):
    """The database's word that a period does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
        name=f"{name}_in_order",
        violation_error_message="The last day is before the first.",
    )


class Exclusive(models.Model):
    """A mixin for rows of one apprentice that may not share a day with their rivals.

    PostgreSQL refuses it by itself as well (see the migration that excludes overlaps). A form that
    holds all rows of the apprentice checks them among each other and sets `checked_together`, so that
    one row may end and the next begin in one save.
    """

    checked_together = False
    overlap = ""

    class Meta:
        abstract = True

    @property
    def whose(self):
        """The apprentice, also one who is being added together with this row; None without."""
        return self._state.fields_cache.get("apprentice") or (self.apprentice if self.apprentice_id else None)

    @property
    def span(self):
        """The first day and the last (None is open), both belonging to the row."""
        return self.from_on, self.until_on

    @property
    def rivalry(self):
        """Rows of an apprentice with the same value may not share a day."""
        return None

    def meets(self, other):
        """Whether this row and another share a day and may not."""
        (first, last), (other_first, other_last) = self.span, other.span
        apart = (last and last < other_first) or (other_last and other_last < first)
        return self.rivalry == other.rivalry and not apart

    def refuse_overlap(self):
        """Raises ValidationError when a row in the database shares a day with this one."""
        if self.checked_together or not (self.apprentice_id and self.span[0]):
            return
        others = type(self).objects.filter(apprentice=self.apprentice_id).exclude(pk=self.pk)
        if any(self.meets(other) for other in others):
            raise ValidationError(self.overlap)
