"""What is done with a project: named and changed by those around it, written about by the apprentice."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, locked
from hackit import dates, versions
from hackit.actions import save, take_away
from workplans.models import Project

NAMED_ALREADY = "There is a project of this name already. Change that one, or give this one another name."


@transaction.atomic
def name_project(apprentice, *, words, by, on=None):
    """Names a project of an apprentice: `words` are values of Project.NAMED.

    The same words again give the project that is there: a button pressed twice has one effect. Raises
    ValidationError for another project of the same name.
    """
    project = Project(apprentice=locked(apprentice))
    known = _of_that_name(project, words["title"])
    if known and _says(known, words):
        return known
    return _write(project, words, by, on, known)


@transaction.atomic
def change_project(project, *, words, by, on=None, seen=""):
    """Changes what whoever names a project writes of it; the same words are left alone.

    Raises ValidationError for the name of another project, and when somebody wrote other words after the
    version `seen`.
    """
    project = project_as_now(project)
    if _says(project, words):
        return project
    versions.refuse_overwriting(project, seen, Project.NAMED)
    return _write(project, words, by, on, _of_that_name(project, words["title"]))


@transaction.atomic
def write_part(project, *, words, by, on=None, seen=""):
    """The apprentice writes what is theirs: `words` are values of Project.OWN; the same are left alone.

    Raises ValidationError when they were written anew, in another window, after the version `seen`.
    """
    project = project_as_now(project)
    if _says(project, words):
        return project
    versions.refuse_overwriting(project, seen, Project.OWN)
    return _write(project, words, by, on)


@transaction.atomic
def give_feedback(project, *, feedback, by, on=None, seen=""):
    """Writes the line of feedback of those who are responsible; a blank one takes it away.

    The same words again are left alone, whoever sends them. Raises ValidationError when somebody else gave
    other feedback after the version `seen`.
    """
    on, project, feedback = on or dates.today(), project_as_now(project), feedback.strip()
    if project.feedback == feedback:
        return project
    versions.refuse_overwriting(project, seen, ["feedback"])
    project.feedback_at, project.feedback_by = (dates.moment(on), by) if feedback else (None, None)
    return _write(project, {"feedback": feedback}, by, on)


@transaction.atomic
def delete_project(project, *, by, on=None):
    """Deletes a project of which there is no more than its name. Raises ValidationError otherwise."""
    project = project_as_now(project)
    refused = refusal_of_deletion(project, has_items=project.items.exists())
    if refused:
        raise ValidationError(refused)
    take_away(project, by=by, on=on)


def refusal_of_deletion(project, *, has_items):
    """Why a project is not deleted, in a sentence; blank when it can be."""
    reasons = {
        "items of a work plan belong to it": has_items,
        "the apprentice has written about it": project.has_part,
        "feedback was given on it": project.feedback,
        "it is in the portfolio": project.chosen,
    }
    found = [reason for reason, holds in reasons.items() if holds]
    return f"This project stays: {', and '.join(found)}." if found else ""


def project_as_now(project):
    """The project as it is now, with its apprentice; nobody else changes it until this transaction ends."""
    locked(project.apprentice)
    return as_now(project, "apprentice")


def _says(project, words):
    return all(getattr(project, name) == value for name, value in words.items())


def _of_that_name(project, title):
    """Another project of the same apprentice with that name, in whatever case; None without."""
    others = Project.objects.filter(apprentice=project.apprentice_id).exclude(pk=project.pk)
    return others.filter(title__iexact=title).first()


def _write(project, words, by, on, taken=None):
    if taken:
        raise ValidationError({"title": NAMED_ALREADY})
    for name, value in words.items():
        setattr(project, name, value)
    return save(project, by=by, on=on)
