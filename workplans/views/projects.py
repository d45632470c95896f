"""The pages of projects: all of an apprentice, one of them, and the small pages that change one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentices.models import Apprentice
from hackit.access import Action
from hackit.overview import projects as overview
from workplans import actions
from workplans.forms.projects import FeedbackForm, PartForm, ProjectForm
from workplans.models import Project


@require_safe
def projects(request, pk):
    """All projects of an apprentice, with what is still to be written."""
    record = _record(request, pk, Action.SEE_PROJECTS)
    shown = {"apprentice": record, "page": overview.projects(record)}
    return render(request, "workplans/projects.html", shown)


@require_http_methods(["GET", "POST"])
def name_project(request, pk):
    """Gives a piece of work a name."""
    record = _record(request, pk, Action.NAME_PROJECTS)
    form = ProjectForm(request.POST or None, instance=Project(apprentice=record))
    if form.carried_out(request):
        return redirect("project", pk, form.saved.pk)
    return render(request, "workplans/name_project.html", {"form": form, "apprentice": record})


@require_safe
def project(request, pk, project):
    """One project, with what the reader can write of it."""
    record = _record(request, pk, Action.SEE_PROJECTS)
    found = get_object_or_404(record.projects.select_related("feedback_by"), pk=project)
    shown = {"apprentice": record, "page": overview.page(found, record)}
    return render(request, "workplans/project.html", shown)


@require_http_methods(["GET", "POST"])
def change_project(request, pk, project):
    """Changes what whoever names a project writes of it."""
    return _with_form(
        request, pk, project, Action.NAME_PROJECTS, ProjectForm, "workplans/change_project.html"
    )


@require_http_methods(["GET", "POST"])
def write_part(request, pk, project):
    """The apprentice writes what they did, what they learned and what came of it."""
    return _with_form(request, pk, project, Action.WRITE_PORTFOLIO, PartForm, "workplans/write_part.html")


@require_http_methods(["GET", "POST"])
def give_feedback(request, pk, project):
    """A line of feedback from work."""
    return _with_form(
        request, pk, project, Action.GIVE_FEEDBACK, FeedbackForm, "workplans/give_feedback.html"
    )


@require_http_methods(["GET", "POST"])
def delete_project(request, pk, project):
    """Deletes, after confirmation, a project of which there is no more than its name."""
    record = _record(request, pk, Action.NAME_PROJECTS)
    found = record.projects.filter(pk=project).first()
    if found is None:
        messages.info(request, "This project is deleted already.")
        return redirect("projects", pk)
    refused = actions.refusal_of_deletion(found, has_items=found.items.exists())
    if request.method == "GET" and refused:
        messages.error(request, refused)
        return redirect("project", pk, project)
    if request.method == "GET":
        return render(request, "workplans/delete_project.html", {"apprentice": record, "project": found})
    try:
        actions.delete_project(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("projects", pk)
    messages.success(request, f"Deleted: {found}.")
    return redirect("projects", pk)


def _record(request, pk, action):
    mine = Apprentice.objects.allowing(request.user, action)
    return get_object_or_404(mine.select_related("person"), pk=pk)


def _with_form(request, pk, project, action, form_class, template):
    """Carries out what a form says of a project, or shows it with what is wrong."""
    record = _record(request, pk, action)
    found = get_object_or_404(record.projects, pk=project)
    title = found.title  # the form writes what was typed into what it fills in
    form = form_class(request.POST or None, instance=found)
    if form.carried_out(request):
        return redirect("project", pk, project)
    shown = {"form": form, "apprentice": record, "title": title}
    return render(request, template, shown)
