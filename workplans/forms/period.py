"""The period of an evidence record: from the address of the page."""

from crispy_forms_gds.layout import Button
from django import forms

from hackit.forms import GovukForm, day


class PeriodForm(GovukForm, forms.Form):
    """From when until when, both days counted; a blank is the `first` or `last` day there can be."""

    first = day("First day", required=False)
    last = day("Last day", help_text="", required=False)

    def __init__(self, data, *, first, last):
        self.period = {"first": first, "last": last}
        super().__init__(data if {"first", "last"} & set(data) else None, initial=self.period)
        self.helper.form_method = "get"
        self.helper.form_class = "app-no-print"
        if self.is_valid():
            self.period |= {name: day for name, day in self.cleaned_data.items() if day}

    def clean(self):
        data = super().clean()
        first, last = (data.get(name) or self.period[name] for name in ("first", "last"))
        if last < first:
            self.add_error("last", "The last day is the first one or a later one.")
        return data

    def lay_out_buttons(self):
        """A button without a name, so that it leaves no trace in the address."""
        yield Button("", "Show this period", css_id="id_show", css_class="govuk-button--secondary")
