"""Who stands beside an apprentice: each form knows what it offers, and carries out what was chosen."""

from datetime import timedelta

from django import forms

from apprentices import actions
from apprentices.models import Buddy, BuddyTerm, DeputyTerm, Manager, ManagerTerm
from cohorts.models import Team
from hackit import dates
from hackit.forms import GovukForm, day
from hackit.overview.around import said_of_newcomer
from providers.models import Contact


class ChangeForm(GovukForm, forms.Form):
    """A change around one apprentice, from a day on; today unless another day is written."""

    button = "Save"

    def __init__(self, *args, apprentice, on, **kwargs):
        self.apprentice, self.on = apprentice, on
        super().__init__(*args, initial={"from_on": on}, **kwargs)

    @property
    def place(self):
        return self.apprentice.cohort.organisation


class SomebodyForm(ChangeForm):
    """Somebody from a list, or somebody who is not in it, by name and address."""

    either = "Choose somebody, or write who it is if they are not in the list."
    both = "Choose somebody from the list, or write who it is: not both."
    chosen = forms.ModelChoiceField(None, required=False, empty_label="Choose somebody")
    full_name = forms.CharField(required=False, max_length=120)
    email = forms.EmailField(required=False, widget=forms.TextInput(attrs={"inputmode": "email"}))
    from_on = day("from")

    def adapt(self):
        self.fields["chosen"].queryset = self.offered()
        self.fields["email"].error_messages["invalid"] = (
            "Enter an address in the right form, such as name@example.org."
        )

    def offered(self):
        """The records to choose from."""
        raise NotImplementedError

    def clean(self):
        data = super().clean()
        written = {name for name in ("full_name", "email") if data.get(name) or name in self.errors}
        if "chosen" not in self.errors and bool(data.get("chosen")) == bool(written):
            self.add_error("chosen", self.both if written else self.either)
        elif written and not data.get("full_name"):
            self.add_error("full_name", "Write their name too.")
        return data


class ColleagueForm(SomebodyForm):
    """A colleague for a dated row beside an apprentice: of the model `term`, chosen among `kind`."""

    term, kind, label = None, None, ""
    days = ("from_on",)

    def adapt(self):
        super().adapt()
        self.fields["chosen"].label = self.label
        self.fields["chosen"].label_from_instance = self.named
        self.fields["full_name"].label = "Or the name of a colleague who is not in the list"
        self.fields["email"].label = "Their work address"

    def offered(self):
        """Colleagues of the organisation who can sign in, without the apprentice and the manager."""
        managers = ManagerTerm.objects.filter(apprentice=self.apprentice).not_over(self.on)
        found = self.kind.objects.filter(organisation=self.place, person__is_active=True)
        found = found.exclude(person=self.apprentice.person_id)
        return found.exclude(person__in=managers.values("manager__person")).select_related("person", "team")

    @staticmethod
    def named(colleague):
        return f"{colleague}, {colleague.team}" if colleague.team else str(colleague)

    def clean(self):
        data = super().clean()
        if data.get("full_name") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Write their work address too.")
        return data

    def act(self, by):
        """Appoints whoever was chosen or written. Returns what `by` reads then."""
        data = self.cleaned_data
        days = {name: data[name] for name in self.days}
        if data["chosen"]:
            term = self.appoint(self.apprentice, data["chosen"], by=by, **days)
        else:
            term = actions.appoint_newcomer(
                self.term, self.apprentice, email=data["email"], full_name=data["full_name"], by=by, **days
            )
        return said_of_newcomer(term)


class BuddyForm(ColleagueForm):
    """The buddy from a day on."""

    term, kind, label = BuddyTerm, Buddy, "Buddy"
    appoint = staticmethod(actions.appoint_buddy)


class DeputyForm(ColleagueForm):
    """One more deputy, from a day on, until a day or open."""

    term, kind, label = DeputyTerm, Manager, "Deputy"
    appoint = staticmethod(actions.appoint_deputy)
    days = ("from_on", "until_on")
    until_on = day("until", "The last day. Leave it blank while you do not know.", required=False)

    def clean(self):
        data = super().clean()
        if data.get("until_on") and data.get("from_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", "The last day is before the first.")
        return data


class TutorForm(SomebodyForm):
    """Who is the provider's contact for the apprentice."""

    def adapt(self):
        super().adapt()
        self.fields["chosen"].label = "Tutor"
        self.fields["chosen"].label_from_instance = self.named
        self.fields["full_name"].label = "Or the name of somebody who is not in the list"
        self.fields["email"].label = "Their address, if you know it"

    def offered(self):
        """The provider's contacts whom the organisation knows."""
        return Contact.objects.filter(organisation=self.place, provider=self.apprentice.provider)

    @staticmethod
    def named(contact):
        if contact.part == Contact.Part.TUTOR:
            return contact.name
        return f"{contact.name}, {contact.get_part_display().lower()}"

    def act(self, by):
        """Changes the tutor. Returns what `by` reads then."""
        data = self.cleaned_data
        if data["chosen"]:
            record = actions.change_plan(
                self.apprentice, from_on=data["from_on"], tutor=data["chosen"], by=by
            )
        else:
            record = actions.change_to_new_tutor(
                self.apprentice, name=data["full_name"], email=data["email"], from_on=data["from_on"], by=by
            )
        return f"Saved: {record.tutor} is the tutor."


class TeamForm(ChangeForm):
    """The team in which the apprentice works."""

    chosen = forms.ModelChoiceField(
        None, label="Team", empty_label="Choose a team", error_messages={"required": "Choose a team."}
    )
    from_on = day("from")

    def adapt(self):
        self.fields["chosen"].queryset = Team.objects.filter(organisation=self.place)

    def act(self, by):
        """Changes the team. Returns what `by` reads then."""
        data = self.cleaned_data
        record = actions.change_plan(self.apprentice, from_on=data["from_on"], team=data["chosen"], by=by)
        return f"Saved: {record.person} is in {record.team}."


class EndForm(GovukForm, forms.Form):
    """The last day of somebody beside an apprentice; one who has not begun is called off."""

    until_on = day("last day", "Until then they see what they see now.")

    def __init__(self, *args, term, on, **kwargs):
        self.term, self.on = term, on
        # Chosen today by mistake: nothing of it needs to stay.
        self.later = term.from_on >= on
        self.button = "Call it off" if self.later else "Save the last day"
        super().__init__(*args, initial={"until_on": on}, **kwargs)

    def adapt(self):
        if self.later:
            del self.fields["until_on"]

    def clean_until_on(self):
        day = self.cleaned_data["until_on"]
        if day < self.term.from_on:
            began = dates.words(self.term.from_on)
            raise forms.ValidationError(f"They began on {began}: choose that day or a later one.")
        return day

    def act(self, by):
        """Ends the row or takes it away. Returns what `by` reads then."""
        who, noun = self.term.colleague, self.term.noun
        if not self.later:
            until_on = self.cleaned_data["until_on"]
            actions.end(self.term, until_on=until_on, by=by)
            return f"Saved: {who} is {noun} until {dates.words(until_on)}."
        if isinstance(self.term, BuddyTerm):
            actions.call_off(self.term, by=by)
        else:
            actions.end(self.term, until_on=self.term.from_on - timedelta(days=1), by=by)
        return f"Called off: {who} does not become {noun}."
