"""A private word: written by the apprentice, answered by a coordinator, read by nobody else."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apprentices import actions
from apprentices.forms.concerns import AcknowledgeForm, AnswerForm, RaiseForm
from apprentices.models import Concern
from hackit import access, dates, working_days
from hackit.access import Action
from hackit.overview import concerns as confided

PAGE = 25
# Days after today by which an answer is suggested to come.
WITHIN = timedelta(days=7)
NOTHING_THERE = "There is nothing to take back: it may have been taken back already."


@require_http_methods(["GET", "POST"])
def private_words(request):
    """The apprentice's own: write one, and see where each stands. The address tells of nobody."""
    page = confided.page(request.user, dates.today())
    if page is None:
        raise Http404
    form = RaiseForm(request.POST or None, apprentice=page.record) if page.may_write else None
    if form and form.carried_out(request):
        return redirect("private_words")
    return render(request, "apprentices/private_words.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def take_back_private_word(request, concern):
    """Takes back one's own that nobody has acknowledged, after confirmation.

    Sent again, or by whoever it does not belong to, it says the same as for one that never was.
    """
    try:
        found = _own(request, concern)
    except Http404:
        if request.method != "POST":
            raise
        messages.info(request, NOTHING_THERE)
        return redirect("private_words")
    if request.method == "POST":
        said = "Taken back: nobody can read it any more."
        return _carry_out(request, lambda: actions.take_back_concern(found), said, "private_words")
    shown = {"words": found.words, "take_back": True, "back": "private_words"}
    return render(request, "apprentices/close_private_word.html", shown)


@require_http_methods(["GET", "POST"])
def close_private_word(request, concern):
    """Closes one's own at any time, or an answered one as coordinator, after confirmation."""
    mine = Concern.objects.for_the_eyes_of(request.user)
    found = get_object_or_404(mine.select_related("apprentice"), pk=concern)
    own = found.apprentice.person_id == request.user.pk
    back = "private_words" if own else "private_words_to_answer"
    found = _own(request, concern) if own else get_object_or_404(confided.to_answer(request.user), pk=concern)
    if request.method == "POST":
        by, now = request.user, timezone.now()
        day = dates.words(timezone.localdate(found.raised_at, dates.LONDON))
        said = f"Closed: {'what you wrote on' if own else 'the private word of'} {day}."
        return _carry_out(request, lambda: actions.close_concern(found, by=by, at=now), said, back)
    shown = {"words": found.words, "take_back": False, "back": back}
    return render(request, "apprentices/close_private_word.html", shown)


@require_safe
def private_words_to_answer(request):
    """What apprentices said to the coordinators: what is open first, then what is closed."""
    _refuse_others(request)
    today = dates.today()
    page = Paginator(confided.to_answer(request.user, today), PAGE).get_page(request.GET.get("page"))
    rows = [confided.of_somebody(concern, today) for concern in page]
    shown = {"page": page, "open": [row for row in rows if not row.closed]}
    shown["closed"] = [row for row in rows if row.closed]
    return render(request, "apprentices/private_words_to_answer.html", shown)


@require_http_methods(["GET", "POST"])
def private_word(request, concern):
    """One of them: acknowledge it with a day, answer it. Who comes second reads what the first did."""
    today = dates.today()
    found = get_object_or_404(confided.to_answer(request.user, today), pk=concern)
    day = AcknowledgeForm(request.POST or None, concern=found, suggested=_suggested(found, today))
    answer = AnswerForm(request.POST or None, concern=found)
    if day.carried_out(request) or answer.carried_out(request):
        return redirect("private_word", concern)
    sent = next((form for form in (day, answer) if form.is_bound), None)
    found = found if sent is None else get_object_or_404(confided.to_answer(request.user), pk=concern)
    shown = {"word": confided.of_somebody(found, today), "form": sent}
    waits = not found.answered_at and not found.closed_at
    shown |= {"day": day if waits else None, "reply": answer if waits or answer.is_bound else None}
    return render(request, "apprentices/private_word.html", shown)


def _own(request, pk):
    """One's own, as long as the apprenticeship has not ended."""
    mine = Concern.objects.for_the_eyes_of(request.user).of(request.user)
    found = get_object_or_404(mine.select_related("apprentice"), pk=pk)
    living = type(found.apprentice).objects.allowing(request.user, Action.RAISE_CONCERNS)
    get_object_or_404(living, pk=found.apprentice_id, person=request.user)
    return found


def _refuse_others(request):
    if access.Keeper.COORDINATOR not in access.keeper_of(request.user):
        raise Http404


def _suggested(concern, on):
    closed = concern.apprentice.cohort.organisation.closing_days.values_list("closed_on", flat=True)
    return concern.answer_by_on or working_days.working_day_from(on + WITHIN, set(closed))


def _carry_out(request, action, said, back):
    """Does what was confirmed and says so, or why not."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(back)
