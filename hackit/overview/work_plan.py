"""The page of one month: its plan as one reader sees it, and what they can do with it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from hackit import access, dates
from hackit.access import Action
from hackit.overview import plan_items
from hackit.overview.plan_items import Way
from hackit.overview.plan_sentences import Standing, comes_next, reader
from workplans import actions, months, work_plan
from workplans.models import WorkPlan
from workplans.plan_due import plan_months
from workplans.work_plan import State, Step


@dataclass(frozen=True)
class Page:
    """The plan of one month as one reader sees it.

    For a buddy `whole` is False, and everything but the items is blank. `word` is the state of the plan, or
    the Word of a month without one; `urls` leads from what can be done to where that is done, `seen` is what
    the apprentice read, as agreeing asks for it. `past` says that the month is over, by its date or because
    it is reviewed. `reflection` and `review` are (heading, words).
    """

    own: bool
    whole: bool
    name: str
    called: str
    month: str
    month_on: date
    word: str
    late: bool
    past: bool
    next: str
    aim: str
    aim_mark: str
    aim_before: str
    items: list
    suggestions: list
    reflection: list
    review: str
    reviewed: str
    before: Way | None
    after: Way | None
    agrees: str
    seen: str
    urls: dict


def plan_of(record, month):
    """The plan of a record for a month with `aim_agreed`, the aim that the apprentice agreed to; or None."""
    history = WorkPlan.history.filter(id=OuterRef("pk"), **WorkPlan.AGREED).order_by("-history_id")
    plans = record.work_plans.filter(month_on=month).select_related("reviewed_by")
    return plans.annotate(aim_agreed=Subquery(history.values("aim")[:1])).first()


def page(record, month, on, breaks):
    """The Page of a record for a month on the day `on`; None for a month that has no plan and can have none.

    The record was fetched with its person and organisation through `allowing`; `breaks` are its (first day
    away, first day back or None). Two queries.
    """
    plan = plan_of(record, month)
    if plan is None and months.refusal_of_month(record, month, on):
        return None
    may = access.actions(record)
    items = list(plan_items.of_plan(plan)) if plan else []
    whole = Action.SEE_PLANS in may
    agreer = _agreer(record, plan) if whole else ""
    own, suggestions = plan_items.shown(items, may, agreer, on)
    standing = standing_of(record, month, plan, items, on, breaks)
    return Page(
        own=record.as_apprentice,
        whole=whole,
        name=record.person.full_name,
        called=record.person.called,
        month=f"{month:%B %Y}",
        month_on=month,
        past=standing.over or standing.state == State.REVIEWED,
        items=own,
        suggestions=suggestions if whole else [],
        before=_neighbour(record, month, -1, on),
        after=_neighbour(record, month, 1, on),
        **(_all_of_it(plan, standing, may, agreer, record) if whole else NOTHING_MORE),
        agrees=_agrees(standing) if whole else "",
        seen=actions.fingerprint(plan, items) if plan and whole else "",
        urls=_urls(record, standing, may, empty=not (own or (plan and plan.aim))),
    )


def _agreer(record, plan):
    """Who agreed, for the marks of what has changed since; blank once that does not matter any more."""
    if plan and plan.state == State.REVIEWED:
        return ""
    return "you" if record.as_apprentice else record.person.called


# What a page says of a plan to somebody who sees its items alone.
NOTHING_MORE = dict.fromkeys(("word", "next", "aim", "aim_mark", "aim_before", "review", "reviewed"), "")
NOTHING_MORE |= {"late": False, "reflection": []}


def standing_of(record, month, plan, items, on, breaks):
    """The Standing of a month on the day `on`."""
    changed = bool(plan and plan.agreed_at and (plan.aim_asked_at or any(item.asked_at for item in items)))
    [one] = plan_months(record, [month], {month: plan}, breaks, on)
    return Standing(**vars(one), last=months.last_day(record, month, on), changed=changed, on=on)


def _all_of_it(plan, standing, may, agreer, record):
    """What is told of a plan beside its items."""
    asked = plan and plan.aim_asked_at and agreer
    return {
        "word": standing.word(standing.on),
        "late": standing.late(standing.on),
        "next": comes_next(standing, reader(may), record.person.called),
        "aim": plan.aim if plan else "",
        "aim_mark": f"{'Changed' if plan.aim_agreed else 'New'} since {agreer} agreed" if asked else "",
        "aim_before": (plan.aim_agreed or "") if asked else "",
        "reflection": list(_reflection(plan)) if plan and plan.reflected_at else [],
        "review": plan.review if plan else "",
        "reviewed": _reviewed(plan) if plan and plan.review else "",
    }


def _reflection(plan):
    for name in WorkPlan.REFLECTION:
        words = plan._meta.get_field(name).verbose_name
        yield words[0].upper() + words[1:], getattr(plan, name) or "Nothing written"


def _reviewed(plan):
    return "" if plan.reviewed_at else "The month was reopened since this was written."


def _neighbour(record, month, way, on):
    """The way to the month before or after; None where no plan can be."""
    other = dates.add_months(month, way)
    if months.refusal_of_month(record, other, on):
        return None
    return Way(f"{other:%B %Y}", reverse("work_plan", args=[record.pk, other]))


# --- Looking back -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LookingBack:
    """What a month came to, for whoever writes about it: `items` each in a line, `open` how many of them."""

    called: str
    month: str
    aim: str
    items: list
    open: int
    reflection: list


def looking_back(plan):
    """The LookingBack of a plan. One query."""
    items = list(plan.items.taken_in())
    return LookingBack(
        called=plan.apprentice.person.called,
        month=plan.month,
        aim=plan.aim,
        items=[f"{item.title}: {item.state}" for item in items],
        open=sum(item.state in work_plan.OPEN for item in items),
        reflection=list(_reflection(plan)) if plan.reflected_at else [],
    )


# --- What can be done -------------------------------------------------------------------------------


def _agrees(standing):
    """What the button says with which the apprentice agrees; blank while there is nothing to agree."""
    if not standing.can(Step.AGREE):
        return ""
    if not standing.plan.agreed_at:
        return Step.AGREE
    return "Agree to the changes" if standing.changed else ""


WAYS = {
    # address: whose it is, and the step that has to be open for it
    "share_plan": (Action.WRITE_PLANS, Step.SHARE),
    "agree_plan": (Action.AGREE_PLANS, Step.AGREE),
    "reflect": (Action.TELL_PROGRESS, Step.REFLECT),
    "review_plan": (Action.REVIEW_PLANS, Step.REVIEW),
    "reopen_plan": (Action.REVIEW_PLANS, Step.REOPEN),
}
WRITING = {
    "write_aim": Action.WRITE_PLANS,
    "add_item": Action.WRITE_PLANS,
    "suggest_item": Action.SUGGEST_ITEMS,
    "begin_plan": Action.WRITE_PLANS,
}


def _urls(record, standing, may, *, empty):
    """Where what the reader can do now is done, by the name of the address.

    Nothing is shared of a plan that is `empty`, and nothing agreed to while nothing is asked; and a plan
    begins while it is a draft and its month not over.
    """
    names = [name for name, action in WRITING.items() if action in may and standing.state != State.REVIEWED]
    if standing.plan:
        names += [name for name, (action, step) in WAYS.items() if action in may and standing.can(step)]
    begins = standing.state in (None, State.DRAFT) and not standing.over
    left_out = {"share_plan": empty, "agree_plan": not _agrees(standing), "begin_plan": not begins}
    return {name: reverse(name, args=[record.pk, standing.month]) for name in names if not left_out.get(name)}
