"""What happens around an apprentice without anybody having to do it: DueItems that are told and pass."""

from hackit.access import Relation
from hackit.due import DueItem


def events(apprentice, on):
    """The events from the day `on` of one record fetched with `for_agenda`, each to those it concerns."""
    for day, told in (*_dates(apprentice), *_people(apprentice)):
        if day and day >= on:
            for owner, title in told.items():
                yield DueItem(
                    due_on=day,
                    title=title,
                    owner=owner,
                    apprentice_id=apprentice.pk,
                    happens=True,
                    route=("apprentice", apprentice.pk),
                )


def _dates(apprentice):
    """(day, what each relation is told) of what is planned."""
    name = apprentice.person.full_name
    planned_end_on = None if apprentice.gateway_on else apprentice.planned_end_on
    first_day = _both("Your first day at work", f"{name}’s first day at work")
    yield apprentice.first_day_at_work_on, first_day | {Relation.BUDDY: first_day[Relation.MANAGER]}
    yield apprentice.starts_on, _both("Your first day of learning", f"{name}’s first day of learning")
    yield apprentice.probation_ends_on, _both("Your probation ends", f"{name}’s probation ends")
    yield planned_end_on, _both("Planned end of your learning", f"Planned end of {name}’s learning")
    yield apprentice.contract_ends_on, _both("Your contract ends", f"{name}’s contract ends")


def _both(to_apprentice, to_manager):
    return {Relation.APPRENTICE: to_apprentice, Relation.MANAGER: to_manager}


def _people(apprentice):
    """(day, what the apprentice is told) of people named for later."""
    manager, deputy = apprentice.next_manager_name, apprentice.next_deputy_name
    yield apprentice.next_manager_on, {Relation.APPRENTICE: f"{manager} becomes your manager"}
    yield apprentice.next_deputy_on, {Relation.APPRENTICE: f"{deputy} becomes a deputy of your manager"}
