"""What belongs to the end of apprenticeships in the workshop: it is only read here."""

from django.contrib import admin
from django.db.models import Q

from apprentices.models import Conversation, Cv, Decision, Destination, NextStep, Option, StepTaken
from hackit.workshop import Drawer, Own, ReadingDesk


class NextSteps(Drawer):
    """What was agreed in a conversation."""

    model = NextStep
    fields = readonly_fields = ("what", "owner", "due_on", "done_on")


@admin.register(Conversation)
class ConversationDesk(ReadingDesk):
    """Next-steps conversations are recorded on the pages of the apprentice; here they are looked at."""

    list_display = ("apprentice", "talk", "held_on", "held_by", "answer_by_on", "confirmed_at")
    list_filter = ("talk",)
    list_select_related = ("apprentice__person", "held_by")
    fields = readonly_fields = (
        "apprentice",
        "talk",
        *Conversation.OWN,
        "held_on",
        "held_by",
        "others_there",
        *Conversation.SAID,
        "answer_by_on",
        "confirmed_at",
        "differently",
    )
    inlines = [NextSteps]

    def get_queryset(self, request):
        """Without rows that hold nothing but somebody's private note."""
        prepared = Q(*((f"{name}__gt", "") for name in Conversation.OWN), _connector=Q.OR)
        return super().get_queryset(request).filter(Q(held_on__isnull=False) | prepared)


@admin.register(Option)
class OptionDesk(ReadingDesk):
    """The ways on that are weighed."""

    list_display = ("apprentice", "way", "wished", "chance", "asked_by")
    list_filter = ("way", "chance")
    fields = readonly_fields = ("apprentice", "way", "wished", "needs", "asked_by", "chance")


@admin.register(StepTaken)
class StepTakenDesk(ReadingDesk):
    """Steps towards a job and towards gateway."""

    list_display = ("apprentice", "step", "done_on", "told_by")
    list_filter = ("step",)
    list_select_related = ("apprentice__person", "told_by")
    fields = readonly_fields = ("apprentice", "step", "done_on", "told_by")


@admin.register(Decision)
class DecisionDesk(ReadingDesk):
    """What was decided."""

    list_display = ("apprentice", "outcome", "decided_on", "decided_by", "given_on")
    list_filter = ("outcome",)
    list_select_related = ("apprentice__person", "decided_by")
    fields = readonly_fields = (
        "apprentice",
        "outcome",
        "decided_on",
        "decided_by",
        *Decision.OF_A_ROLE,
        "letter",
        "given_on",
    )

    def get_queryset(self, request):
        """Without one about the reader: an apprentice reads it once it is given, whatever else they are."""
        return super().get_queryset(request).exclude(apprentice__person=request.user, given_on=None)


@admin.register(Destination)
class DestinationDesk(ReadingDesk):
    """Where people went."""

    list_display = ("apprentice", "asked", "where", "in_profession", "employer", "known_on")
    list_filter = ("asked", "where", "in_profession", ("employer", Own))
    list_select_related = ("apprentice__person", "employer")
    fields = readonly_fields = (
        "apprentice",
        "asked",
        "where",
        "in_profession",
        "role",
        "employer",
        "employer_said",
        "starts_on",
        "known_on",
        "recorded_by",
    )


@admin.register(Cv)
class CvDesk(ReadingDesk):
    """CVs, as the apprentices wrote them."""

    list_display = ("apprentice",)
    fields = readonly_fields = ("apprentice", *Cv.SECTIONS)
