"""What the leaving manager writes for the next one."""

from crispy_forms_gds.layout import Hidden
from django import forms

from apprentices.models import HandoverNote
from hackit import versions
from hackit.forms import GovukForm, Versioned

# The time of the manager for whom a page asked: another may have been named since.
TERM = "_term"


class HandoverForm(Versioned, GovukForm, forms.ModelForm):
    """The note for the manager whose time is `term`; None when nobody is named any more."""

    class Meta:
        model = HandoverNote
        fields = HandoverNote.WORDS
        help_texts = {
            "going_on": "Work and learning at the moment: what goes well, what is hard, what helps.",
            "promised": "Such as a project, a visit, leave, time to study, or a talk about the future.",
            "next_dates": "Such as reviews, exams, the end of probation, and who is to be there.",
        }

    button = "Save the note"

    def __init__(self, data=None, *, term):
        self.term = term
        note = getattr(term, "note", None) or HandoverNote(term=term)
        super().__init__(data, instance=note)
        self.seen = self.data.get(versions.FIELD, "")

    def clean(self):
        data = super().clean()
        if self.term is None:
            raise forms.ValidationError("Nobody is named as the next manager any more: nothing was saved.")
        if self.data.get(TERM, str(self.term.pk)) != str(self.term.pk):
            raise forms.ValidationError(
                f"Somebody else was named in the meantime: {self.term.manager} becomes manager. What you "
                "typed is still here: save again if it is for them."
            )
        return data

    def lay_out_buttons(self):
        yield Hidden(versions.FIELD, versions.latest(self.instance))
        if self.term:
            yield Hidden(TERM, str(self.term.pk))
            yield from super().lay_out_buttons()
