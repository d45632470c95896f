"""Formats of identifiers, each saying what is right. Sources: UK Register of Learning Providers (UKPRN),
Learning Records Service (ULN), Skills England (standards)."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

ULN_NOT_KNOWN_YET = "9999999999"

ukprn = RegexValidator(r"^1[0-9]{7}\Z", "A UKPRN has 8 digits and starts with 1, such as 10010792.")
standard_reference = RegexValidator(
    r"^(ST|FA|AU)[0-9]{4}\Z",
    "A standard's reference is ST, FA or AU and four digits, such as ST0116.",
)
standard_version = RegexValidator(
    r"^[0-9]{1,3}\.[0-9]{1,3}\Z", "A version is two numbers with a point between them, such as 1.1."
)
lars_code = RegexValidator(r"^[0-9]{1,6}\Z", "A LARS code has up to 6 digits, such as 576.")
slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use small letters, digits and single hyphens, such as hackney-2026.",
)


def uln(value):
    """A unique learner number: ten digits whose weighted sum leaves 10 when divided by 11.

    9999999999 means "not known yet" and passes; whoever stores it stores a blank instead.
    """
    if value == ULN_NOT_KNOWN_YET:
        return
    if not re.fullmatch(r"[1-9][0-9]{9}", value):
        raise ValidationError("A ULN has 10 digits and does not start with 0, such as 1748529632.")
    if sum(int(digit) * weight for digit, weight in zip(value, range(10, 0, -1), strict=True)) % 11 != 10:
        raise ValidationError(
            "This is not a ULN: its check digit is wrong. Compare it with the learning record."
        )


def day(value):
    """A day that somebody can mean: a slip of the keyboard may give the year 26 or 20026."""
    if not 2000 <= value.year <= 2100:
        raise ValidationError("The year must be between 2000 and 2100. Write it in full, such as 3/9/2026.")


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_with_white(colour):
    """The contrast ratio of `#rrggbb` with white, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    return 1.05 / (_luminance(colour) + 0.05)


def brand_colour(value):
    """A colour as #rrggbb on which white words can be read (WCAG 2.2 AA: at least 4.5 to 1)."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError("Write the colour as # and six digits or letters, such as #00664f.")
    if contrast_with_white(value) < 4.5:
        raise ValidationError(
            f"White words on this colour are hard to read: the contrast is "
            f"{contrast_with_white(value):.1f} to 1 and must be at least 4.5 to 1. Choose a darker one."
        )


def sentences(error, names=None):
    """The messages of a ValidationError, each with the field that it is about, in the words of `names`."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = names or {name: name for name in error.error_dict}
    return " ".join(
        f"{names[name]}: {words}" if name in names else words
        for name, said in error.message_dict.items()
        for words in said
    )
