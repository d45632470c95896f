"""How a work plan begins with more than an empty page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apprentices.models import Apprentice
from hackit import dates
from hackit.access import Action
from hackit.overview import beginning
from workplans import actions
from workplans.forms.beginning import LastMonthForm, begins_with


@require_http_methods(["GET", "POST"])
def begin_plan(request, pk, month):
    """The items of the last month, of which some are chosen; and the templates, each with a button."""
    record = _record(request, pk)
    page, form = beginning.page(record, month, dates.today()), None
    if page.items and not page.refused:
        form = LastMonthForm(request.POST or None, apprentice=record, month=month, items=page.items)
    if form and form.carried_out(request):
        return redirect("work_plan", pk, month)
    shown = {"apprentice": record, "month": month, "page": page, "form": form}
    return render(request, "workplans/begin_plan.html", shown)


@require_POST
def begin_from_template(request, pk, month, template):
    """All items of one template."""
    record = _record(request, pk)
    template = get_object_or_404(record.cohort.organisation.plan_templates, pk=template)
    try:
        begun = actions.begin_from_template(record, month, template=template, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("begin_plan", pk, month)
    messages.success(request, begins_with(month, begun))
    return redirect("work_plan", pk, month)


def _record(request, pk):
    writes = Apprentice.objects.allowing(request.user, Action.WRITE_PLANS)
    return get_object_or_404(writes.select_related("person", "cohort__organisation"), pk=pk)
