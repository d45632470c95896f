"""Forms in GOV.UK markup: what every form here shares, and the forms of signing in."""

from datetime import time

from allauth.account import forms as account
from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Hidden, Layout
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from hackit import validators, versions
from hackit.models import DayField, in_words
from hackit.signin import reason_to_refuse


class Password(LayoutObject):
    """A password with a button that shows it, as the design system has it."""

    template = "components/password.html"

    def __init__(self, name):
        self.fields = [name]

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        return render_field(
            self.fields[0], form, context, template=self.template, template_pack=template_pack
        )


OURS = {
    "max_length": "Write at most %(limit_value)d characters: this has %(show_value)d.",
    "null_characters_not_allowed": "This holds a sign that cannot be saved: type it anew.",
    "invalid_choice": "Choose one of the list.",
}
DJANGOS = (
    None,
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.ModelChoiceField.default_error_messages["invalid_choice"],
)


def in_our_words(field):
    """Says what is wrong with a field as we do, where nobody gave it words of its own."""
    for code, words in OURS.items():
        if field.error_messages.get(code) in DJANGOS:
            field.error_messages[code] = words


class GovukForm:
    """A mixin: the layout is made from the fields, then a button with the words of `button`."""

    button = "Continue"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.adapt()
        for field in self.fields.values():
            in_our_words(field)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            *self.lay_out_fields(),
            *self.lay_out_buttons(),
        )

    def adapt(self):
        """Where a form changes fields that it got from elsewhere."""

    def refuse(self, error):
        """Shows why an action refused: beside the field that it is about, or above the form."""
        for name, said in getattr(error, "error_dict", {None: error}).items():
            self.add_error(name if name in self.fields else None, said)

    def carried_out(self, request):
        """Whether the form was sent and its `act` done, of which the next page tells.

        Otherwise it can be shown with what is wrong. `act` takes who sends it and answers in a sentence, or
        with nothing where the next page shows it by itself.
        """
        if not self.is_valid():
            return False
        try:
            said = self.act(request.user)
        except ValidationError as error:
            self.refuse(error)
            return False
        if said:
            messages.success(request, said)
        return True

    def lay_out_fields(self):
        """The layout objects of all fields."""
        return [self.lay_out(name, field) for name, field in self.fields.items()]

    def lay_out(self, name, field):
        """The layout object of one field."""
        if isinstance(field.widget, forms.PasswordInput):
            return Password(name)
        if isinstance(field.widget, forms.TextInput):
            return Field.text(name)
        if isinstance(field.widget, forms.Textarea):
            return Field.textarea(name, rows=8 if (field.max_length or 0) > 400 else 4)
        return Field(name)

    def lay_out_buttons(self):
        """The layout objects after the fields. A button takes its words as a template: put no data in."""
        yield Button("submit", self.button, data_prevent_double_click="true")


def day(label, help_text="For example, 3/9/2026.", **more):
    """A field for a day, in one box."""
    widget = forms.DateInput(attrs={"class": "govuk-input--width-10"})
    field = DayField(label, help_text=help_text).formfield(widget=widget, validators=[validators.day], **more)
    field.error_messages["required"] = "Write the day."
    return field


def field_of(model, name, nothing="", **more):
    """The field of a form for a field of a record, with our words for `nothing` written in it."""
    field = model._meta.get_field(name).formfield(**more)
    if nothing:
        field.error_messages["required"] = nothing
    return field


class TimeOfDay(forms.TimeField):
    """A time as people write it: 9:30, 9.30am, 2pm."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5"})
    input_formats = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p")
    default_error_messages = {"invalid": "Write the time as 9:30 or 2pm."}

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else value


class Telling:
    """A mixin: what is wrong with something that the form does not ask is said above it.

    `said_of` leads from such a name to the field that it came from.
    """

    said_of = {}

    def add_error(self, field, error):
        told = error.error_dict if field is None and hasattr(error, "error_dict") else {field: error}
        for about, words in told.items():
            name = self.said_of.get(about, about)
            super().add_error(name if name in self.fields else None, words)


class Versioned:
    """A mixin of model forms: who saves over what somebody else has saved meanwhile is told first.

    What they typed stays; the page then knows the newer version, so that saving again is a decision.
    Who sends what stands there already (a button pressed twice) overwrites nothing.
    """

    seen = ""

    def clean(self):
        data = super().clean()
        if self.changed_data:
            versions.refuse_overwriting(self.instance, self.seen)
        return data


class Comparing:
    """A mixin of forms about a `record`: the page carries along which version of it was shown.

    Who saves over what somebody else has saved meanwhile is told first, and reads what it says now beside
    what they typed. The page then knows the newer version, so that saving again is a decision.
    """

    record = None
    # The field of the record that a field of the form is called otherwise than.
    stored_as = {}

    @property
    def seen(self):
        """The version that the page showed."""
        return self.data.get(versions.FIELD, "")

    def lay_out_buttons(self):
        yield Hidden(versions.FIELD, versions.latest(self.record))
        yield from super().lay_out_buttons()

    def says_now(self):
        """(label, words) of each field that stands otherwise than typed, once that was refused."""
        if not self.record.pk or not self.has_error(NON_FIELD_ERRORS, code=versions.OVERTAKEN):
            return []
        self.record.refresh_from_db()
        said = ((name, self.stored_as.get(name, name)) for name in self.fields)
        return [
            (self.fields[name].label, in_words(self.record, stored) or "Nothing")
            for name, stored in said
            if getattr(self.record, stored) != self.cleaned_data.get(name)
        ]


# The choice of a filter that leaves nothing out.
ANY = [("", "All")]


class Sorted:
    """A mixin of searches read from the address: by which column a table is sorted, "-end" downwards.

    `columns` are (words, key), a key of None for one that sorts nothing; `sorted_at_first` is what holds
    while the address names no column; `anchor` is the part of the page that a heading leads to.
    """

    columns = ()
    sorted_at_first = ""
    anchor = ""

    @property
    def sort(self):
        """The column sorted by, and whether downwards."""
        wanted = self.data.get("sort", "")
        if wanted.removeprefix("-") not in {key for _, key in self.columns if key}:
            wanted = self.sorted_at_first
        return wanted.removeprefix("-"), wanted.startswith("-")

    def headings(self):
        """The headings of the table, each a link that sorts by it, or the other way round."""
        column, down = self.sort
        for words, key in self.columns:
            heading = {"words": words}
            if key is not None:
                query = self.data.copy()
                query.pop("page", None)
                query["sort"] = f"-{key}" if key == column and not down else key
                heading["url"] = f"?{query.urlencode()}{self.anchor}"
            if key == column:
                order, arrow = ("descending", "▼") if down else ("ascending", "▲")
                heading |= {"sorted": order, "arrow": arrow}
            yield heading


def describe(field, label, required, help_text="", **attrs):
    """Gives a field that a package made our words."""
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def describe_new_password(field):
    describe(
        field,
        "New password",
        "Enter a new password.",
        "At least 12 characters. Three random words make a good one.",
        autocomplete="new-password",
    )


EMAIL = {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}


class SignInForm(GovukForm, account.LoginForm):
    button = "Sign in"

    def adapt(self):
        describe(self.fields["login"], "Email address", "Enter your email address.", **EMAIL)
        self.fields["login"].error_messages["invalid"] = (
            "Enter an email address in the right form, such as name@example.org."
        )
        describe(self.fields["password"], "Password", "Enter your password.")


class ForgottenPasswordForm(GovukForm, account.ResetPasswordForm):
    button = "Send me a link"

    def adapt(self):
        describe(
            self.fields["email"],
            "Email address",
            "Enter your email address.",
            "The address that your invitation came to.",
            **EMAIL,
        )

    def clean_email(self):
        """Only people who may sign in get a mail; the answer on the page is the same for all."""
        email = super().clean_email()
        self.users = [user for user in self.users if reason_to_refuse(user) is None]
        return email


class OnePassword:
    """A new password is typed once: it can be shown, which finds more slips than typing it twice."""

    def adapt(self):
        describe_new_password(self.fields["password1"])
        del self.fields["password2"]

    def clean(self):
        self.cleaned_data["password2"] = self.cleaned_data.get("password1")
        return super().clean()


class NewPasswordForm(OnePassword, GovukForm, account.ResetPasswordKeyForm):
    button = "Save new password"


class SetPasswordForm(OnePassword, GovukForm, account.SetPasswordForm):
    button = "Save new password"


class ChangePasswordForm(OnePassword, GovukForm, account.ChangePasswordForm):
    button = "Save new password"

    def adapt(self):
        super().adapt()
        describe(self.fields["oldpassword"], "Current password", "Enter your current password.")


class WelcomeForm(GovukForm, forms.Form):
    """The password of somebody who comes in through an invitation."""

    button = "Save and sign in"
    password = forms.CharField(widget=forms.PasswordInput, strip=False)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def adapt(self):
        describe_new_password(self.fields["password"])

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]
