"""How long an apprenticeship lasts at least, and the first day on which it may end."""

from datetime import date
from decimal import Decimal

import pytest

from workplans.duration import earliest_end, in_words
from workplans.off_the_job import Programme


@pytest.mark.parametrize(
    ("starts_on", "hours", "breaks", "end", "said"),
    [
        (date(2025, 9, 1), 37, (), date(2026, 4, 30), "8 months"),
        (date(2025, 9, 1), 15, (), date(2026, 4, 30), "8 months"),
        (date(2024, 9, 2), 30, (), date(2025, 9, 1), "12 months"),
        (date(2024, 2, 29), 30, (), date(2025, 2, 27), "12 months"),
        (date(2024, 9, 2), 20, (), date(2026, 3, 1), "18 months (78 weeks)"),
        (date(2024, 9, 2), 15, (), date(2026, 8, 30), "24 months (104 weeks)"),
        # Exactly the 104 weeks that 15 hours a week ask for.
        (date(2023, 9, 4), 15, (), date(2025, 8, 31), "24 months (104 weeks)"),
        (date(2024, 9, 2), 21, (), date(2026, 2, 3), "17.1 months (74.3 weeks)"),
        (date(2024, 9, 2), 30, ((date(2025, 1, 6), date(2025, 1, 16)),), date(2025, 9, 11), "12 months"),
        (date(2024, 9, 2), 30, ((date(2025, 1, 6), None),), date(2025, 9, 1), "12 months"),
    ],
)
def test_the_first_day_on_which_it_may_end(starts_on, hours, breaks, end, said):
    programme = Programme(starts_on, date(2027, 1, 1), Decimal(hours), breaks=breaks)
    assert (earliest_end(programme), in_words(programme)) == (end, said)
