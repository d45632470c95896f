"""The forms of the next-steps conversations: prepared, held, confirmed, and noted for oneself."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from apprentices import actions
from apprentices.forms.agreed import SHORT, AgreedRows
from apprentices.models import Conversation, PrivateNote
from apprentices.next_steps import Talk
from hackit import dates, versions
from hackit.forms import Comparing, GovukForm, field_of
from hackit.models import in_words

A_DAY = "For example, 3/9/2026 or 3 September 2026."


class PrepareForm(Comparing, GovukForm, forms.Form):
    """What the apprentice brings to a conversation."""

    button = "Save"
    hopes = field_of(
        Conversation,
        "hopes",
        help_text="The same team, another team, the next apprenticeship, study, or another employer.",
    )
    strengths = field_of(Conversation, "strengths")
    questions = field_of(Conversation, "questions")

    def __init__(self, *args, conversation, **kwargs):
        self.record = conversation
        initial = {name: getattr(conversation, name) for name in Conversation.OWN}
        super().__init__(*args, initial=initial, **kwargs)

    def act(self, by):
        """Saves it. Returns what `by` reads then. Raises ValidationError."""
        about, talk = self.record.apprentice, self.record.talk
        actions.prepare_talk(about, talk=talk, by=by, seen=self.seen, **self.cleaned_data)
        return "Saved. Your manager can read it, and you can change it until the conversation is recorded."


class RecordForm(AgreedRows, GovukForm, forms.ModelForm):
    """A conversation that was held, with rows for what was agreed."""

    class Meta:
        model = Conversation
        fields = ("held_on", "others_there", *Conversation.SAID, "answer_by_on")
        widgets = dict.fromkeys(("held_on", "answer_by_on"), forms.DateInput(attrs={"class": SHORT}))
        help_texts = {
            "held_on": A_DAY,
            "said_worries": "Only with their consent: everybody who may see these pages reads it.",
            "can_say": "Nobody can promise a role that is not there yet. Say what is known, and what is not.",
            "answer_by_on": "The day by which you promise to say whether there is a role. Leave it empty if "
            "you named none.",
        }

    about = Meta.fields
    button = "Save the record"
    too_early = "Choose the day of the conversation or a later one."

    def initial_of(self, talk):
        """Today, for one that is recorded for the first time."""
        return {} if talk.held_on else {"held_on": dates.today()}

    def adapt(self):
        self.fields["held_on"].required = True
        self.fields["held_on"].error_messages["required"] = "Write the day on which it was held."
        if self.instance.talk == Talk.THIRD:  # by then there is a decision
            del self.fields["answer_by_on"]
            self.about = [name for name in self.about if name != "answer_by_on"]
        super().adapt()

    def clean(self):
        """Once it stands, who saves over what somebody else has saved meanwhile is told first.

        A confirmation counts too: a correction takes it away.
        """
        data = super().clean()
        if self.instance.held_on and self.changed_data:
            versions.refuse_overwriting(self.instance, self.seen)
        return data

    def says_now(self):
        """(label, words) of each field that stands otherwise than typed, once that was refused."""
        if not self.has_error(NON_FIELD_ERRORS, code=versions.OVERTAKEN):
            return []
        now = Conversation.objects.get(apprentice=self.instance.apprentice_id, talk=self.instance.talk)
        return [
            (self.fields[name].label, in_words(now, name) or "Nothing")
            for name in self.about
            if getattr(now, name) != self.cleaned_data.get(name)
        ]

    def act(self, by):
        """Records or corrects it. Returns what `by` reads then. Raises ValidationError."""
        record, talk = self.instance.apprentice, self.instance.talk
        fields = {name: self.cleaned_data[name] for name in self.about}
        actions.record_talk(record, talk=talk, agreed=self.agreed, by=by, seen=self.seen, **fields)
        return f"Saved. {record.person.called} can read the record, and is asked to confirm it."


class ConfirmForm(Comparing, GovukForm, forms.Form):
    """What the apprentice says to the record of a conversation."""

    button = "Confirm"
    differently = field_of(
        Conversation,
        "differently",
        label="What you see differently",
        help_text="Leave it empty if the record is right. What you write stands beside the record, marked as "
        "yours.",
    )

    def __init__(self, *args, conversation, **kwargs):
        self.record = conversation
        super().__init__(*args, initial={"differently": conversation.differently}, **kwargs)

    def act(self, by):
        """Confirms it. Returns what `by` reads then. Raises ValidationError."""
        words = self.cleaned_data["differently"]
        actions.confirm_talk(self.record, differently=words, by=by, seen=self.seen)
        return "Saved: you confirmed the record" + (", with what you see differently." if words else ".")


class NoteForm(GovukForm, forms.Form):
    """What somebody notes about a conversation for themselves."""

    button = "Save"
    words = field_of(PrivateNote, "words", help_text="Empty it to delete the note.")

    def __init__(self, *args, record, talk, words, **kwargs):
        self.record, self.talk = record, talk
        super().__init__(*args, initial={"words": words}, **kwargs)

    def act(self, by):
        """Saves it, or deletes it without words. Returns what `by` reads then. Raises ValidationError."""
        words = self.cleaned_data["words"]
        actions.note_privately(self.record, talk=self.talk, words=words, by=by)
        return "Saved. Only you read it." if words.strip() else "There is no private note now."
