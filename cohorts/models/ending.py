"""An organisation's words for the end of an apprenticeship."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from cohorts import ending
from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import filling, privacy
from hackit.models import LinesField


class EndingTextsQuerySet(OrganisationsOwn):
    def of(self, organisation):
        """The texts of an organisation; one that has written none uses the defaults, unsaved."""
        own = self.filter(organisation=organisation).first()
        return own or self.model(organisation=organisation, **ending.DEFAULTS)


def _agenda(which):
    return LinesField(f"what the {which} conversation is about", max_length=2000, help_text="A line a point.")


class EndingTexts(models.Model):
    """What the next-steps conversations are about, and the letters that say what was decided."""

    personal = privacy.Personal(
        why="To hold the conversations about what comes next, and to give decisions in writing.",
        seen_by="apprentices, managers, deputies and " + privacy.COORDINATORS,
        nothing=("organisation", *ending.DEFAULTS),
    )

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="ending_texts")
    first_agenda = _agenda("first")
    second_agenda = _agenda("second")
    third_agenda = _agenda("third")
    offer_letter = LinesField("letter with a role", max_length=4000)
    no_offer_letter = LinesField("letter without a role", max_length=4000)

    AGENDAS = ("first_agenda", "second_agenda", "third_agenda")
    LETTERS = ("offer_letter", "no_offer_letter")

    objects = EndingTextsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "end of an apprenticeship: agendas and letters"
        verbose_name_plural = "end of an apprenticeship: agendas and letters"

    def __str__(self):
        return f"The end of an apprenticeship at {self.organisation}"

    def clean(self):
        refused = {name: filling.refusal(getattr(self, name), ending.PLACEHOLDERS) for name in self.LETTERS}
        if wrong := {name: words for name, words in refused.items() if words}:
            raise ValidationError(wrong)
