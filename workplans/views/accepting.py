"""What waits to be accepted by whoever is signed in, whoever's learning it is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview import entries
from hackit.overview.to_accept import groups, in_order, said_after_accepting, ticked
from workplans import actions, log
from workplans.forms.accepting import AnswerForm
from workplans.models import LearningEntry
from workplans.models.entries import versions_seen

PAGE = 100


@require_http_methods(["GET", "POST"])
def to_accept(request):
    """Everything that waits, by apprentice: accepted in one go except what is left out."""
    today = dates.today()
    mine = _mine(request, today)
    if request.method == "POST":
        return _accept(request, mine)
    page = Paginator(in_order(mine.waiting()), PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "groups": groups(page, today), "ticked": ticked(page)}
    return render(request, "workplans/to_accept.html", shown)


@require_http_methods(["GET", "POST"])
def return_entry(request, entry):
    """One entry that waits: accepts it, or returns it with a reason."""
    today = dates.today()
    found = in_order(_mine(request, today)).filter(pk=entry).first()
    if found is None:
        return _gone(request, entry, today)
    if found.state != log.State.SUBMITTED:
        messages.info(request, f"This entry does not wait any more: it is {found.state}.")
        return redirect("learning_entry", found.apprentice_id, found.pk)
    form = AnswerForm(request.POST or None, entry=found)
    if form.is_valid() and _answer(request, found, form):
        return redirect("to_accept")
    shown = {"form": form, "apprentice": found.apprentice, "entry": found, "shown": entries.shown(found)}
    return render(request, "workplans/return_entry.html", shown)


def _mine(request, on):
    """The entries that whoever is signed in answers on a day."""
    found = LearningEntry.objects.allowing(request.user, Action.ACCEPT_LEARNING, on)
    return found.of_others(request.user)


def _gone(request, entry, on):
    """Tells whoever answered for an entry that it was deleted; to anybody else it was never there."""
    answered = Apprentice.objects.allowing(request.user, Action.ACCEPT_LEARNING, on)
    versions = LearningEntry.history.filter(apprentice__in=answered.exclude(person=request.user))
    if not versions.filter(id=entry).exists():
        raise Http404
    messages.info(request, "This entry was deleted meanwhile: there is nothing to answer.")
    return redirect("to_accept")


def _accept(request, mine):
    """Accepts what was ticked, of the entries that are `mine` to answer."""
    seen = versions_seen(request.POST.getlist("entry")[: 2 * PAGE])
    answerable = mine.filter(pk__in=seen)
    keys = answerable.values_list("pk", flat=True)
    accepted = actions.accept({pk: seen[pk] for pk in keys}, by=request.user)
    # Those of a button pressed twice, or of another deputy: what was read is what was accepted.
    now = answerable.in_state(log.State.ACCEPTED).values_list("pk", "submitted_at")
    known = sum(seen[pk] == sent for pk, sent in now) - len(accepted)
    tell = messages.success if accepted else messages.info
    words = said_after_accepting(len(seen), accepted, known)
    tell(request, words or "Nothing was ticked, so nothing was accepted.")
    return redirect("to_accept")


def _answer(request, found, form):
    """Carries out what a form says; False when that is refused, and the form says why."""
    try:
        form.act(request.user)
    except ValidationError as error:
        form.refuse(error)
        return False
    name = found.apprentice.person.called
    messages.success(request, f"{'Returned to' if form.returns else 'Accepted for'} {name}: {found}.")
    return True
