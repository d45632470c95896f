"""Which names of employers mean the same one."""

import pytest

from cohorts import resemblance


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme Ltd", "acme"),
        ("ACME Limited", "acme"),
        ("The Acme Company", "acme"),
        ("A.C.M.E.", "acme"),
        ("Acme & Co.", "acme"),
        ("Café Zoë", "cafe zoe"),
        ("Barts Health NHS Trust", "barts health nhs trust"),
        ("Bart's Health NHS Trust", "barts health nhs trust"),
        ("UK Power Networks", "uk power networks"),
        ("Company", "company"),
        ("The Co", "the co"),
        ("The", "the"),
        ("???", "???"),
    ],
)
def test_what_makes_two_names_the_same(name, expected):
    assert resemblance.key(name) == expected


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Acme Ltd", "ACME Limited"),
        ("Acme", "The Acme Company"),
        ("Softwire", "Softwyre"),
        ("Softwire Technology", "Softwyre Technology Ltd"),
        ("Data Kind", "DataKind"),
        ("University of Greenwich", "Greenwich University"),
        ("TfL", "Transport for London"),
        ("Government Digital Service", "GDS"),
        ("Barts Health", "Barts Health NHS Trust"),
        ("Hackney Council", "Hackny Council"),
    ],
)
def test_names_that_may_mean_the_same_both_ways(name, other):
    assert resemblance.likely(name, [other]) == [other]
    assert resemblance.likely(other, [name]) == [name]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Barts Health", "Homerton Health"),
        ("Barts Health NHS Trust", "Homerton Health NHS Trust"),
        ("Hackney Council", "Haringey Council"),
        ("Studio 1", "Studio 2"),
        ("Council", "Hackney Council"),
        ("IBM", "ICM"),
        ("Acme", "Zenith"),
    ],
)
def test_names_that_only_share_words(name, other):
    assert resemblance.likely(name, [other]) == []
    assert resemblance.likely(other, [name]) == []


def test_the_likeliest_comes_first():
    others = ["Zenith", "Softwire Technology", "Softwyre", "SOFTWIRE Ltd"]
    assert resemblance.likely("Softwire", others) == ["SOFTWIRE Ltd", "Softwire Technology", "Softwyre"]
