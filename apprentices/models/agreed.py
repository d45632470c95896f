"""What is agreed in a talk: one thing, who does it, by when, and whether it is done."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from hackit import privacy
from hackit.models import DayField


class Agreed(models.Model):
    """One thing that was agreed; the model below says in which talk, and on which day (`agreed_on`)."""

    personal = privacy.Personal(work=("owner", "due_on", "done_on"), words=("what",))

    class Owner(models.TextChoices):
        APPRENTICE = "apprentice", "Apprentice"
        MANAGER = "manager", "Manager"
        PROVIDER = "provider", "Provider"
        COORDINATOR = "coordinator", "Coordinator"

    what = models.CharField("what was agreed", max_length=200)
    owner = models.CharField("who does it", max_length=12, choices=Owner)
    due_on = DayField("by when")
    done_on = DayField("done on", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.what

    def clean(self):
        if self.due_on and self.agreed_on and self.due_on < self.agreed_on:
            raise ValidationError({"due_on": "Choose the day on which it was agreed or a later one."})


def once(talk, name):
    """The constraint that the same thing is agreed once in one talk; erased words are all the same."""
    return models.UniqueConstraint(
        fields=[talk, "what", "owner"],
        condition=~Q(what=privacy.BLOTTED),
        name=name,
        violation_error_message="This is agreed already.",
    )
