"""The CV of one apprentice: read, written, and taken along as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentices.forms.cv import CvForm
from apprentices.models import Apprentice, Cv
from hackit import dates
from hackit.access import Action
from hackit.overview import cv as overview

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def cv(request, pk):
    """The CV, to be read and printed; a draft that nobody saved is read by the apprentice alone."""
    record = _seen(request, pk)
    return render(request, "apprentices/cv.html", {"apprentice": record, "page": overview.page(record)})


@require_http_methods(["GET", "POST"])
def write_cv(request, pk):
    """Writes the CV; with `fresh` in the address the boxes begin with a new draft, not yet saved."""
    mine = Apprentice.objects.allowing(request.user, Action.WRITE_CV)
    record = get_object_or_404(overview.for_cv(mine), pk=pk)
    fresh, saved = "fresh" in request.GET, overview.saved(record)
    begins = overview.to_write(record, fresh)
    form = CvForm(request.POST or None, cv=saved or Cv(apprentice=record), begins=begins)
    if form.carried_out(request):
        return redirect("cv", pk)
    shown = {"form": form, "apprentice": record, "fresh": fresh, "saved": saved is not None}
    return render(request, "apprentices/write_cv.html", shown)


@require_safe
def cv_document(request, pk):
    """The CV as a document for word processors; the name of the file tells of nobody."""
    content = overview.document(_seen(request, pk), dates.today())
    if content is None:
        raise Http404
    named = {"Content-Disposition": 'attachment; filename="cv.docx"'}
    return HttpResponse(content, content_type=WORD, headers=named)


def _seen(request, pk):
    seen = Apprentice.objects.allowing(request.user, Action.SEE_CV, dates.today())
    return get_object_or_404(overview.for_cv(seen), pk=pk)
