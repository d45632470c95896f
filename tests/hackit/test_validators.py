import pytest
from django.core.exceptions import ValidationError

from hackit import validators


@pytest.mark.parametrize("number", ["1748529632", "1000000043", "9999999999"])
def test_uln_right(number):
    validators.uln(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1748529631", "check digit"),
        ("1748529633", "check digit"),
        ("1000000042", "check digit"),
        ("0748529632", "10 digits"),
        ("174852963", "10 digits"),
        ("17485296321", "10 digits"),
        ("174852963x", "10 digits"),
        ("١٧٤٨٥٢٩٦٣٢", "10 digits"),
        ("1748529632\n", "10 digits"),
    ],
)
def test_uln_wrong_says_what_is_right(number, words):
    with pytest.raises(ValidationError, match=words):
        validators.uln(number)


@pytest.mark.parametrize(
    ("validator", "right", "wrong"),
    [
        (validators.ukprn, ["10010792"], ["20010792", "1001079", "100107922", "1001079x", "10010792\n"]),
        (
            validators.standard_reference,
            ["ST0116", "FA0004", "AU0001"],
            ["st0116", "ST116", "XX0116", "ST01166", "ST0116\n"],
        ),
        (validators.standard_version, ["1.1", "1.10", "0.1"], ["1", "1.", "a.b", "1.1.1", "1,1"]),
        (validators.lars_code, ["1", "576"], ["", "57a", "1234567"]),
        (validators.slug, ["hackney-2026"], ["Hackney", "a--b", "-a", "a b"]),
    ],
)
def test_formats(validator, right, wrong):
    for value in right:
        validator(value)
    for value in wrong:
        with pytest.raises(ValidationError, match=r"such as|Use small|four digits"):
            validator(value)


@pytest.mark.parametrize("colour", ["#00664f", "#000000", "#1d4f6e", "#767676"])
def test_brand_colour_can_be_read_on(colour):
    validators.brand_colour(colour)


@pytest.mark.parametrize("colour", ["#777777", "#ffffff", "#ffdd00", "00664f", "#00664", "red", "#00664f\n"])
def test_brand_colour_that_cannot_is_refused(colour):
    with pytest.raises(ValidationError, match=r"Choose a darker|such as #00664f"):
        validators.brand_colour(colour)


def test_contrast_of_black_and_white():
    assert validators.contrast_with_white("#000000") == pytest.approx(21)
    assert validators.contrast_with_white("#ffffff") == pytest.approx(1)
