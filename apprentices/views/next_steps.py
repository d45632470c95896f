"""What comes next for one apprentice: the page about it, ways on, and steps towards them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.options import WeighForm
from apprentices.models import Apprentice, Option
from apprentices.next_steps import TOWARDS_A_JOB
from hackit import dates
from hackit.access import Action
from hackit.overview.next_steps import for_page, page
from hackit.overview.ways_on import may_take


@require_safe
def next_steps(request, pk):
    """Where it stands, the three conversations, what was agreed, and all that is known of what comes next."""
    today = dates.today()
    seen = Apprentice.objects.allowing(request.user, Action.SEE_NEXT_STEPS, today)
    record = get_object_or_404(for_page(seen, today), pk=pk)
    shown = {"apprentice": record, "page": page(record, today)}
    return render(request, "apprentices/next_steps.html", shown)


@require_http_methods(["GET", "POST"])
def weigh(request, pk, way):
    """Notes what one way on needs, who asks and how it stands."""
    mine = Apprentice.objects.allowing(request.user, Action.RECORD_NEXT_STEPS)
    record = get_object_or_404(mine.select_related("person"), pk=pk)
    option = record.options.filter(way=way).first() or Option(apprentice=record, way=way)
    form = WeighForm(request.POST or None, option=option)
    if form.carried_out(request):
        return _back(pk, "ways-on")
    return render(request, "apprentices/weigh.html", {"form": form, "apprentice": record, "option": option})


@require_POST
def wish(request, pk, way):
    """The apprentice says whether they would like one way on."""
    mine = Apprentice.objects.allowing(request.user, Action.TELL_NEXT_STEPS)
    record = get_object_or_404(mine, pk=pk)
    wished = _said(request, "wished")
    if wished is not None:
        option = actions.wish(record, way=way, wished=wished, by=request.user)
        messages.success(request, f"{option}: you {'would' if wished else 'would not'} like it.")
    return _back(pk, "ways-on")


@require_POST
def take_step(request, pk, step):
    """Ticks a step towards a job or gateway with today, or takes the tick away."""
    seen = Apprentice.objects.allowing(request.user, Action.SEE_NEXT_STEPS)
    record = get_object_or_404(seen, pk=pk)
    if not may_take(record, step):
        raise Http404
    done = _said(request, "done")
    if done is not None:
        actions.take_step(record, step=step, done=done, by=request.user)
        messages.success(
            request, f"{step[0].upper()}{step[1:]}: {'ticked' if done else 'not ticked any more'}."
        )
    part = "steps" if step in TOWARDS_A_JOB else "gateway"
    return _back(pk, part, "cv" if request.POST.get("back") == "cv" else "next_steps")


def _said(request, name):
    """What a button said, yes or no; None for neither."""
    return {"yes": True, "no": False}.get(request.POST.get(name))


def _back(pk, part, page="next_steps"):
    return redirect(f"{reverse(page, args=[pk])}#{part}")
