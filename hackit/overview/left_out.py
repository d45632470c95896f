"""What a move of an apprenticeship does to its log: which entries no longer count, and which do again."""

from workplans.log import entries_in_words, in_words
from workplans.models import LearningEntry


def out_of_learning(record):
    """{key: minutes} of the entries of a record whose day is not one of learning, as it is now. One query."""
    entries = LearningEntry.objects.filter(apprentice=record.pk).out_of_learning()
    return dict(entries.order_by().values_list("pk", "minutes"))


def sentences(before, after, where):
    """What becomes of entries, from what was `out_of_learning` before and is after.

    `where` says where those lie that no longer count: "inside this break".
    """
    fresh, again = (
        [minutes for pk, minutes in one.items() if pk not in other]
        for one, other in ((after, before), (before, after))
    )
    if fresh:
        one = len(fresh) == 1
        stay = "it stays and does not count" if one else "they stay and do not count"
        yield f"{_number(fresh)} {'lies' if one else 'lie'} {where}: {stay}."
    if again:
        one = len(again) == 1
        count = "it counts once it is accepted" if one else "they count once they are accepted"
        yield f"{_number(again)} {'lies' if one else 'lie'} on days of learning again: {count}."


def _number(minutes):
    return f"{entries_in_words(len(minutes))} of learning ({in_words(sum(minutes))})"
