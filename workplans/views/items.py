"""The items of a plan, each by itself: added, suggested, changed, moved on, put in order."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hackit import access, dates
from hackit.access import Action
from hackit.overview import plan_items
from workplans import actions, months, work_plan
from workplans.actions.plans import REVIEWED
from workplans.forms.items import MORE, AddForm, ChangeForm, ReasonForm
from workplans.models import WorkPlan
from workplans.views.plans import plan_or_new, record_for, to_plan
from workplans.work_plan import State

GONE = "This item was deleted meanwhile."
DELETED = "This item was deleted while you were writing."
TAKEN_IN = "This was taken into the plan while you were writing, as it was."
ANSWERED = "Somebody said no to this while you were writing: the plan says why."
MOVES = {slug: move for move, slug in plan_items.SLUGS.items()}


@require_http_methods(["GET", "POST"])
def add_item(request, pk, month):
    """Adds an item to the plan of a month."""
    record = record_for(request, pk, Action.WRITE_PLANS)
    return _add(request, record, month)


@require_http_methods(["GET", "POST"])
def suggest_item(request, pk, month):
    """The apprentice suggests an item."""
    record = record_for(request, pk, Action.SUGGEST_ITEMS)
    return _add(request, record, month, suggests=True)


@require_http_methods(["GET", "POST"])
def plan_item(request, pk, month, item):
    """One item, which whoever writes it changes here. What somebody typed outlives the item."""
    record = record_for(request, pk, Action.SEE_PLAN_ITEMS)
    found, may = plan_items.item_of(record, month, item), access.actions(record)
    if found is None:
        return _gone(request, record, month, item, may)
    writes = plan_items.may_write(found, may)
    whole = Action.SEE_PLANS in may
    if found.suggested_at and not whole:
        raise Http404
    if request.method == "POST" and not writes:
        return _answered(request, record, found, may)
    changes = request.method == "POST" or plan_items.is_open(found)
    form = ChangeForm(request.POST or None, item=found) if writes and changes else None
    if form and form.carried_out(request):
        return _back(pk, month, found.pk)
    shown = {"form": form, "apprentice": record, "item": found, "whole": whole}
    told = {"word": plan_items.word(found), "facts": list(plan_items.facts(found))}
    return render(request, "workplans/plan_item.html", shown | told)


@require_POST
def take_in_item(request, pk, month, item):
    """Takes a suggestion into the plan, as it was read."""
    seen = request.POST.get("seen", "")
    return _at_once(request, pk, month, item, Action.WRITE_PLANS, actions.take_in, seen=seen)


@require_POST
def reorder_item(request, pk, month, item, up):
    """Moves an item one place up or down."""
    return _at_once(request, pk, month, item, Action.WRITE_PLANS, actions.reorder, up=up)


@require_http_methods(["GET", "POST"])
def delete_item(request, pk, month, item):
    """Deletes an item of a draft, or what one suggested, after confirmation."""
    record = record_for(request, pk, Action.SEE_PLANS)
    found = plan_items.item_of(record, month, item)
    if found is None:
        return _lost(request, record, month, item)
    if not plan_items.may_write(found, access.actions(record)):
        raise Http404
    refused = plan_items.refusal_of_deletion(found)
    if refused and request.method == "GET":
        return to_plan(request, record, month, refused)
    if request.method == "POST":
        try:
            actions.delete_item(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Deleted: {found}.")
        return redirect("work_plan", pk, month)
    return render(request, "workplans/delete_item.html", {"apprentice": record, "item": found})


@require_http_methods(["GET", "POST"])
def move_item(request, pk, month, item, move):
    """Moves an item on, as `work_plan.MOVES` says; carrying over and dropping ask for a reason first."""
    if move not in MOVES:
        raise Http404
    move = MOVES[move]
    action = Action.TELL_PROGRESS if work_plan.MOVES[move].of_apprentice else Action.WRITE_PLANS
    if move not in plan_items.WITH_REASON:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return _at_once(request, pk, month, item, action, actions.move_on, move=move)
    record = record_for(request, pk, action)
    found = plan_items.item_of(record, month, item)
    if found is None:
        return _lost(request, record, month, item)
    if request.method == "GET" and found.plan.state == State.REVIEWED:
        return to_plan(request, record, month, REVIEWED)
    form = ReasonForm(request.POST or None, item=found, move=move)
    if form.carried_out(request):
        return _back(pk, month, found.pk)
    carries = move == work_plan.Move.CARRY
    following = actions.month_to_carry_to(month, dates.today()) if carries else None
    shown = {"form": form, "apprentice": record, "item": found, "following": following}
    return render(request, "workplans/move_item.html", shown)


def _add(request, record, month, *, suggests=False):
    """Adds what a form says and goes back to the plan: to the new item, or on to the next one.

    What was begun at the foot of the plan is taken along to the page that asks for more.
    """
    begun = request.POST if MORE in request.POST else {}
    sent = None if begun else request.POST or None
    form = AddForm(sent, apprentice=record, month=month, suggests=suggests, begun=begun)
    if form.carried_out(request):
        return _to(record.pk, month, "id_title" if form.another else f"item-{form.item.pk}")
    plan = plan_or_new(record, month)
    if request.method == "GET" and plan.state == State.REVIEWED:
        return to_plan(request, record, month, REVIEWED)
    if request.method == "GET" and months.refusal_of_month(record, month, dates.today()):
        raise Http404
    shown = {"form": form, "apprentice": record, "plan": plan, "happened": ""}
    return render(request, "workplans/add_item.html", shown)


def _gone(request, record, month, item, may):
    """The item is not there any more: what was typed is offered as a new one."""
    writes = {Action.WRITE_PLANS, Action.SUGGEST_ITEMS} & may
    if request.method == "GET" or not writes:
        return _lost(request, record, month, item)
    if not plan_items.was_there(record, month, item, may):
        raise Http404
    return _anew(request, record, month, DELETED, suggests=Action.WRITE_PLANS not in may)


def _answered(request, record, item, may):
    """A suggestion was answered meanwhile: what the apprentice typed is offered as a new one."""
    if Action.SUGGEST_ITEMS not in may or not plan_items.was_suggested(item):
        raise Http404
    happened = ANSWERED if item.suggested_at else TAKEN_IN
    return _anew(request, record, item.plan.month_on, happened, suggests=True)


def _anew(request, record, month, happened, *, suggests):
    form = AddForm(request.POST, apprentice=record, month=month, suggests=suggests)
    plan = WorkPlan(apprentice=record, month_on=month)
    shown = {"form": form, "apprentice": record, "plan": plan, "happened": happened}
    return render(request, "workplans/add_item.html", shown)


def _lost(request, record, month, item):
    """Back to the plan, for an item that was once in it; any other number is not found."""
    if not plan_items.was_there(record, month, item, access.actions(record)):
        raise Http404
    return to_plan(request, record, month, GONE)


def _at_once(request, pk, month, item, action, act, **more):
    """Does with one item what needs no more words."""
    record = record_for(request, pk, action)
    found = plan_items.item_of(record, month, item)
    if found is None:
        return _lost(request, record, month, item)
    try:
        act(found, by=request.user, **more)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("work_plan", pk, month)
    return _back(pk, month, item)


def _back(pk, month, item):
    return _to(pk, month, f"item-{item}")


def _to(pk, month, anchor):
    return redirect(f"{reverse('work_plan', args=[pk, month])}#{anchor}")
