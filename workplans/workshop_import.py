"""A provider's export in the workshop: the same steps as on the apprentice's own page."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from workplans.views.importing import CHECK, COLUMNS, UPLOAD, more, walk

TITLES = {
    UPLOAD: "Bring in a provider’s export",
    COLUMNS: "Which column is what",
    CHECK: "What the file becomes",
}


def bring_in(desk, request, record):
    """Brings entries from a file into the log of an apprentice, and goes back to their record."""
    step = walk(request, record, record.person.called)
    if step.done:
        desk.message_user(request, step.done, "SUCCESS")
        return HttpResponseRedirect(reverse("admin:apprentices_apprentice_change", args=[record.pk]))
    if step.warning:
        desk.message_user(request, step.warning, "WARNING")
    template = step.template.replace("workplans/", "admin/workplans/learningentry/")
    title = f"{TITLES[step.template]}: {record}"
    return desk.page_of(request, record, template, title, form=step.form, **more(step))
