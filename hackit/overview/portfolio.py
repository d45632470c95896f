"""The portfolio of one apprentice: as others read it, and as the apprentice arranges it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from hackit import access, dates
from hackit.access import Action
from hackit.overview.projects import facts, missing_part, parts
from hackit.tokens import may_be_one
from workplans.models import Portfolio, PortfolioLink


@dataclass(frozen=True)
class Piece:
    """One chosen project, in words. `facts` and `parts` are (label, words); feedback comes without a name."""

    title: str
    facts: list
    link: str
    parts: list
    feedback: str


@dataclass(frozen=True)
class Finished:
    """A portfolio as others read it, outside too: nothing is in it but what stands here."""

    name: str
    standard: str
    profile: str
    pieces: list


@dataclass(frozen=True)
class Choice:
    """One project that can be in the portfolio: `urls` leads from what can be done with it there."""

    pk: int
    title: str
    url: str
    missing: str
    urls: dict


@dataclass(frozen=True)
class Link:
    """One link for somebody outside, and what they are given: the `address`, blank once it is closed."""

    purpose: str
    address: str
    state: str
    visits: str
    withdraw_url: str


@dataclass(frozen=True)
class Page:
    """A portfolio inside, as one reader sees it.

    `chosen`, in their order, and `others` are Choices for whoever `arranges` it. `links` are for the
    apprentice, who withdraws them also when nothing else can be changed: `closed` says that it is so.
    """

    own: bool
    called: str
    finished: Finished
    arranges: bool
    chosen: list
    others: list
    links: list
    closed: str


def finished(record):
    """The Finished of a record fetched with person, standard and portfolio. One query."""
    return _finished(record, record.projects.chosen())


def page(record, on):
    """The Page, on a day, of a record fetched with person, standard and portfolio through `allowing`.

    Two queries for the apprentice, one for others.
    """
    arranges = access.allows(record, Action.WRITE_PORTFOLIO)
    projects = list(record.projects.all() if arranges else record.projects.chosen())
    chosen = [project for project in projects if project.chosen]
    chosen.sort(key=lambda project: (project.portfolio_place, project.pk))
    return Page(
        own=record.as_apprentice,
        called=record.person.called,
        finished=_finished(record, chosen),
        arranges=arranges,
        chosen=[_choice(project, record) for project in chosen if arranges],
        others=[_choice(project, record) for project in projects if not project.chosen],
        links=_links(record, on) if record.as_apprentice else [],
        closed="" if arranges or not record.as_apprentice else _closed(record),
    )


def behind(token, on):
    """The PortfolioLink that a token opens on a day, with all that `finished` needs; None without."""
    if not may_be_one(token):
        return None
    related = ("apprentice__person", "apprentice__standard", "apprentice__portfolio")
    return PortfolioLink.objects.open(on).select_related(*related).filter(token=token).first()


def _finished(record, chosen):
    try:
        profile = record.portfolio.profile
    except Portfolio.DoesNotExist:
        profile = ""
    return Finished(
        name=record.person.full_name,
        standard=record.standard.name,
        profile=profile,
        pieces=[_piece(project) for project in chosen],
    )


def _piece(project):
    return Piece(
        title=project.title,
        facts=facts(project),
        link=project.link,
        parts=parts(project),
        feedback=project.feedback,
    )


def _choice(project, record):
    ways = ("reorder_up_project", "reorder_down_project", "leave_out_project")
    names = ways if project.chosen else ("choose_project",)
    return Choice(
        pk=project.pk,
        title=project.title,
        url=reverse("project", args=[record.pk, project.pk]),
        missing=missing_part(project, record),
        urls={name: reverse(name, args=[record.pk, project.pk]) for name in names},
    )


def _links(record, on):
    """The newest first, those that work before those that do not."""
    return sorted(
        (_link(link, on) for link in record.portfolio_links.all()), key=lambda link: not link.address
    )


def _link(link, on):
    holds = not link.withdrawn_at and link.expires_on >= on
    address = settings.SITE_URL + reverse("shared_portfolio", args=[link.token])
    return Link(
        purpose=link.called,
        address=address if holds else "",
        state=_state(link, holds),
        visits=_visits(link),
        withdraw_url=reverse("withdraw_link", args=[link.apprentice_id, link.pk]) if holds else "",
    )


def _state(link, holds):
    if link.withdrawn_at:
        return f"Withdrawn on {dates.words(timezone.localdate(link.withdrawn_at))}."
    return f"{'Works until' if holds else 'Worked until'} {dates.words(link.expires_on)}."


def _visits(link):
    if not link.visits:
        return "Nobody has opened it."
    last = dates.words(link.last_visit_on)
    if link.visits == 1:
        return f"Opened once, on {last}."
    return f"Opened {link.visits} times, last on {last}."


def _closed(record):
    until = dates.add_months(record.ended_on, access.MONTHS_AFTER_THE_END[access.Relation.APPRENTICE])
    return (
        "Your apprenticeship has ended. Until "
        f"{dates.words(until)} you can read your portfolio here and print it, but no longer change it."
    )
