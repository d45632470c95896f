"""The conditions of a record as one question: a record with a dozen of them waits for one answer."""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q


class AllAtOnce:
    """Several check constraints of a model, validated as if one after the other."""

    def __init__(self, checks):
        self.checks = checks

    def validate(self, model, instance, exclude=None, **using):
        """Raises ValidationError with the sentence of each condition that does not hold."""
        # A condition on a field that is left out is left out too, as Django does.
        left_out = set(exclude or ())
        checks = [one for one in self.checks if one.condition.referenced_base_fields.isdisjoint(left_out)]
        together = CheckConstraint(condition=Q(*(one.condition for one in checks)), name="all_at_once")
        if checks and broken(together, model, instance, exclude, **using):
            found = [broken(one, model, instance, exclude, **using) for one in checks]
            raise ValidationError([error for error in found if error])


def broken(check, *arguments, **using):
    """The error of one condition that does not hold; None otherwise."""
    try:
        check.validate(*arguments, **using)
    except ValidationError as error:
        return error
    return None


class ConditionsAtOnce:
    """A mixin for models with many check constraints: they cost a query each, and one together."""

    def get_constraints(self):
        return [(model, list(gathered(constraints))) for model, constraints in super().get_constraints()]


def gathered(constraints):
    """The constraints of a model, those that are conditions in one."""
    checks = [one for one in constraints if isinstance(one, CheckConstraint)]
    yield AllAtOnce(checks)
    yield from (one for one in constraints if one not in checks)
