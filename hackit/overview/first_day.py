"""The page that somebody reads before their first day: when and where to come, and who is there."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from apprentices.life import Status
from apprentices.models import FirstDay
from cohorts import first_day
from cohorts.models import FirstDayTemplate
from hackit import access, dates, filling
from hackit.access import Action
from hackit.overview.people import people

HEADINGS = {
    "place": "Where",
    "met_by": "Who meets you",
    "bring": "What to bring",
    "wear": "What to wear",
    "lunch": "Lunch",
    "first_week": "Your first week",
    "trouble": "If something goes wrong",
}
# How many coordinators are named while nothing else is: somebody to ask, not a directory.
COORDINATORS = 2


@dataclass(frozen=True)
class Page:
    """The first-day page of one apprentice, as one reader sees it.

    `draft` is said only to those who may write. `waiting` says that the words are still to come, and
    `writer` is who writes them, if that is known.
    """

    own: bool
    name: str
    called: str
    url: str
    when: str
    team: str
    organisation: str
    sections: list
    contacts: list
    draft: bool
    waiting: bool
    writer: str
    may_write: bool
    write_url: str


def page(apprentice, on):
    """The Page of a record fetched with `for_overview` through `allowing`, for whoever fetched it.

    Two queries. People are those of the first day, or of the day `on` once that is later. A draft is
    shown to those who may write it and to nobody else.
    """
    written = FirstDay.objects.filter(apprentice=apprentice).first()
    may_write = Action.WRITE_FIRST_DAY in access.actions(apprentice)
    readable = written if written and (written.shown_on or may_write) else None
    around = _around(apprentice, on)
    managers = [contact.name for contact in around if contact.part == "Manager"]
    shown = [contact for contact in around if contact.part != "Coordinator"]
    return Page(
        own=bool(apprentice.as_apprentice),
        name=apprentice.person.full_name,
        called=apprentice.person.called,
        url=reverse("first_day", args=[apprentice.pk]),
        when=_when(apprentice, readable),
        team=apprentice.team.name if apprentice.team else "",
        organisation=apprentice.cohort.organisation.name,
        sections=_sections(readable),
        contacts=shown if readable else around,
        draft=bool(readable and not readable.shown_on),
        waiting=not (written and written.shown_on) and ahead(apprentice, on),
        writer=managers[0] if managers else "",
        may_write=may_write,
        write_url=reverse("write_first_day", args=[apprentice.pk]),
    )


def ways(apprentice):
    """(words, address) of what else opens before the first day to the apprentice who fetched a record."""
    induction = (
        ("Your induction", reverse("induction", args=[apprentice.pk])),
        ("People to meet", reverse("people_to_meet", args=[apprentice.pk])),
    )
    found = [*induction] if access.allows(apprentice, Action.SEE_INDUCTION) else []
    if access.allows(apprentice, Action.RAISE_CONCERNS):
        found.append(("Talk to the coordinator in private", reverse("private_words")))
    return found


def ahead(apprentice, on):
    """Whether the first day at work of a record with status is still to come on the day `on`."""
    return on < apprentice.first_day_at_work_on and Status(apprentice.status).living


def url_in_first_week(apprentice, on):
    """The address of the page before the first day, and of a shown one in the week after; else blank."""
    first_week = apprentice.first_day_at_work_on <= on < apprentice.first_day_at_work_on + timedelta(days=7)
    wanted = ahead(apprentice, on) or (first_week and apprentice.first_day_shown)
    return reverse("first_day", args=[apprentice.pk]) if wanted else ""


def url_for_a_month(apprentice, on):
    """The address of the page before the first day, and of a shown one in the month after; else blank."""
    recent = on <= dates.add_months(apprentice.first_day_at_work_on, 1) and apprentice.first_day_shown
    return reverse("first_day", args=[apprentice.pk]) if recent or ahead(apprentice, on) else ""


def words_to_begin_with(apprentice, on):
    """The organisation's texts with what is known of a record filled in, by the name of the field.

    Two queries. What is not known stays a gap in square brackets.
    """
    names = {contact.part: contact.name for contact in reversed(_around(apprentice, on))}
    facts = {
        "apprentice": apprentice.person.called,
        "manager": names.get("Manager"),
        "buddy": names.get("Buddy"),
        "team": apprentice.team and apprentice.team.name,
        "organisation": apprentice.cohort.organisation.name,
    }
    words = FirstDayTemplate.objects.of(apprentice.cohort.organisation).words()
    return {
        name: filling.fill(text, facts, first_day.PLACEHOLDERS) if isinstance(text, str) else text
        for name, text in words.items()
    }


def said_after_saving(written):
    """What the writer reads once a FirstDay is saved."""
    name = written.apprentice.person.called
    return f"Saved. {name} can read it." if written.shown_on else f"Saved. {name} does not see the draft."


def _around(apprentice, on):
    """The people whom somebody new can turn to: those of the first day, then those named for later.

    Few coordinators are among them.
    """
    found = people(apprentice, max(on, apprentice.first_day_at_work_on))
    named = [contact for contact in found if contact.part in {"Manager", "Buddy"} and contact.email]
    named.sort(key=lambda contact: (contact.part != "Manager", contact.note != ""))
    return [*named, *[contact for contact in found if contact.part == "Coordinator"][:COORDINATORS]]


def _when(apprentice, written):
    day = apprentice.first_day_at_work_on
    at = f" at {dates.time_words(written.comes_at)}" if written and written.comes_at else ""
    return f"{day:%A} {dates.words(day)}{at}"


def _sections(written):
    """(heading, words) of what is written, in the order in which somebody new asks for it."""
    words = written.words() if written else {}
    return [(heading, words[name]) for name, heading in HEADINGS.items() if words.get(name)]
