"""The words of the page that somebody reads before their first day."""

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from cohorts import first_day
from cohorts.models.organisation import Organisation, OrganisationsOwn
from hackit import filling, privacy
from hackit.models import LinesField


# All texts at their longest still print on one sheet of paper; the browser tests measure it.
def _lines(verbose_name, help_text="", max_length=400):
    return LinesField(verbose_name, max_length=max_length, blank=True, help_text=help_text)


class FirstDayWords(models.Model):
    """What somebody who starts needs to know: the organisation's texts, or those of one apprentice."""

    personal = privacy.Personal(
        work=("comes_at",),
        words=("place", "met_by", "bring", "wear", "lunch", "first_week", "trouble"),
    )

    comes_at = models.TimeField("when to come", null=True, blank=True, help_text="Such as 9:30 or 2pm.")
    place = _lines("where to come", "Address, entrance, and what to do on arrival.")
    met_by = _lines("who meets them", "Somebody who is surely there that day.")
    bring = _lines("what to bring")
    wear = _lines("what to wear")
    lunch = _lines("lunch", "Where it is, and with whom on the first day.")
    first_week = _lines("the first week", "In a few sentences: what happens, and what nobody expects.", 800)
    trouble = _lines("whom to ring when something goes wrong", "Names and phone numbers.")

    WORDS = ("comes_at", "place", "met_by", "bring", "wear", "lunch", "first_week", "trouble")

    class Meta:
        abstract = True

    def words(self):
        """Its texts and the time, by the name of the field."""
        return {name: getattr(self, name) for name in self.WORDS}


class FirstDayTemplateQuerySet(OrganisationsOwn):
    def of(self, organisation):
        """The texts of an organisation; one that has written none uses the defaults, unsaved."""
        own = self.filter(organisation=organisation).first()
        return own or self.model(organisation=organisation, **first_day.DEFAULTS)


class FirstDayTemplate(FirstDayWords):
    """The texts from which the first-day page of each apprentice of an organisation begins."""

    personal = privacy.Personal(
        whom="people whom an organisation names to those who start",
        why="To give whoever writes a first-day page something to begin with.",
        seen_by="managers, deputies and " + privacy.COORDINATORS,
        nothing=("organisation",),
    )

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="first_day_template")

    objects = FirstDayTemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "first-day page: the text to begin from"
        verbose_name_plural = "first-day page: the text to begin from"

    def __str__(self):
        return f"The first-day page at {self.organisation}"

    def clean(self):
        refused = {name: filling.refusal(text, first_day.PLACEHOLDERS) for name, text in self.words().items()}
        if wrong := {name: words for name, words in refused.items() if words}:
            raise ValidationError(wrong)
