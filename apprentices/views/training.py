"""Mandatory training: one's own, that of the people one answers for, and recording it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.training import DoneForm, SessionForm, TrainingFilter
from apprentices.models import Apprentice, CourseDone
from hackit import csvfile, dates
from hackit.access import Action
from hackit.models import User
from hackit.overview import training as trained
from hackit.versions import LONGEST, TAKEN_AWAY

PAGE = 25


@require_safe
def training(request):
    """One's own courses and what one did; for managers and deputies, their apprentices' below."""
    today = dates.today()
    reach = trained.reach(request.user, today)
    shown = {
        "courses": reach.own,
        "done": trained.done_by(request.user, request.user, today),
        "coordinates": reach.coordinates,
        "people": [] if reach.coordinates else reach.people,
        "session": SessionForm(reach=reach, on=today),
        "exact": True,
    }
    return render(request, "apprentices/training.html", shown)


@require_http_methods(["GET", "POST"])
def record_training(request, course):
    """Records that whoever is signed in did a course."""
    today = dates.today()
    asked = {of.course.pk: of.course for of in trained.own_courses(request.user, today)}
    if course not in asked:
        raise Http404
    form = DoneForm(request.POST or None, course=asked[course], on=today)
    if form.carried_out(request):
        return redirect("training")
    return render(request, "apprentices/record_training.html", {"form": form, "course": asked[course]})


@require_POST
def take_back_training(request, done):
    """Takes back what was recorded by mistake; whoever did so already reads that."""
    mine = CourseDone.objects.allowing(request.user, Action.RECORD_TRAINING, dates.today())
    found = mine.select_related("course").filter(pk=done).first()
    if found:
        actions.take_course_back(found, by=request.user)
        messages.success(request, f"Taken back: “{found.course}” on {dates.words(found.done_on)}.")
    else:
        gone = CourseDone.history.filter(history_type=TAKEN_AWAY, history_user=request.user)
        found = get_object_or_404(gone, id=done)
        messages.info(request, "That was taken back already.")
    own = found.person_id == request.user.pk
    return redirect("training") if own else redirect("training_of", found.person_id)


@require_http_methods(["GET", "POST"])
def training_people(request):
    """The people one answers for, in numbers and names; recorded for several at once."""
    today = dates.today()
    reach = _reach(request, today)
    search = TrainingFilter(request.GET, reach=reach)
    form = SessionForm(request.POST or None, reach=reach, on=today)
    if form.carried_out(request):
        return redirect(request.get_full_path())
    page = Paginator(search.found(), PAGE).get_page(request.GET.get("page"))
    shown = {
        "search": search,
        "numbers": trained.numbers(search.counted(), reach.courses),
        "page": page,
        "people": page.object_list,
        "session": form,
        "form": form,
        "coordinates": reach.coordinates,
    }
    return render(request, "apprentices/training_people.html", shown)


@require_safe
def training_csv(request):
    """Everybody whom the same filter finds, as a file for spreadsheets. For coordinators."""
    reach = _reach(request, dates.today())
    if not reach.coordinates:
        raise Http404
    content = csvfile.write(trained.HEADINGS, trained.cells(TrainingFilter(request.GET, reach=reach).found()))
    name = f'attachment; filename="training-{dates.today():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv", headers={"Content-Disposition": name})


@require_safe
def training_of(request, person):
    """One person's courses, and what they did; after an apprenticeship what was recorded stays readable."""
    if len(str(person)) > LONGEST:
        raise Http404
    today = dates.today()
    found = trained.reach(request.user, today, only=person).people
    read = Apprentice.objects.allowing(request.user, Action.SEE_TRAINING, today)
    if not found and not read.filter(person=person).exclude(person=request.user).exists():
        raise Http404
    whose = get_object_or_404(User, pk=person)
    courses = [of for one in found for of in one.courses]
    done = trained.done_by(whose, request.user, today)
    return render(request, "apprentices/training_of.html", {"whose": whose, "courses": courses, "done": done})


def _reach(request, on):
    """Whom one answers for; for whoever answers for nobody there is no page."""
    reach = trained.reach(request.user, on)
    if not reach.anybody and not reach.coordinates:
        raise Http404
    return reach
