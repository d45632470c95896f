"""Why somebody stops before the end: for the authorities, and in human terms."""

from django.core.exceptions import ValidationError
from django.db import models


class WithdrawalReason(models.TextChoices):
    """The administrative reason."""

    LEFT = "left", "Left employment"
    PROVIDER = "provider", "Change of provider"
    ENDED = "ended", "Training ended"
    WITHDREW = "withdrew", "Withdrew from training"
    WRONG = "wrong", "Record was wrong"
    NEVER = "never", "Never started"


class HumanReason(models.TextChoices):
    """What it was about for the person: any number of these."""

    NO_TIME = "no-time", "No time to learn"
    WORK = "work", "Not the work they expected"
    RELATIONSHIP = "relationship", "Relationship at work"
    TOO_HARD = "too-hard", "Too hard"
    PAY = "pay", "Pay"
    PROVIDER = "provider", "The provider"
    HEALTH = "health", "Health or caring"
    OTHER_JOB = "other-job", "Found another job"
    NOT_NEEDED = "not-needed", "Could progress without finishing"
    ADJUSTMENTS = "adjustments", "Adjustments not made"
    MOVED = "moved", "Moved away"
    OTHER = "other", "Something else"


def in_words(human_reasons):
    """Values of HumanReason as people read them."""
    return ", ".join(HumanReason(one).label for one in human_reasons)


def validate_human_reasons(value):
    """Refuses what is not a list of values of HumanReason, each once."""
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    if not is_list or len(value) != len(set(value)) or not set(value) <= set(HumanReason.values):
        raise ValidationError("Choose reasons from the list, each once.")
