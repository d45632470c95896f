"""Reviews of three: what was held and agreed, recording and correcting one, and ticking off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.reviews import ReviewForm
from apprentices.models import AgreedAction, Apprentice, Review
from hackit import dates
from hackit.access import Action
from hackit.overview.reviews import page


@require_safe
def reviews(request, pk):
    """Every review of one apprentice, what is still to do from them, and when the next is due."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_REVIEWS, today)
    record = get_object_or_404(seen.for_overview(today).with_review_days(), pk=pk)
    return render(request, "apprentices/reviews.html", {"apprentice": record, "page": page(record, today)})


@require_http_methods(["GET", "POST"])
def record_review(request, pk):
    """Records a review that was held."""
    record = _recorded(request, pk)
    return _write(request, record, Review(apprentice=record))


@require_http_methods(["GET", "POST"])
def correct_review(request, pk, review):
    """Corrects a review; its readers see that it was corrected."""
    record = _recorded(request, pk)
    return _write(request, record, get_object_or_404(record.reviews, pk=review))


@require_POST
def tick(request, pk, agreed):
    """Notes that something agreed is done, or without `done` that it is not after all."""
    record = _recorded(request, pk)
    agreed = get_object_or_404(AgreedAction, review__apprentice=record, pk=agreed)
    done = "done" in request.POST
    try:
        actions.tick(agreed, done=done, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{agreed.what}: noted as {'done' if done else 'not done'}.")
    return redirect("reviews", pk)


def _recorded(request, pk):
    """The record, for whoever may record reviews with it."""
    mine = Apprentice.objects.allowing(request.user, Action.RECORD_REVIEWS)
    return get_object_or_404(mine.select_related("person"), pk=pk)


def _write(request, record, review):
    form = ReviewForm(request.POST or None, instance=review)
    if form.is_valid():
        try:
            actions.record_review(record, review=review, by=request.user, seen=form.seen, **form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Saved. {record.person.called} can read the review.")
            return redirect("reviews", record.pk)
    shown = {"form": form, "apprentice": record, "review": review}
    return render(request, "apprentices/write_review.html", shown)
