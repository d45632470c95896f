"""Carrying out an import: all of it, or nothing."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from apprentices.importing.check import check
from apprentices.importing.plan import MADE, WHY
from cohorts.models import Organisation
from hackit import dates

SOMEBODY_ELSE = (
    "Nothing was imported: somebody else saved something at the same moment that does not fit with this "
    "file. Check it again."
)


@transaction.atomic
def carry_out(content, *, name="", organisation, cohort=None, by, on=None, confirmed=None):
    """Imports a file into `organisation` as of a day (today by default). Returns the Plan.

    Nothing is written while the plan has problems, or when it is not the one whose digest somebody
    `confirmed`; `done` of the plan says whether it was. Two who import at once take turns. Raises
    NotATable, and IntegrityError when somebody elsewhere saved what does not fit with it.
    """
    on = on or dates.today()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    plan = check(content, name=name, organisation=organisation, cohort=cohort, by=by, on=on, lock=True)
    if plan.problems or confirmed not in (None, plan.digest):
        return plan
    told = {
        "default_user": by,
        "default_change_reason": WHY,
        "default_date": dates.moment(on),
    }
    for model in MADE:
        # First what ends, then what begins: a buddy's row makes room for the next one.
        if changes := plan.altered[model].values():
            names = sorted({name for _, fields in changes for name in fields})
            bulk_update_with_history([record for record, _ in changes], model, names, **told)
        if plan.new[model]:
            bulk_create_with_history(plan.new[model], model, **told)
    plan.done = True
    return plan
