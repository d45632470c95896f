"""Where somebody went, and how they may be asked: each form carries out what was said."""

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from apprentices import actions
from apprentices.destinations import Asked, Where
from apprentices.models import Destination, StayingInTouch
from apprentices.next_steps import Outcome
from cohorts import resemblance
from hackit import dates, versions
from hackit.forms import Comparing, GovukForm, day, field_of

NEW = "new"
# Where somebody goes to whom a role was promised.
PROMISED = {
    Outcome.SAME_TEAM: Where.SAME_TEAM,
    Outcome.OTHER_TEAM: Where.OTHER_TEAM,
    Outcome.NEXT_APPRENTICESHIP: Where.NEXT_APPRENTICESHIP,
}


class WhereForm(GovukForm, forms.Form):
    """What is asked of a destination, whoever tells it."""

    button = "Save"
    where = forms.ChoiceField(
        label="Where it leads",
        choices=[(one.value, one.value.capitalize()) for one in Where],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it leads."},
    )
    in_profession = forms.TypedChoiceField(
        label="Is it in the profession of the apprenticeship?",
        help_text="Only for work, with whichever employer.",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    role = field_of(Destination, "role", label="Role, course or what they do", help_text="If it is known.")
    employer = field_of(
        Destination,
        "employer_said",
        label="Which other employer",
        help_text="Only for a job with another employer, if it is known.",
    )
    starts_on = day("From which day", "If it is known. For example, 3/9/2026.", required=False)

    def __init__(self, *args, organisation, **kwargs):
        self.organisation = organisation
        super().__init__(*args, **kwargs)

    def lay_out(self, name, field):
        if isinstance(field.widget, forms.RadioSelect):
            return Field.radios(name, legend_size=Size.SMALL, inline=name == "in_profession")
        return super().lay_out(name, field)

    def same_employer(self, name):
        """The partner employer whose name means the same as a typed one; None without."""
        return self.organisation.partner_employers.filter(key=resemblance.key(name)[:120]).first()

    def clean(self):
        data = super().clean()
        where = data.get("where")
        works = bool(where) and Where(where).works
        if works and data.get("in_profession") is None and not self.has_error("in_profession"):
            self.add_error("in_profession", "Say whether this work is in the profession.")
        return data

    def said(self):
        """What was said, as the actions take it, apart from the employer."""
        names = ("where", "in_profession", "role", "starts_on")
        return {name: self.cleaned_data[name] for name in names}


class DestinationForm(Comparing, WhereForm):
    """Where somebody went, as somebody of the programme records it.

    An employer that may be one of the list is asked about before there is a second record of it.
    """

    def __init__(self, data, *, record, apprentice, decision=None):
        self.record, self.apprentice = record, apprentice
        organisation = apprentice.cohort.organisation
        self.likely = self._likely(data, organisation)
        super().__init__(data, organisation=organisation, initial=_initial(record, decision))

    @staticmethod
    def _likely(data, organisation):
        """The partner employers that a typed name may mean, without one that it means for certain."""
        typed = (data or {}).get("employer", "").strip()[:120]
        if not typed or (data or {}).get("where") != Where.OTHER_EMPLOYER:
            return []
        known = {one.name: one for one in organisation.partner_employers.all()}
        if resemblance.key(typed)[:120] in {one.key for one in known.values()}:
            return []
        return [known[name] for name in resemblance.likely(typed, known)]

    def adapt(self):
        if not self.likely:
            return
        choices = [(str(one.pk), one.name) for one in self.likely]
        self.fields["which"] = forms.ChoiceField(
            label="Is it one of these?",
            help_text="We know employers with a name like this one.",
            choices=[*choices, (NEW, "None of these: it is another employer")],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose which employer it is."},
        )
        self.order_fields(["where", "in_profession", "role", "employer", "which", "starts_on"])

    def says_now(self):
        """(label, words) of what stands there, once somebody else saved it meanwhile."""
        if not self.record.pk or not self.has_error(NON_FIELD_ERRORS, code=versions.OVERTAKEN):
            return []
        self.record.refresh_from_db()
        now = _initial(self.record, None)
        now["starts_on"] = dates.words(now["starts_on"]) if now["starts_on"] else ""
        return [(self.fields[name].label, said or "Nothing") for name, said in now.items()]

    def act(self, by):
        """Records it. Returns what `by` reads then."""
        actions.record_destination(
            self.apprentice,
            asked=Asked(self.record.asked),
            by=by,
            seen=self.seen,
            employer_said="",
            **self.said(),
            **self._employer(),
        )
        name = self.apprentice.person.called
        if self.cleaned_data["in_profession"]:
            return (
                f"Saved. {name} goes on in the profession: with whichever employer, it counts as the success "
                "it is."
            )
        return f"Saved: where {name} went."

    def _employer(self):
        typed, which = self.cleaned_data["employer"], self.cleaned_data.get("which")
        if not typed or self.cleaned_data["where"] != Where.OTHER_EMPLOYER:
            return {}
        if which and which != NEW:
            return {"employer": next(one for one in self.likely if str(one.pk) == which)}
        same = self.same_employer(typed)
        return {"employer": same} if same else {"new_employer": typed}


def _initial(record, decision):
    """What the form begins with: what stands there, else what was decided."""
    if record.pk:
        inside = {True: "yes", False: "no"}.get(record.in_profession, "")
        names = ("where", "role", "starts_on")
        said = {name: getattr(record, name) for name in names}
        return {**said, "in_profession": inside, "employer": _called(record)}
    where = decision and PROMISED.get(Outcome(decision.outcome))
    return {"where": where, "role": decision.role, "starts_on": decision.starts_on} if where else {}


def _called(record):
    return record.employer.name if record.employer else record.employer_said


class WhereNowForm(WhereForm):
    """The same, as somebody tells it of themselves by their link."""

    button = "Send"

    def __init__(self, *args, touch, **kwargs):
        self.touch = touch
        super().__init__(*args, organisation=touch.apprentice.cohort.organisation, **kwargs)

    def adapt(self):
        where = self.fields["where"]
        where.label = "Where are you now?"
        where.error_messages["required"] = "Choose where you are now."
        where.choices = [
            (value, words.replace(" here", f" at {self.organisation}"))
            for value, words in where.choices
            if value != Where.UNKNOWN
        ]
        self.fields["in_profession"].label = "Is it in the profession that you learned?"
        self.fields["role"].label = "Your role, course or what you do"
        self.fields["role"].help_text = self.fields["employer"].help_text = "If you like."
        self.fields["employer"].label = "Your employer, if it is another one"
        self.fields["starts_on"].label = "Since which day"
        self.fields["starts_on"].help_text = "If you like. For example, 3/9/2026."

    def act(self, by):
        """Takes the answer, which nobody who signed in gave."""
        typed = self.cleaned_data["employer"]
        same = self.same_employer(typed) if typed else None
        said = {"employer": same, "employer_said": "" if same else typed}
        actions.tell_where_now(self.touch, **said, **self.said())


class AddressForm(GovukForm, forms.Form):
    """The private address that an apprentice leaves."""

    button = "Leave this address"
    email = field_of(
        StayingInTouch,
        "email",
        "Write your private address, or take back the one that is there.",
        required=True,
        label="Your private email address",
        help_text="Not your address here at work: it ends with your job.",
    )

    def __init__(self, *args, apprentice, touch, **kwargs):
        self.apprentice = apprentice
        self.button = "Change the address" if touch and touch.email else self.button
        super().__init__(*args, initial={"email": touch.email if touch else ""}, **kwargs)

    def adapt(self):
        self.fields["email"].widget.attrs.update(autocomplete="email", spellcheck="false")
        self.fields["email"].error_messages["invalid"] = (
            "Write an address in the right form, such as name@example.org."
        )

    def clean_email(self):
        """An address at work is closed by the time the question comes."""
        email = self.cleaned_data["email"]
        if email.strip().lower() == self.apprentice.person.email:
            raise ValidationError("This is your address here, which ends with your job: write a private one.")
        return email

    def act(self, by):
        """Leaves it. Returns what `by` reads then."""
        left = actions.leave_address(self.apprentice, email=self.cleaned_data["email"])
        return f"Saved: {left.email}. You can take it back at any time while you can read here."
