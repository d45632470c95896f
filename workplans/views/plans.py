"""The plan of one month: its page, and what happens to the plan as a whole."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview import standing
from hackit.overview import work_plan as plans
from hackit.overview.beside import beside, for_beside
from workplans import actions, months
from workplans.actions.plans import REVIEWED
from workplans.forms.items import QuickForm
from workplans.forms.plans import AimForm, ReflectForm, ReviewForm
from workplans.models import WorkPlan
from workplans.work_plan import State, Step, refusal

NO_PLAN = "This month has no plan yet."
WHOSE = {Step.REFLECT: Action.TELL_PROGRESS, Step.REVIEW: Action.REVIEW_PLANS}


@require_safe
def work_plan(request, pk, month):
    """The plan of a month, its items, what the month already knows, and what it came to."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_PLAN_ITEMS, today)
    record = get_object_or_404(for_beside(seen, month, today), pk=pk)
    stands = standing.learning([record], today)[pk]
    page = plans.page(record, month, today, stands.programme.breaks)
    if page is None:
        raise Http404
    suggests = "suggest_item" in page.urls
    writes = suggests or "add_item" in page.urls
    shown = {
        "apprentice": record,
        "page": page,
        "form": QuickForm(apprentice=record, month=month, suggests=suggests) if writes else None,
        "beside": beside(record, month, stands) if page.whole else None,
    }
    return render(request, "workplans/work_plan.html", shown)


@require_http_methods(["GET", "POST"])
def write_aim(request, pk, month):
    """Writes what a month is for."""
    record = record_for(request, pk, Action.WRITE_PLANS)
    plan = plan_or_new(record, month)
    if not plan.pk and months.refusal_of_month(record, month, dates.today()):
        raise Http404
    if request.method == "GET" and plan.state == State.REVIEWED:
        return to_plan(request, record, month, REVIEWED)
    form = AimForm(request.POST or None, plan=plan)
    return _answer(request, form, "workplans/write_aim.html", plan)


@require_POST
def share_plan(request, pk, month):
    """Whoever writes the plan shares it."""
    record = record_for(request, pk, Action.WRITE_PLANS)
    said = f"Shared: {record.person.called} can read the plan now, and agree to it."
    return _at_once(request, record, month, actions.share, said)


@require_POST
def agree_plan(request, pk, month):
    """The apprentice agrees to what they read."""
    record = record_for(request, pk, Action.AGREE_PLANS)
    seen = request.POST.get("seen", "")
    return _at_once(request, record, month, actions.agree_plan, "You agreed to this plan.", seen=seen)


@require_POST
def reopen_plan(request, pk, month):
    """Whoever reviews a month opens it again."""
    record = record_for(request, pk, Action.REVIEW_PLANS)
    return _at_once(request, record, month, actions.reopen, "Reopened: the plan can be changed again.")


@require_http_methods(["GET", "POST"])
def reflect(request, pk, month):
    """The apprentice looks back on the month."""
    return _with_form(request, pk, month, Step.REFLECT, ReflectForm, "workplans/reflect.html")


@require_http_methods(["GET", "POST"])
def review_plan(request, pk, month):
    """The manager or a deputy reviews the month, with the reflection and what is open beside it."""
    return _with_form(request, pk, month, Step.REVIEW, ReviewForm, "workplans/review_plan.html")


def record_for(request, pk, action):
    """The record of an apprentice with whose plans whoever asks may do something."""
    mine = Apprentice.objects.allowing(request.user, action)
    return get_object_or_404(mine.select_related("person", "cohort__organisation"), pk=pk)


def plan_or_new(record, month):
    """The plan of a record for a month, unsaved while there is none."""
    plan = record.work_plans.filter(month_on=month).first()
    return plan or WorkPlan(apprentice=record, month_on=month)


def to_plan(request, record, month, refused):
    """Back to the page of the plan, which says why nothing was done."""
    messages.error(request, refused)
    return redirect("work_plan", record.pk, month)


def _at_once(request, record, month, action, said, **more):
    """Does with a plan what needs no more words."""
    plan = record.work_plans.filter(month_on=month).first()
    try:
        if plan is None:
            raise ValidationError(NO_PLAN)
        action(plan, by=request.user, **more)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("work_plan", record.pk, month)


def _with_form(request, pk, month, step, form_class, template):
    """Asks for words about a month; not before they can be saved, so that nobody writes them in vain."""
    record = record_for(request, pk, WHOSE[step])
    plan = record.work_plans.filter(month_on=month).first()
    if plan is None:
        return to_plan(request, record, month, NO_PLAN)
    today = dates.today()
    refused = refusal(step, plan.state, months.last_day(record, month, today), today)
    if refused and request.method == "GET":
        return to_plan(request, record, month, refused)
    form = form_class(request.POST or None, plan=plan)
    return _answer(request, form, template, plan, page=plans.looking_back(plan))


def _answer(request, form, template, plan, **more):
    """Carries out what a form says, or shows it with what is wrong."""
    if form.carried_out(request):
        return redirect("work_plan", plan.apprentice_id, plan.month_on)
    shown = {"form": form, "apprentice": plan.apprentice, "plan": plan} | more
    return render(request, template, shown)
