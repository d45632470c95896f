"""The moves of an apprenticeship in the workshop: asked, shown with all that will follow, confirmed.

One table of steps, one page for all of them. What follows is found by making the move and undoing it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from apprentices import actions, following
from apprentices.forms import moves as forms
from apprentices.life import Move, open_moves
from apprentices.models import Apprentice, ManagerTerm
from hackit import dates, versions
from hackit.overview import left_out

SHOWN, BACK = "_shown", "_back"
CHANGED_MEANWHILE = "Something has changed since you looked. Nothing was recorded: read what follows now."
UNCHANGED = "Nothing would change: this is what is recorded already."


def stands_today(record):
    """A sentence about where a record stands."""
    status, end = record.status_on(dates.today()), dates.words(record.planned_end_on)
    yield f"{status.capitalize()} today. The planned end is {end}."


@dataclass(frozen=True)
class Step:
    """One thing that is done in two pages: the form, and what will follow with the button that does it.

    `subject` finds in a request what of the record the action is about; `none` is said without one.
    `intro` gives sentences that stand above the form. `left_out` says where entries of learning lie that
    do not count once it is done. `leads_on` says what is to be done after it, with a link; blank for nothing.
    """

    title: str
    form: type
    action: Callable
    follows: Callable
    subject: Callable = lambda request, record: record
    none: str = ""
    intro: Callable = stands_today
    picture: Callable = following.picture
    left_out: str = "outside of the days of learning"
    leads_on: Callable = lambda record: ""


# --- What is not simply an action with the fields of its form ---------------------------------------


def record_result(apprentice, *, completed_on, result, resit_on, by):
    """The result of an assessment: the end, or with a resit planned another attempt."""
    if result == Apprentice.Result.FAIL and resit_on:
        return actions.fail(apprentice, failed_on=completed_on, resit_on=resit_on, by=by)
    return actions.complete(apprentice, completed_on=completed_on, result=result, by=by)


def open_break(request, record):
    """The break from which somebody is not back; None without."""
    return record.breaks.filter(first_day_back_on=None).first()


def chosen_break(request, record):
    """The break that the address names, or the latest."""
    number = request.GET.get("break", "")
    if not number:
        return record.breaks.first()
    return record.breaks.filter(pk=number).first() if number.isdecimal() and len(number) < 16 else None


def next_manager(request, record):
    """The time of a manager that has not begun; None without."""
    return coming(record).first()


def coming(record):
    """The rows of managers of a record that have not begun, the latest first."""
    return ManagerTerm.with_names.filter(apprentice=record, from_on__gt=dates.today()).order_by("-from_on")


def who_manages(record):
    """Sentences about who is manager now and who is named."""
    now = record.manager_terms.in_force(dates.today()).select_related("manager__person").first()
    since = now and dates.words(now.from_on)
    yield f"{now.manager} is the manager since {since}." if now else "Nobody is the manager."
    for term in coming(record):
        named = f"{term.manager} is named from {dates.words(term.from_on)}."
        yield format_html('{} <a href="{}">Call it off</a>', named, url_of("call_off", record.pk))


def all_that_is_handed_over(colleague):
    """A sentence for each row in which somebody is needed."""
    for term in actions.needed_by(colleague.person, dates.today(), actions.PARTS[type(colleague)]):
        yield f"{term.noun.capitalize()} of {term.apprentice} since {dates.words(term.from_on)}"


def where_they_went(record):
    """What is recorded of everybody who leaves."""
    url = reverse("record_destination", args=[record.pk])
    words = "Once it is known where they went,"
    return format_html('{} <a href="{}">record that too</a>.', words, url)


# --- The table ------------------------------------------------------------------------------------

IN_THE_BREAK = "inside this break"
STEPS = {
    "begin_break": Step(
        Move.BEGIN_BREAK,
        forms.BeginBreakForm,
        actions.begin_break,
        following.break_begins,
        left_out=IN_THE_BREAK,
    ),
    "return": Step(
        Move.RETURN,
        forms.ReturnForm,
        actions.come_back,
        following.break_ends,
        subject=open_break,
        none="There is no break to come back from.",
    ),
    "correct_break": Step(
        "Correct the break",
        forms.CorrectBreakForm,
        actions.correct_break,
        following.break_corrected,
        subject=chosen_break,
        none="There is no such break.",
        left_out=IN_THE_BREAK,
    ),
    "cancel_break": Step(
        "Take the break away",
        forms.WhyForm,
        actions.cancel_break,
        following.break_corrected,
        subject=chosen_break,
        none="There is no such break.",
    ),
    "gateway": Step(
        Move.REACH_GATEWAY,
        forms.GatewayForm,
        actions.reach_gateway,
        following.gateway_reached,
        left_out="after that day",
    ),
    "send_back": Step(Move.SEND_BACK, forms.SendBackForm, actions.send_back, following.gateway_sent_back),
    "assessment": Step(
        Move.BEGIN_ASSESSMENT, forms.AssessmentForm, actions.begin_assessment, following.assessment_begun
    ),
    "result": Step(Move.COMPLETE, forms.ResultForm, record_result, following.result_known),
    "withdraw": Step(
        Move.WITHDRAW,
        forms.WithdrawForm,
        actions.withdraw,
        following.stopped,
        left_out="after that day",
        leads_on=where_they_went,
    ),
    "plan": Step(Move.CHANGE_PLAN, forms.PlanForm, actions.change_plan, following.plan_changed),
    "standard": Step(
        Move.CHANGE_STANDARD, forms.StandardForm, actions.change_standard, following.standard_changed
    ),
    "handover": Step(
        "Hand over",
        forms.HandoverForm,
        actions.appoint_manager,
        following.handed_over,
        intro=who_manages,
    ),
    "call_off": Step(
        "Call off the handover",
        forms.NothingForm,
        actions.call_off,
        following.called_off,
        subject=next_manager,
        none="No handover is planned.",
    ),
    "correct": Step("Correct the record", forms.CorrectForm, actions.correct, following.corrected),
}
EVERYBODY = Step(
    "Hand over everybody",
    forms.EverybodyForm,
    actions.hand_over_all,
    following.all_handed_over,
    intro=all_that_is_handed_over,
    picture=following.picture_of_terms,
    left_out="",
)


# --- The pages ------------------------------------------------------------------------------------


def two_pages(step, desk, request, record):
    """Asks, shows what will follow, does it once that is confirmed, and goes back to the record."""
    subject = step.subject(request, record)
    if subject is None:
        desk.message_user(request, step.none, "WARNING")
        return back_to(record)
    form = step.form(request.POST if request.method == "POST" else None, subject=subject, user=request.user)
    if BACK in request.POST or not form.is_valid():
        return form_page(step, desk, request, record, form)
    shown = request.POST.get(SHOWN)
    try:
        said, done = carry_out(step, record, form, by=request.user, shown=shown)
    except ValidationError as error:
        form.add_error(None, error)
        return form_page(step, desk, request, record, form)
    if done:
        desk.message_user(request, f"Recorded. {said[0]}", "SUCCESS")
        if onwards := step.leads_on(record):
            desk.message_user(request, onwards, "INFO")
        return back_to(record)
    if shown:
        desk.message_user(request, CHANGED_MEANWHILE, "WARNING")
    return following_page(step, desk, request, record, form, said)


def carry_out(step, record, form, *, by, shown):
    """Makes the move; undoes it again unless what follows is what was `shown`.

    Returns the sentences that say what follows, and whether it was done. Raises ValidationError.
    """
    with transaction.atomic():
        before, log_before = step.picture(record), log_of(step, record)
        step.action(form.subject, **form.values(), by=by)
        after, log_after = step.picture(record), log_of(step, record)
        if before == after:
            raise ValidationError(UNCHANGED)
        said = list(step.follows(before, after, **form.values()))
        said += left_out.sentences(log_before, log_after, step.left_out)
        done = fingerprint(said) == shown
        if not done:
            transaction.set_rollback(True)
    return said, done


def log_of(step, record):
    """The entries of learning that do not count, where a step can change that."""
    return left_out.out_of_learning(record) if step.left_out else {}


def fingerprint(sentences):
    """What a page carries along of the sentences that it showed."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()


def form_page(step, desk, request, record, form):
    """The first page: what has to be known. Refusals stand beside their fields."""
    # Whoever was told that somebody else saved something knows the newer version by now.
    context = {"form": form, "intro": list(step.intro(record)), "version": versions.latest(form.subject)}
    title = f"{step.title}: {record}"
    return desk.page_of(request, record, "admin/move.html", title, **context)


def following_page(step, desk, request, record, form, said):
    """The second page: what will follow, in sentences."""
    context = {"form": form, "said": said, "shown": fingerprint(said), "step": step}
    context["version"] = versions.latest(form.subject)
    title = f"What will follow: {step.title}, {record}"
    return desk.page_of(request, record, "admin/move_follows.html", title, **context)


def back_to(record):
    """The way back to the page of a record."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return HttpResponseRedirect(reverse(name, args=[record.pk]))


MOVE_PAGES = tuple(
    (
        f"{name.replace('_', '-')}/",
        f"apprentices_apprentice_{name}",
        partial(two_pages, step),
        ["GET", "POST"],
    )
    for name, step in STEPS.items()
)
MANAGER_PAGES, BUDDY_PAGES = (
    (("handover/", f"apprentices_{model}_handover", partial(two_pages, EVERYBODY), ["GET", "POST"]),)
    for model in ("manager", "buddy")
)
# Offered whatever the status is; the moves are offered by their table.
ALWAYS = ("handover", "correct")


def buttons(record, on):
    """(words, address) of what can be done with a record on the day `on`."""
    found = open_moves(record.facts(), on)
    for name, step in STEPS.items():
        if step.title in found or name in ALWAYS:
            yield step.title, url_of(name, record.pk)


def links_of_break(gap):
    """(words, address) of what can be done with a break."""
    if gap.first_day_back_on is None:
        yield STEPS["return"].title, url_of("return", gap.apprentice_id)
    for name in ("correct_break", "cancel_break"):
        yield STEPS[name].title, f"{url_of(name, gap.apprentice_id)}?break={gap.pk}"


def url_of(name, pk):
    """The address of a step for the record with that number."""
    return reverse(f"admin:apprentices_apprentice_{name}", args=[pk])
