"""What the coordinator is asked for each move of an apprenticeship.

Fields are named as the arguments of the action that takes them, so a refusal finds its field.
"""

from django import forms
from django.contrib.admin.helpers import AdminForm

from apprentices.models import (
    Apprentice,
    BreakInLearning,
    EarlierPlan,
    ManagerTerm,
    SentBack,
)
from apprentices.models.leaving import HumanReason
from apprentices.plan import VALUES
from hackit import access, versions
from hackit.forms import Telling
from hackit.models import DayField


def day(label, *, required=True, help_text=""):
    """A form field for a day."""
    return DayField(label).formfield(required=required, help_text=help_text)


def of(model, name, **words):
    """The form field of a field of a record, with its words and limits."""
    return model._meta.get_field(name).formfield(**words)


def human_reasons():
    """The form field for what it was about for the person: any number."""
    return forms.MultipleChoiceField(
        label="In human terms",
        required=False,
        choices=HumanReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )


WHY_CORRECTED = {"label": "What was wrong", "max_length": 80, "help_text": "It stays in the history."}


class MoveForm(Telling, forms.Form):
    """What a move asks about `subject`: the record, or what of it the move is about.

    `user` sees choices within their reach.
    """

    fieldsets = ()

    def __init__(self, data=None, *, subject, user):
        super().__init__(data, initial=self.initial_of(subject))
        self.subject, self.user = subject, user
        self.adapt()
        for one in self.fields.values():
            if type(one) is forms.CharField and isinstance(one.widget, forms.TextInput):
                one.widget.attrs["class"] = "vTextField"

    def initial_of(self, subject):
        """What stands in the fields at first."""
        return {}

    def adapt(self):
        """Where a form limits its choices to what fits the subject."""

    def offer(self, name, model, queryset=None):
        """Limits the choice `name` to what the user may choose for that field of `model`."""
        found = access.choosable(model._meta.get_field(name), self.user)
        self.fields[name].queryset = found if queryset is None else queryset(found)

    def values(self):
        """What the action is given."""
        return self.cleaned_data

    def as_admin(self):
        """The form in the markup of the workshop."""
        return AdminForm(self, self.fieldsets or [(None, {"fields": list(self.fields)})], {})


# --- Breaks ---------------------------------------------------------------------------------------


class BeginBreakForm(MoveForm):
    first_day_away_on = day("First day away")
    reason = of(BreakInLearning, "reason")
    expected_return_on = day("Expected return", required=False)
    first_day_back_on = day(
        "First day back",
        required=False,
        help_text="Only for a break that is over; blank while they are away.",
    )


class ReturnForm(MoveForm):
    first_day_back_on = day("First day back", help_text="The first day of learning again.")
    planned_end_on = day(
        "Another planned end",
        required=False,
        help_text="Only if another day is agreed: left blank, it moves by the days away.",
    )


class Prefilled(MoveForm):
    """Shows what stands there. Whoever sends it after somebody else saved something is told first.

    `asked` are the fields beside what stands there.
    """

    asked = ("why",)

    def __init__(self, data=None, **about):
        self.seen = (data or {}).get(versions.FIELD, "")
        super().__init__(data, **about)

    def initial_of(self, subject):
        return {name: getattr(subject, name, None) for name in self.base_fields}

    @property
    def changed(self):
        """The names of what would be another value than stands there."""
        return [name for name in self.changed_data if name not in self.asked]

    def clean(self):
        data = super().clean()
        if self.changed:
            versions.refuse_overwriting(self.subject, self.seen)
        return data

    def values(self):
        return {name: self.cleaned_data[name] for name in (*self.asked, *self.changed)}


class CorrectBreakForm(Prefilled):
    first_day_away_on = day("First day away")
    expected_return_on = day("Expected return", required=False)
    first_day_back_on = day("First day back", required=False, help_text="Blank while they are away.")
    reason = of(BreakInLearning, "reason")
    planned_end_on = day(
        "Another planned end",
        required=False,
        help_text="Only if another day is agreed: left blank, it moves with the days away.",
    )
    why = forms.CharField(**WHY_CORRECTED)

    def values(self):
        return self.cleaned_data


class WhyForm(MoveForm):
    why = forms.CharField(**WHY_CORRECTED)


# --- Gateway, assessment, the end -----------------------------------------------------------------


class GatewayForm(MoveForm):
    reached_on = day("Gateway reached on")


class SendBackForm(MoveForm):
    sent_back_on = day("Sent back on", help_text="The first day of learning again.")
    why = of(SentBack, "why", help_text="For the coordinators; up to 500 characters.")


class AssessmentForm(MoveForm):
    begun_on = day("Assessment begun on")


class ResultForm(MoveForm):
    said_of = {"failed_on": "completed_on"}
    completed_on = day("Day of the result")
    result = forms.ChoiceField(choices=[("", "Choose the result"), *Apprentice.Result.choices])
    resit_on = day(
        "Resit planned for",
        required=False,
        help_text="Only after a fail. With a day they stay in assessment; without one it has ended.",
    )

    def clean(self):
        data = super().clean()
        if data.get("resit_on") and data.get("result") not in {"", None, Apprentice.Result.FAIL}:
            self.add_error("resit_on", "A resit is planned only after a fail: take this day away.")
        return data


class WithdrawForm(MoveForm):
    withdrawn_on = day("Last day of learning", help_text="It may be still to come.")
    reason = forms.ChoiceField(
        label="Administrative reason",
        choices=[("", "Choose the reason"), *Apprentice.WithdrawalReason.choices],
    )
    redundant = of(Apprentice, "redundant")
    human_reasons = human_reasons()
    would_have_kept = of(Apprentice, "would_have_kept")


# --- The plan, the standard, corrections ----------------------------------------------------------


class Teaching(Prefilled):
    """A form with provider and tutor: with another provider, the tutor who is shown is not meant."""

    def adapt(self):
        self.offer("provider", Apprentice)
        self.offer("tutor", Apprentice, self.of_the_place)
        self.fields["tutor"].label_from_instance = lambda one: f"{one} ({one.provider})"

    def of_the_place(self, found):
        """Those of `found` that belong to the organisation of the record."""
        return found.filter(organisation=self.subject.cohort.organisation_id)

    @property
    def changed(self):
        names = super().changed
        return [*names, "tutor"] if self.left_by_the_tutor else names

    @property
    def left_by_the_tutor(self):
        """Whether another provider was chosen beside the tutor of the one before."""
        return "provider" in self.changed_data and "tutor" not in self.changed_data

    def clean(self):
        data = super().clean()
        return data | {"tutor": None} if self.left_by_the_tutor else data


class PlanForm(Teaching):
    asked = ("from_on", "why")
    from_on = day(
        "From which day",
        help_text="Hours and the planned end may change on a day still to come; provider, tutor, team and "
        "version are recorded once they have changed.",
    )
    why = of(EarlierPlan, "why", required=True, label="Why")
    weekly_hours = of(Apprentice, "weekly_hours")
    planned_end_on = of(Apprentice, "planned_end_on")
    planned_learning_hours = of(Apprentice, "planned_learning_hours")
    provider = of(Apprentice, "provider")
    tutor = of(Apprentice, "tutor")
    team = of(Apprentice, "team")
    standard = of(Apprentice, "standard", label="Version of the standard")

    def adapt(self):
        super().adapt()
        self.offer("team", Apprentice, self.of_the_place)
        reference = self.subject.standard.reference
        self.offer("standard", Apprentice, lambda found: found.filter(reference=reference))


class StandardForm(Teaching):
    asked = ("standard", "starts_on", "planned_end_on")
    standard = of(Apprentice, "standard", label="The new standard")
    starts_on = day("First day of learning it")
    planned_end_on = of(Apprentice, "planned_end_on")
    planned_learning_hours = of(Apprentice, "planned_learning_hours")
    provider = of(Apprentice, "provider")
    tutor = of(Apprentice, "tutor")

    def initial_of(self, subject):
        return {name: getattr(subject, name) for name in ("provider", "tutor")}

    def adapt(self):
        super().adapt()
        reference = self.subject.standard.reference
        self.offer("standard", Apprentice, lambda found: found.exclude(reference=reference))


class CorrectForm(PlanForm):
    asked = ("why",)
    fieldsets = [
        (None, {"fields": ("why",)}),
        ("Start and plan", {"fields": ("starts_on", *VALUES)}),
        (
            "Gateway and end",
            {
                "fields": (
                    "gateway_on",
                    "assessment_on",
                    "completed_on",
                    "result",
                    "withdrawn_on",
                    "withdrawal_reason",
                    "redundant",
                    "human_reasons",
                    "would_have_kept",
                )
            },
        ),
    ]
    from_on = None
    why = forms.CharField(**WHY_CORRECTED)
    standard = of(Apprentice, "standard")
    starts_on = of(Apprentice, "starts_on")
    gateway_on = of(Apprentice, "gateway_on")
    assessment_on = of(Apprentice, "assessment_on")
    completed_on = of(Apprentice, "completed_on")
    result = of(Apprentice, "result")
    withdrawn_on = of(Apprentice, "withdrawn_on")
    withdrawal_reason = of(Apprentice, "withdrawal_reason")
    redundant = of(Apprentice, "redundant")
    human_reasons = human_reasons()
    would_have_kept = of(Apprentice, "would_have_kept")


# --- People ---------------------------------------------------------------------------------------


class HandoverForm(MoveForm):
    manager = of(ManagerTerm, "manager", label="The next manager")
    from_on = day("From which day")

    def adapt(self):
        place = self.subject.cohort.organisation_id
        self.offer("manager", ManagerTerm, lambda found: active_at(place, found))


class NothingForm(MoveForm):
    """Nothing is asked: what will follow says it all."""


class EverybodyForm(MoveForm):
    """Who takes over everybody from the subject, a Manager or a Buddy."""

    to = forms.ModelChoiceField(None, label="Who takes over")
    from_on = day("From which day")

    def adapt(self):
        found = type(self.subject).objects.within_reach(self.user).exclude(pk=self.subject.pk)
        found = active_at(self.subject.organisation_id, found.select_related("person"))
        self.fields["to"].queryset = found


def active_at(organisation, colleagues):
    """Those of `colleagues` at an organisation who can sign in."""
    return colleagues.filter(organisation=organisation, person__is_active=True)
