"""What is done with the ways on: wished by the apprentice, weighed by those responsible."""

from django.db import transaction

from apprentices.actions.locking import locked
from apprentices.models import Option
from hackit import versions
from hackit.actions import save

# What those responsible write of a way on.
WEIGHED = ("needs", "asked_by", "chance")


@transaction.atomic
def weigh(apprentice, *, way, by, on=None, seen="", **words):
    """Notes of one Way what it needs, who asks and how it stands; the same words are left alone.

    `words` are those of WEIGHED. Raises ValidationError when somebody else weighed it after the
    version `seen`; a wish of the apprentice stands in nobody's way.
    """
    option = _option(locked(apprentice), way)
    if all(getattr(option, name) == value for name, value in words.items()):
        return option
    if option.pk and _weighed(option):
        versions.refuse_overwriting(option, seen, WEIGHED)
    for name, value in words.items():
        setattr(option, name, value)
    return save(option, by=by, on=on)


@transaction.atomic
def wish(apprentice, *, way, wished, by, on=None):
    """The apprentice says whether they would like one Way; saying it twice is once."""
    option = _option(locked(apprentice), way)
    if option.wished == wished:
        return option
    option.wished = wished
    return save(option, by=by, on=on)


def _weighed(option):
    blank = Option()
    return any(getattr(option, name) != getattr(blank, name) for name in WEIGHED)


def _option(record, way):
    found = Option.objects.filter(apprentice=record, way=way).first()
    return found or Option(apprentice=record, way=way)
