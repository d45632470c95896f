"""The three conversations before the end, the ways on that are weighed, and the steps that are taken."""

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, OuterRef, Q, Subquery, Value, When
from simple_history.models import HistoricalRecords

from apprentices.models.agreed import Agreed, once
from apprentices.next_steps import Chance, Taken, Talk, Way
from hackit import privacy
from hackit.access import Scoped
from hackit.listed import listed
from hackit.models import DayField, LinesField, choices

NEXT_STEPS = "the apprentice, their manager and deputies while they are, and " + privacy.COORDINATORS
WHY = "To talk in time about what comes after the apprenticeship, and to keep what was said and promised."


class NextStepsQuerySet(Scoped, models.QuerySet):
    """What belongs to the end of an apprenticeship, of any apprentice."""


class Conversation(models.Model):
    """One next-steps conversation of one apprentice; the row exists from the first word that is saved."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="next-steps conversation",
        whom="apprentices",
        why=WHY,
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("held_by",),
        work=("apprentice", "talk", "held_on", "held_by", "answer_by_on", "confirmed_at"),
        words=(
            "hopes",
            "strengths",
            "questions",
            "others_there",
            "said_hopes",
            "said_grown",
            "said_chances",
            "said_practical",
            "can_say",
            "differently",
        ),
        sensitive=("said_worries",),
    )

    # What the apprentice writes before, and what whoever held it wrote down.
    OWN = ("hopes", "strengths", "questions")
    SAID = ("said_hopes", "said_grown", "said_chances", "said_practical", "said_worries", "can_say")

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="conversations")
    talk = models.CharField("which one", max_length=6, choices=choices(Talk))
    hopes = LinesField("what I hope for", max_length=1000, blank=True)
    strengths = LinesField("what I am good at, and proud of", max_length=1000, blank=True)
    questions = LinesField("what I want to ask", max_length=1000, blank=True)
    held_on = DayField("held on", null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="held by",
    )
    others_there = models.CharField("who else was there", max_length=200, blank=True)
    said_hopes = LinesField("what the apprentice would like", max_length=1500, blank=True)
    said_grown = LinesField("what has grown, and work to be proud of", max_length=1500, blank=True)
    said_chances = LinesField("vacancies and other ways on", max_length=1500, blank=True)
    said_practical = LinesField(
        "contract, pay, CV and what is to be handed over", max_length=1500, blank=True
    )
    said_worries = LinesField("worries, and how they are", max_length=1500, blank=True)
    can_say = LinesField("what the manager can say now", max_length=1500, blank=True)
    answer_by_on = DayField("the answer will be known by", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmed", null=True, blank=True, editable=False)
    differently = LinesField("what the apprentice sees differently", max_length=1500, blank=True)

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "next-steps conversation"
        ordering = ["apprentice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "talk"],
                name="conversation_once",
                violation_error_message="This conversation is there already.",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, held_by__isnull=True)
                | Q(held_on__isnull=False, held_by__isnull=False),
                name="conversation_held_on_and_by",
                violation_error_message="Say on which day it was held.",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=False) | Q(answer_by_on__isnull=True, confirmed_at__isnull=True),
                name="conversation_confirmed_once_held",
                violation_error_message="Only a conversation that was held is confirmed.",
            ),
        ]

    def __str__(self):
        return f"The {self.talk} next-steps conversation"

    @property
    def prepared(self):
        """Whether the apprentice wrote anything for it."""
        return any(getattr(self, name) for name in self.OWN)


class NextStep(Agreed):
    """One thing that was agreed in a next-steps conversation: what, by whom and by when."""

    personal = privacy.Personal(
        about="conversation__apprentice__person",
        kind="next step that was agreed",
        whom="apprentices",
        why=WHY,
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("conversation",),
    )

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="agreed_actions")

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Agreed.Meta):
        constraints = [once("conversation", "next_step_once")]

    @property
    def agreed_on(self):
        """The day of the conversation."""
        return self.conversation.held_on if self.conversation_id else None


class PrivateNote(models.Model):
    """What somebody notes for themselves about a conversation: for nobody else, and without history."""

    personal = privacy.Personal(
        about="writer",
        only_theirs=True,
        unknown_to="conversation__apprentice__person",
        kind="private note on a next-steps conversation",
        whom="apprentices, and those who hold the conversations",
        why="To think before a talk, and to remember it.",
        seen_by="whoever wrote it, alone",
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("conversation", "writer"),
        sensitive=("words",),
    )

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="private_notes")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = LinesField("your private note", max_length=3000, blank=True)

    objects = NextStepsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "writer"], name="private_note_one_a_side")
        ]

    def __str__(self):
        return "A private note"


class Option(models.Model):
    """One way on for one apprentice: whether they wish it, what it needs, who asks, and how it stands."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="way on that was weighed",
        whom="apprentices",
        why=WHY,
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "way", "wished", "chance"),
        words=("needs", "asked_by"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="options")
    way = models.CharField("which way", max_length=24, choices=choices(Way))
    wished = models.BooleanField("the apprentice would like it", default=False)
    needs = LinesField("what it needs", max_length=500, blank=True)
    asked_by = models.CharField("who is asking", max_length=120, blank=True)
    chance = models.CharField(
        "how it stands", max_length=20, choices=choices(Chance), default=Chance.NOT_ASKED
    )

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "way on"
        verbose_name_plural = "ways on"
        ordering = ["apprentice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "way"],
                name="option_once",
                violation_error_message="This way is there already.",
            )
        ]

    def __str__(self):
        return self.get_way_display()


class StepTaken(models.Model):
    """A step towards a job or towards gateway that is done, and who told of it."""

    personal = privacy.Personal(
        about="apprentice__person",
        kind="step towards a job or gateway",
        whom="apprentices",
        why=WHY,
        seen_by=NEXT_STEPS,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("told_by",),
        work=("apprentice", "step", "done_on", "told_by"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="steps_taken")
    step = models.CharField(max_length=28, choices=choices(Taken))
    done_on = DayField("done on")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="told by"
    )

    named_by = ("apprentice__person",)

    objects = NextStepsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "step towards a job or gateway"
        verbose_name_plural = "steps towards a job or gateway"
        ordering = ["apprentice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "step"],
                name="step_taken_once",
                violation_error_message="This is ticked already.",
            )
        ]

    def __str__(self):
        return self.get_step_display()


def with_next_steps(apprentices):
    """The records with what their conversations promise, in the same query.

    `talks_told` lists the conversations that have a row, `still_to_take` the next steps nobody has done:
    dicts without order, for `next_steps_due`. `decided_on` and `decision_given_on` are those of the decision.
    """
    decision = apprentices.model._meta.get_field("decision").related_model.objects
    decision = decision.filter(apprentice=OuterRef("pk"))
    prepared = Q(*((f"{name}__gt", "") for name in Conversation.OWN), _connector=Q.OR)
    return apprentices.annotate(
        talks_told=listed(
            Conversation.objects,
            talk="talk",
            held_on="held_on",
            answer_by_on="answer_by_on",
            prepared=_whether(prepared),
            confirmed=_whether(Q(confirmed_at__isnull=False)),
        ),
        still_to_take=listed(
            NextStep.objects.filter(done_on__isnull=True),
            whose="conversation__apprentice",
            what="what",
            owner="owner",
            due_on="due_on",
        ),
        decided_on=Subquery(decision.values("decided_on")[:1]),
        decision_given_on=Subquery(decision.values("given_on")[:1]),
    )


def _whether(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
