"""Inductions in the workshop: giving one to an apprentice, following its template, days of many colleagues.

What will come of it is shown first, and done once that is confirmed: what was shown, or nothing.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse

from apprentices import actions
from apprentices.actions.locking import lock_all
from apprentices.models import Induction
from apprentices.workshop_moves import CHANGED_MEANWHILE, SHOWN, back_to
from cohorts.models import InductionTemplate
from hackit import dates
from hackit.models import DayField
from hackit.overview import giving
from workplans.induction import facts, taken_by_learning

PAGE = "admin/apprentices/apprentice/induction.html"


class GiveForm(forms.Form):
    """Which template is given, and what becomes of the steps whose day has passed."""

    DUE_TODAY, LEAVE_OUT = "today", "out"

    template = forms.ModelChoiceField(
        None, label="Template", empty_label=None, error_messages={"required": "Choose a template."}
    )
    past = forms.ChoiceField(
        label="Steps whose day has passed",
        choices=[(DUE_TODAY, "Make them due today"), (LEAVE_OUT, "Leave them out, as not needed")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data, *, record):
        super().__init__(data)
        place, chosen = record.cohort.organisation_id, record.cohort.induction_template_id
        offered = InductionTemplate.objects.filter(organisation=place).offered()
        self.fields["template"].queryset = offered
        found = [one.pk for one in offered]
        first = chosen if chosen in found else next(iter(found), None)
        self.data = {
            "template": data.get("template") or first,
            "past": data.get("past") or self.DUE_TODAY,
        }

    def wanted(self):
        """(template, whether what has passed is left out)."""
        return self.cleaned_data["template"], self.cleaned_data["past"] == self.LEAVE_OUT


def induction_page(desk, request, record):
    """What an apprentice would be given, or what their changed template would change; does it."""
    has = Induction.objects.select_related("template").filter(apprentice=record).first()
    return apply_page(desk, request, record, has) if has else give_page(desk, request, record)


# --- Giving one -----------------------------------------------------------------------------------


def give_page(desk, request, record):
    """Shows a template with the days that its steps would get, and gives it once that is confirmed."""
    on = dates.today()
    form = GiveForm(request.POST if request.method == "POST" else request.GET, record=record)
    ended = not giving.living([record], on)
    if ended or not form.is_valid():
        return page(desk, request, record, form=form, given=None, ended=ended)
    shown = request.POST.get(SHOWN)
    try:
        found, done = _give(record, *form.wanted(), shown=shown, by=request.user, on=on)
    except ValidationError as error:
        return _refused(desk, request, record, error)
    if done:
        template, _ = form.wanted()
        desk.message_user(request, f"Given: {template}, {found.number} steps.", "SUCCESS")
        return back_to(record)
    if shown:
        desk.message_user(request, CHANGED_MEANWHILE, "WARNING")
    return page(desk, request, record, form=form, given=found, ended=False)


@transaction.atomic
def _give(record, template, leave_out_past, *, shown, by, on):
    """Gives a template if it is what was `shown`. Returns the Given, and whether it was done."""
    if shown:
        lock_all([record.pk])
        record.refresh_from_db()
    told = {"learning": taken_by_learning(record), "leave_out_past": leave_out_past, "on": on}
    found = giving.given(record, template, **told)
    if found.fingerprint == shown:
        actions.give(record, template, **told, by=by)
        return found, True
    return found, False


# --- Following a changed template -----------------------------------------------------------------


def apply_page(desk, request, record, has):
    """Shows what a changed template would change, and applies it once that is confirmed."""
    if has.template is None or not giving.living([record], dates.today()):
        return page(desk, request, record, has=has, applied=None)
    shown = request.POST.get(SHOWN)
    try:
        found, done = _apply(record, has.template, shown=shown, by=request.user, on=dates.today())
    except ValidationError as error:
        return _refused(desk, request, record, error)
    if done:
        said = ", ".join(heading for heading, *_ in found.parts)
        desk.message_user(request, f"Applied: {said}.", "SUCCESS")
        return back_to(record)
    if shown:
        desk.message_user(request, CHANGED_MEANWHILE, "WARNING")
    return page(desk, request, record, has=has, applied=found)


@transaction.atomic
def _apply(record, template, *, shown, by, on):
    """Applies a template if it changes what was `shown`. Returns the Applied, and whether it was done."""
    if shown:
        lock_all([record.pk])
        record.refresh_from_db()
    told = {"learning": taken_by_learning(record), "facts": facts(), "on": on}
    found = giving.applied(record, template, **told)
    if found.parts and found.fingerprint == shown:
        actions.follow_template(record, **told, by=by)
        return found, True
    return found, False


def _refused(desk, request, record, error):
    """Says why nothing was done: somebody else did it meanwhile."""
    desk.message_user(request, " ".join(error.messages), "ERROR")
    return back_to(record)


def page(desk, request, record, **context):
    """The page of either."""
    context = {"form": None, "given": None, "has": None, "applied": None, "ended": False} | context
    return desk.page_of(request, record, PAGE, f"Induction of {record}", **context)


INDUCTION_PAGES = (("induction/", "apprentices_apprentice_induction", induction_page, ["GET", "POST"]),)


def first_day_followed(record, *, by):
    """Moves an induction along with a first day at work just saved. A sentence, blank for nothing."""
    moved = actions.follow_first_day(record, learning=taken_by_learning(record), facts=facts(), by=by)
    steps = "1 step" if moved == 1 else f"{moved} steps"
    return f"The first day moved: {steps} of the induction moved with it." if moved else ""


# --- A day of many colleagues at once -------------------------------------------------------------


def record_day(desk, request, colleagues, *, title, name, action):
    """Asks for a day first, then records it for each of `colleagues` by `action`, as its argument `name`."""
    confirmed = "confirmed" in request.POST
    label = colleagues.model._meta.get_field(desk.day_field).verbose_name
    form = DayForm(request.POST if confirmed else None, label=label)
    if form.is_valid() and _recorded(desk, request, form, colleagues, name, action):
        return None
    known = [(one, getattr(one, desk.day_field)) for one in colleagues]
    context = {
        "title": title,
        "opts": desk.opts,
        "form": form,
        "colleagues": [(one, dates.words(day) if day else "") for one, day in known],
        "selected": [one.pk for one, _ in known],
        "action": request.POST["action"],
    }
    return TemplateResponse(
        request, "admin/record_day.html", {**desk.admin_site.each_context(request), **context}
    )


class DayForm(forms.Form):
    """The day on which they did what is recorded."""

    def __init__(self, data, *, label):
        super().__init__(data, initial={"day": dates.today()})
        self.fields["day"] = DayField(label).formfield()


def _recorded(desk, request, form, colleagues, name, action):
    day, number = form.cleaned_data["day"], colleagues.count()
    try:
        with transaction.atomic():
            for one in colleagues.order_by("pk"):
                action(one, **{name: day}, by=request.user)
    except ValidationError as error:
        form.add_error("day", error.messages)
        return False
    people = "1 person" if number == 1 else f"{number} people"
    desk.message_user(request, f"Recorded for {people}: {dates.words(day)}.", "SUCCESS")
    return True
