"""Where somebody went: recorded at the end and later, asked once, and told by whoever it is about."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apprentices import actions
from apprentices.actions.destinations import too_early
from apprentices.destinations import Asked
from apprentices.forms.destinations import AddressForm, DestinationForm, WhereNowForm
from apprentices.models import Apprentice, Destination, StayingInTouch
from hackit import dates, privacy
from hackit.access import Action
from hackit.context import NOBODY
from hackit.overview import in_touch

# Not found by searching, kept by no cache; and no other site learns the address from which one came. With
# "no-referrer" a browser would send these forms from nowhere, and they would be refused.
OUTSIDE = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
}


@require_http_methods(["GET", "POST"])
def record_destination(request, pk):
    """Records where somebody goes at the end, or corrects it."""
    return _record(request, pk, Asked.AT_END, Action.RECORD_NEXT_STEPS)


@require_http_methods(["GET", "POST"])
def record_later(request, pk):
    """Records where somebody is six months later, or corrects it."""
    return _record(request, pk, Asked.LATER, Action.ASK_AGAIN)


@require_http_methods(["GET", "POST"])
def ask_again(request, pk):
    """Sends the question where somebody is now to their private address, once."""
    today = dates.today()
    kept = Apprentice.objects.allowing(request.user, Action.ASK_AGAIN, today)
    kept = kept.select_related("person", "in_touch").prefetch_related("destinations")
    record = get_object_or_404(kept, pk=pk)
    if request.method == "POST":
        try:
            actions.ask_where_now(record, on=today)
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        return redirect("ask_again", pk)
    shown = {"apprentice": record, "asking": in_touch.asking(record, today)}
    return render(request, "apprentices/ask_again.html", shown)


@require_http_methods(["GET", "POST"])
def stay_in_touch(request, pk):
    """The apprentice leaves a private address, changes it, or takes it back: that also after the end."""
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, Action.SEE_NEXT_STEPS, today).filter(person=request.user)
    mine = mine.with_status(today).select_related("person", "cohort__organisation", "in_touch")
    record = get_object_or_404(mine, pk=pk)
    page = in_touch.leaving(record, today)
    if request.method == "POST" and "take_back" in request.POST:
        gone = actions.take_back_address(record)
        said = "Taken back: your private address is deleted." if gone else "There is no address any more."
        messages.success(request, said)
        return redirect("stay_in_touch", pk)
    form = None
    if page.may_write:
        touch = in_touch.touch_of(record)
        form = AddressForm(request.POST or None, apprentice=record, touch=touch)
        if form.carried_out(request):
            return redirect("stay_in_touch", pk)
    months = StayingInTouch.personal.keep.months_of(record.cohort.organisation)
    shown = {"apprentice": record, "page": page, "form": form, "kept": privacy.in_words(months)}
    return render(request, "apprentices/stay_in_touch.html", shown)


@login_not_required
@require_http_methods(["GET", "POST"])
def where_now(request, token):
    """The question, for whoever has the link, in a frame without ways to the rest, whoever is signed in."""
    touch = in_touch.behind(token)
    sent_twice = touch and touch.answered_at and request.method == "POST" and in_touch.told_by_link(touch)
    if touch is None or (touch.answered_at and not sent_twice):
        return _gone(request)
    called = {"called": touch.apprentice.person.called, "organisation": touch.apprentice.cohort.organisation}
    if sent_twice:  # it was taken the first time
        return _outside(request, "apprentices/where_now_thanks.html", called)
    form = WhereNowForm(request.POST or None, touch=touch)
    if form.carried_out(request):
        return _outside(request, "apprentices/where_now_thanks.html", called)
    return _outside(request, "apprentices/where_now.html", {**called, "form": form, "token": token})


@login_not_required
@require_http_methods(["GET", "POST"])
def stop_asking(request, token):
    """Whoever has the link wants no question: asks first, then forgets their address."""
    touch = in_touch.behind(token)
    if touch is None or touch.answered_at:
        return _gone(request)
    if request.method == "POST":
        actions.stop_asking(touch)
        return _outside(request, "apprentices/where_now_gone.html", {"stopped": True})
    shown = {"organisation": touch.apprentice.cohort.organisation, "token": token}
    return _outside(request, "apprentices/stop_asking.html", shown)


def _record(request, pk, asked, action):
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, action, today)
    mine = mine.with_status(today).select_related("person", "cohort__organisation", "decision")
    record = get_object_or_404(mine, pk=pk)
    shown = {"apprentice": record, "later": asked == Asked.LATER, "corrects": False}
    shown["why"] = too_early(record, asked, today)
    if shown["why"]:
        return render(request, "apprentices/record_destination.html", {**shown, "form": None})
    found = record.destinations.filter(asked=asked).select_related("employer").first()
    found = found or Destination(apprentice=record, asked=asked)
    decision = _decision(record, request.user) if asked == Asked.AT_END else None
    form = DestinationForm(request.POST or None, record=found, apprentice=record, decision=decision)
    if form.carried_out(request):
        return redirect("next_steps", pk)
    shown |= {"form": form, "corrects": bool(found.pk)}
    return render(request, "apprentices/record_destination.html", shown)


def _decision(record, user):
    """What was decided, as far as `user` may read it: about oneself, only once it was given."""
    decision = getattr(record, "decision", None)
    if decision and record.person_id == user.pk and not decision.given_on:
        return None
    return decision


def _gone(request):
    """For a link that was used, stopped or never was: it tells nothing."""
    return _outside(
        request, "apprentices/where_now_gone.html", {"stopped": False}, status=HTTPStatus.NOT_FOUND
    )


def _outside(request, template, shown, status=HTTPStatus.OK):
    answer = render(request, template, {**shown, "frame": NOBODY, "messages": []}, status=status)
    for name, value in OUTSIDE.items():
        answer[name] = value
    return answer
