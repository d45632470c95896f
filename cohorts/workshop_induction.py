"""Templates for inductions in the workshop, their steps, and giving them to a whole cohort."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponseRedirect
from django.urls import reverse

from apprentices import actions as inductions
from cohorts import actions
from cohorts.induction import Sight
from cohorts.models import Cohort, Course, InductionItem, InductionTemplate
from hackit import dates
from hackit.overview import giving
from hackit.workshop import Desk, Drawer, MorePages, Own, Rows
from workplans.induction import facts, taken_by_learning

# A form takes 1,000 fields: with seven a step there is room.
MOST_STEPS = 100
SHOWN = "_shown"
CHANGED_MEANWHILE = "Something has changed since you looked. Nothing was given: read what follows now."
# The answers of a column that is narrow; the page of a step has them in full.
IN_SHORT = {Sight.OPEN: "No", Sight.TALK: "Yes: talk with them", Sight.CLOSED: "Yes: closed"}


# --- A template and its steps ---------------------------------------------------------------------


class ItemForm(forms.ModelForm):
    """A step in its row. Without a place it becomes the last one of its day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sight"].choices = [(one.value, words) for one, words in IN_SHORT.items()]
        self.fields["position"].required = False
        if not self.instance.pk:
            self.initial["position"] = None

    def clean(self):
        data = super().clean()
        if data.get("position") is None and data.get("day") is not None:
            data["position"] = self._after_the_last(data["day"])
        return data

    def _after_the_last(self, day):
        same = InductionItem.objects.filter(template=self.instance.template_id, day=day)
        return (same.aggregate(last=Max("position"))["last"] or 0) + 1


class Itself(forms.ModelChoiceField):
    """The key of a row that is fetched already: saving many would look each up again."""

    def __init__(self, record):
        nothing = type(record).objects.none()
        super().__init__(nothing, initial=record.pk, required=False, widget=forms.HiddenInput)
        self.record = record

    def to_python(self, value):
        return self.record if str(value) == str(self.record.pk) else super().to_python(value)


class ItemRows(Rows):
    """The rows of a template, of which there may be ninety."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            form.fields["id"] = Itself(form.instance)


class Items(Drawer):
    model = InductionItem
    formset = ItemRows
    form = ItemForm
    fields = ("day", "position", "title", "owner", "kind", "sight")
    max_num = MOST_STEPS
    show_change_link = True
    verbose_name_plural = "steps, by day: guidance, and what does one by itself, with “Change”"


class GivenFilter(admin.SimpleListFilter):
    """Templates or courses that are still in use, or not any more."""

    title = parameter_name = "in use"

    def lookups(self, request, model_admin):
        return [("yes", "In use"), ("no", "No longer")]

    def queryset(self, request, queryset):
        used = Q(retired_on__isnull=True) | Q(retired_on__gt=dates.today())
        return queryset.filter({"yes": used, "no": ~used}.get(self.value(), Q()))


class KeptDesk(Desk):
    """A Desk of what is taken out of use rather than deleted."""

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # it would not say who has it
        return found


@admin.register(InductionTemplate)
class InductionTemplateDesk(MorePages, KeptDesk):
    """What those who start are given; whoever has it keeps it until a change is applied to them."""

    fields = ("organisation", "name", "about", "position", "retired_on")
    list_display = ("name", "steps", "in_cohorts", "given_to", "retired_on", "position", "organisation")
    list_filter = (GivenFilter, ("organisation", Own))
    list_select_related = ("organisation",)
    search_fields = ("name",)
    search_help_text = "Search by name."
    inlines = [Items]

    def get_queryset(self, request):
        many = {"steps": "items", "in_cohorts": "cohorts", "given_to": "inductions"}
        counts = {f"{name}_": Count(path, distinct=True) for name, path in many.items()}
        return super().get_queryset(request).annotate(**counts)

    def delete_view(self, request, object_id, extra_context=None):
        """Asks first, and says who has it."""
        record = self.get_object(request, object_id) if self.has_view_permission(request) else None
        return super().delete_view(request, object_id, {"record": record} | (extra_context or {}))

    @admin.display(description="steps", ordering="steps_")
    def steps(self, obj):
        return obj.steps_

    @admin.display(description="cohorts", ordering="in_cohorts_")
    def in_cohorts(self, obj):
        return obj.in_cohorts_

    @admin.display(description="apprentices who have it", ordering="given_to_")
    def given_to(self, obj):
        return obj.given_to_


def copy_page(desk, request, template):
    """Asks for a copy of a template, makes it once, and opens it."""
    name = request.POST.get("name", "")[:80]
    if name:
        copy = actions.copy_template(template, name=name, by=request.user)
        desk.message_user(request, f"This is the copy of {template}: change what is different.", "SUCCESS")
        return HttpResponseRedirect(reverse("admin:cohorts_inductiontemplate_change", args=[copy.pk]))
    title, name = f"Copy {template}", actions.name_of_copy(template)
    return desk.page_of(request, template, "admin/cohorts/inductiontemplate/copy.html", title, name=name)


InductionTemplateDesk.more_pages = (("copy/", "cohorts_inductiontemplate_copy", copy_page, ["GET", "POST"]),)


class WholeItemForm(forms.ModelForm):
    """A step with everything that it says; a course is one of the same organisation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "course" in self.fields:
            courses = self.fields["course"].queryset
            own = courses.filter(organisation=self.instance.template.organisation_id)
            self.fields["course"].queryset = own


@admin.register(InductionItem)
class InductionItemDesk(Desk):
    """One step of a template; it is added and ordered on the page of its template."""

    form = WholeItemForm
    fields = ("template", "day", "position", "title", "guidance", "owner", "kind", "sight", "fact", "course")
    readonly_fields = ("template",)
    list_display = ("title", "template", "day", "owner", "kind")
    list_filter = (("template", Own), "owner", "kind")
    list_select_related = ("template",)
    search_fields = ("title",)
    search_help_text = "Search by what it says."

    def has_add_permission(self, request):
        return False

    def response_post_save_change(self, request, obj):
        """Back to the template, where the other steps are."""
        return HttpResponseRedirect(reverse("admin:cohorts_inductiontemplate_change", args=[obj.template_id]))


@admin.register(Course)
class CourseDesk(KeptDesk):
    """Mandatory training: for whom, and how often."""

    fields = (
        "organisation",
        "name",
        "about",
        "audience",
        "link",
        "refresh_months",
        "within_days",
        "asked_from",
        "retired_on",
    )
    list_display = ("name", "audience", "refreshed", "done_by", "retired_on", "organisation")
    list_filter = ("audience", GivenFilter, ("organisation", Own))
    list_select_related = ("organisation",)
    search_fields = ("name",)
    search_help_text = "Search by name."
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(done_by_=Count("done__person", distinct=True))

    @admin.display(description="refreshed", ordering="refresh_months")
    def refreshed(self, obj):
        months = obj.refresh_months
        return f"Every {months} months" if months and months > 1 else "Every month" if months else "Never"

    @admin.display(description="people who did it", ordering="done_by_")
    def done_by(self, obj):
        return obj.done_by_


# --- A cohort -------------------------------------------------------------------------------------


class CohortForm(forms.ModelForm):
    """A cohort, whose induction is a template of the same organisation that is still given."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("induction_template"):
            offered = field.queryset.offered()
            if self.instance.pk:
                chosen = field.queryset.filter(pk=self.instance.induction_template_id)
                offered = offered.filter(organisation=self.instance.organisation_id) | chosen
            field.queryset = offered


def cohort_page(desk, request, cohort):
    """What the induction of a cohort would bring to each of its apprentices; does it once confirmed."""
    shown = request.POST.get(SHOWN)
    try:
        found, said = _give(cohort.pk, shown=shown, by=request.user, on=dates.today())
    except ValidationError as error:
        desk.message_user(request, " ".join(error.messages), "ERROR")
        return HttpResponseRedirect(request.path)
    if said:
        desk.message_user(request, said, "SUCCESS")
        return HttpResponseRedirect(request.path)
    if shown:
        desk.message_user(request, CHANGED_MEANWHILE, "WARNING")
    title, template = f"Induction of {cohort}", "admin/cohorts/cohort/induction.html"
    return desk.page_of(request, cohort, template, title, cohort=cohort, together=found)


@transaction.atomic
def _give(pk, *, shown, by, on):
    """Gives and applies what was `shown`, if it still is that. Returns the Together, and what was done."""
    cohorts = Cohort.objects.select_related("induction_template", "organisation")
    cohort = cohorts.get(pk=pk)
    if shown:  # nobody changes a record or gives an induction in between
        list(cohort.apprentices.select_for_update(of=("self",)).order_by("pk"))
    found = giving.together(cohort, on)
    if not found.button or found.fingerprint != shown:
        return found, ""
    records = giving.living(list(cohort.apprentices.select_related("cohort__organisation", "person")), on)
    known = {"learning_of": taken_by_learning, "facts": facts()}
    given, changed = inductions.give_all(records, found.template, **known, by=by, on=on)
    said = [f"{found.template} was given to {given}"] if given else []
    said += [f"{'the' if given else 'The'} changes were applied to {changed}"] if changed else []
    return found, f"{', and '.join(said)}."


COHORT_PAGES = (("induction/", "cohorts_cohort_induction", cohort_page, ["GET", "POST"]),)
