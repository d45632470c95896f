"""Openings: what apprentices in their last months see of them, and what coordinators see besides."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When

from apprentices import next_steps, next_steps_due
from apprentices.models import Apprentice, Interest
from cohorts.models import Opening
from hackit import dates
from hackit.access import Action
from hackit.listed import listed

HERE, ELSEWHERE = "here", "elsewhere"


@dataclass(frozen=True)
class Reader:
    """Who looks: their own record that may mark interest, None without, and the organisations they run.

    `record` is None for a coordinator without an apprenticeship; `in_window` says whether its openings are
    shown, and `opens` on which day they will be, blank while nobody can say.
    """

    record: Apprentice | None
    in_window: bool
    opens: str
    places: tuple

    @property
    def nobody(self):
        """Whether there is nothing here for them, now or later."""
        return self.record is None and not self.places


@dataclass(frozen=True)
class Row:
    """One opening in words. `interested` names who marked it; None for whoever is not to know."""

    pk: int
    title: str
    place: str
    facts: str
    days: str
    closed: bool
    link: str
    about: str
    may_mark: bool
    marked: bool
    interested: tuple | None


def reader(user, on):
    """The Reader that `user` is on a day."""
    mine = Apprentice.objects.allowing(user, Action.MARK_INTEREST, on).filter(person=user)
    record = mine.with_status(on).select_related("cohort").first()
    places = tuple(user.organisations.values_list("pk", flat=True))
    end_on = record and next_steps_due.end_of(record)
    return Reader(
        record=record,
        in_window=bool(record) and next_steps_due.in_window(record, on),
        opens=dates.words(next_steps.opens_on(end_on)) if end_on else "",
        places=places,
    )


def openings(reader, on, words="", where=""):
    """The openings that a Reader sees on a day, what closes first on top, and what is closed below."""
    own = reader.record.cohort.organisation_id if reader.in_window else None
    open_now = Q(posted_on__lte=on) & (Q(closes_on__isnull=True) | Q(closes_on__gte=on))
    found = Opening.objects.filter(Q(organisation__in=reader.places) | (Q(organisation=own) & open_now))
    for word in words.split():
        told = Q(title__icontains=word) | Q(team__icontains=word) | Q(about__icontains=word)
        found = found.filter(told | Q(employer__name__icontains=word))
    if where in (HERE, ELSEWHERE):
        found = found.filter(employer__isnull=where == HERE)
    order = Case(
        When(open_now, then=Value(0)),
        When(posted_on__gt=on, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    living = Apprentice.objects.living(on).order_by().values("pk")
    seen = Interest.objects.filter(
        apprentice__in=living, apprentice__cohort__organisation=F("opening__organisation")
    )
    seen = listed(seen, "opening", apprentice="apprentice", name="apprentice__person__full_name")
    return (
        found.select_related("employer", "organisation")
        .annotate(seen=seen)
        .order_by(order, F("closes_on").asc(nulls_last=True), "pk")
    )


def to_mark(user, pk, on):
    """The record of `user` and the Opening that it may mark on a day; None where there is none."""
    found = reader(user, on)
    if not found.in_window:
        return None
    opening = Opening.objects.open(on).filter(organisation=found.record.cohort.organisation_id, pk=pk).first()
    return opening and (found.record, opening)


def row(opening, reader, on):
    """The Row of an opening that came from `openings`."""
    closed = opening.closes_on is not None and opening.closes_on < on
    ahead = opening.posted_on > on
    own = reader.in_window and opening.organisation_id == reader.record.cohort.organisation_id
    runs, seen = opening.organisation_id in reader.places, opening.seen or ()
    return Row(
        pk=opening.pk,
        title=opening.title,
        place=str(opening.employer or f"Here, at {opening.organisation}"),
        facts=", ".join(filter(None, (opening.team, opening.grade))),
        days=_days(opening, closed, ahead),
        closed=closed,
        link=opening.link,
        about=opening.about,
        may_mark=own and not closed and not ahead,
        marked=own and any(one["apprentice"] == reader.record.pk for one in seen),
        interested=tuple(sorted(one["name"] for one in seen)) if runs else None,
    )


def _days(opening, closed, ahead):
    if closed:
        return f"Closed: the last day to apply was {dates.words(opening.closes_on)}"
    if ahead:
        return f"Not shown yet: it is shown from {dates.words(opening.posted_on)}"
    return (
        f"Apply by {dates.words(opening.closes_on)}" if opening.closes_on else "No last day to apply is known"
    )
