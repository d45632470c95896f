"""What is written in a private word, and what a coordinator says to it."""

from crispy_forms_gds.layout import Button, Hidden
from django import forms
from django.utils import timezone

from apprentices import actions
from apprentices.models import Concern
from hackit import dates, reading
from hackit.forms import GovukForm, day, field_of


class RaiseForm(GovukForm, forms.Form):
    """What an apprentice says in confidence."""

    button = "Send it to the coordinator"
    words = field_of(Concern, "words", "Write what it is about.", label="What is it about?")

    def __init__(self, *args, apprentice, **kwargs):
        self.apprentice = apprentice
        super().__init__(*args, **kwargs)

    def act(self, by):
        """Sends it. Returns what `by` reads then."""
        actions.raise_concern(self.apprentice, words=self.cleaned_data["words"], at=timezone.now())
        return "Sent. Where it stands is written below."


class ReplyForm(GovukForm, forms.Form):
    """What a coordinator says to a Concern; `sent_as` tells which of the forms of the page was sent."""

    sent_as = ""

    def __init__(self, data, *, concern, **kwargs):
        self.concern = concern
        super().__init__(data if data and self.sent_as in data else None, **kwargs)

    def lay_out_buttons(self):
        yield Button(self.sent_as, self.button, data_prevent_double_click="true")


class AcknowledgeForm(ReplyForm):
    """By which day an answer comes. The page carries along which day it showed."""

    heading, button, sent_as = "Say when an answer comes", "Say that you read it", "acknowledge"
    answer_by_on = day("An answer comes by")

    def __init__(self, data, *, concern, suggested):
        if concern.acknowledged_at:
            self.button = self.heading = "Change the day"
        super().__init__(data, concern=concern, initial={"answer_by_on": suggested})

    def lay_out_buttons(self):
        seen = self.concern.answer_by_on
        yield Hidden("instead_of", seen.isoformat() if seen else "")
        yield from super().lay_out_buttons()

    def act(self, by):
        """Acknowledges it. Returns what `by` reads then."""
        day = self.cleaned_data["answer_by_on"]
        seen = reading.day(self.data.get("instead_of", ""))
        actions.acknowledge(self.concern, answer_by_on=day, by=by, at=timezone.now(), instead_of=seen)
        return f"Saved: they read that an answer comes by {dates.words(day)}."


class AnswerForm(ReplyForm):
    """The answer."""

    button, sent_as = "Send the answer", "reply"
    answer = field_of(Concern, "answer", "Write an answer.", required=True, label="Your answer")

    def act(self, by):
        """Sends the answer. Returns what `by` reads then."""
        actions.answer_concern(self.concern, answer=self.cleaned_data["answer"], by=by, at=timezone.now())
        return "Answered: they can read it now. Nothing of it was sent by mail."
