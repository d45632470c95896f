"""The templates for work plans that a new organisation has from its first day on."""

from django.db import transaction

from cohorts.models import Organisation
from hackit.actions import save
from workplans.kinds_of_month import DEFAULTS
from workplans.models import PlanTemplate, PlanTemplateItem


@transaction.atomic
def begin_with(organisation, *, by, on=None):
    """Gives an organisation the templates of `workplans.kinds_of_month`; one that has any is left alone.

    `by` is None for a command; `on` is today by default.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.plan_templates.exists():
        return
    for place, kind in enumerate(DEFAULTS, start=1):
        template = PlanTemplate(organisation=organisation, name=kind.name, aim=kind.aim, position=place)
        save(template, by=by, on=on)
        for position, item in enumerate(kind.items, start=1):
            save(PlanTemplateItem(template=template, position=position, **vars(item)), by=by, on=on)
