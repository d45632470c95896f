"""The induction of one apprentice: its steps, and the line that helps to remember somebody."""

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from simple_history.models import HistoricalRecords

from apprentices.induction import ALL_STEPS, OPEN, State
from apprentices.models.first_day import FirstDay
from apprentices.models.people import BuddyTerm, DeputyTerm, ManagerTerm
from apprentices.models.reviews import Review
from apprentices.models.training import CourseDone
from cohorts.induction import Fact, Kind, Owner, Sight
from cohorts.models import InductionItem, InductionTemplate, InductionWords
from hackit import privacy
from hackit.access import Scoped
from hackit.listed import Listed
from hackit.models import DayField, LinesField, choices

WHY = "To give somebody who starts a good beginning, and to see that it happens."
SEEN_BY = (
    "manager, deputies and "
    + privacy.COORDINATORS
    + "; the apprentice what is not kept from them; the buddy "
    "their own steps and introductions"
)


class InductionQuerySet(Scoped, models.QuerySet):
    """Inductions of any apprentice."""


class Induction(models.Model):
    """What an apprentice was given: from which template, and the first day that its days count from."""

    personal = privacy.Personal(
        about="apprentice__person",
        whom="apprentices",
        why=WHY,
        seen_by=privacy.COORDINATORS,
        keep=privacy.KEEP_APPRENTICESHIP,
        work=("apprentice", "given_on", "counted_from"),
        nothing=("template",),
    )

    apprentice = models.OneToOneField("apprentices.Apprentice", models.CASCADE, related_name="induction")
    template = models.ForeignKey(
        InductionTemplate, models.SET_NULL, null=True, blank=True, related_name="inductions"
    )
    given_on = DayField("given on")
    counted_from = DayField("counted from the first day at work on")

    objects = InductionQuerySet.as_manager()
    history = HistoricalRecords()

    def __str__(self):
        return f"Induction of {self.apprentice}"


class InductionStepQuerySet(Scoped, models.QuerySet):
    def seen_with(self, relations):
        """The steps that somebody with these relations to their apprentice sees; see `induction.sees`."""
        if "apprentice" in relations:
            return self.exclude(sight=Sight.CLOSED)
        if ALL_STEPS & set(relations):
            return self
        seen = Q(pk__in=[])
        if "buddy" in relations:
            seen |= Q(sight=Sight.OPEN) & (Q(owner=Owner.BUDDY) | Q(kind=Kind.INTRODUCTION))
        return self.filter(seen)

    def people_to_meet(self):
        """Those whom somebody listed to be met, the most important first."""
        return self.exclude(meets="").order_by("position", "pk")

    def to_spread(self, on):
        """The people to meet whose day comes by itself: not met yet, not by hand, and not on the day `on`."""
        return self.people_to_meet().filter(state__in=OPEN, by_hand=False).exclude(due_on=on)

    def needed(self):
        """The steps that are not told to be not needed."""
        return self.exclude(state=State.NOT_NEEDED)

    def with_known(self, facts):
        """Each step with `known`: whether the fact that does it by itself holds, of one that is needed.

        `facts` are conditions on a step by Fact, of other apps; those of this app are added.
        """
        whens = [When(state=State.NOT_NEEDED, then=Value(False))]
        whens += [When(course__isnull=False, then=_course_done())]
        whens += [When(fact=fact, then=condition) for fact, condition in (_own_facts() | facts).items()]
        return self.annotate(known=Case(*whens, default=Value(False), output_field=BooleanField()))

    def still_open(self, facts):
        """The steps that somebody has yet to do; `facts` as for `with_known`."""
        return self.with_known(facts).filter(state__in=OPEN, known=False)


def _course_done():
    done = CourseDone.objects.filter(course=OuterRef("course"), person=OuterRef("apprentice__person"))
    return Exists(done)


def _has(model, **wanted):
    return Exists(model.objects.filter(apprentice=OuterRef("apprentice"), **wanted))


def _newest(terms):
    """The key of the term beside the apprentice of a step that begins last: who was there before is over."""
    mine = terms.objects.filter(apprentice=OuterRef(OuterRef("apprentice")))
    return Subquery(mine.order_by("-from_on").values("pk")[:1])


def _own_facts():
    """What holds of the apprentice of a step, by Fact, as far as this app knows."""
    buddy = BuddyTerm.objects.filter(pk=_newest(BuddyTerm))
    settled = Q(kept_on__isnull=False) | Q(until_on__isnull=False)
    managers = ManagerTerm.objects.filter(pk=_newest(ManagerTerm))
    listed = InductionStep.objects.exclude(meets="").filter(apprentice=OuterRef("apprentice"))
    return {
        Fact.MANAGER: Case(When(_has(ManagerTerm), then=_has(DeputyTerm)), default=Value(False)),
        Fact.SESSION: Exists(managers.filter(manager__went_to_session_on__isnull=False)),
        Fact.BUDDY: Exists(buddy.filter(buddy__briefed_on__isnull=False)),
        Fact.TUTOR: Case(When(apprentice__tutor__isnull=False, then=Value(True)), default=Value(False)),
        Fact.PEOPLE: Exists(listed),
        Fact.FIRST_DAY: _has(FirstDay, shown_on__isnull=False),
        Fact.REVIEW: _has(Review),
        Fact.ARRANGEMENT: Exists(buddy.filter(settled)),
    }


class InductionStep(InductionWords):
    """One thing to be done by somebody by a day; of a kind of introduction, somebody to meet.

    What was made from a template has its `item` and its `day`, counted from the first day at work; what
    somebody added has neither. `meets` is the name of a person that the manager listed.
    """

    personal = privacy.Personal(
        about="apprentice__person",
        unread={"sight": Sight.CLOSED},
        whom="apprentices, and colleagues whom they meet",
        why=WHY,
        seen_by=SEEN_BY,
        keep=privacy.KEEP_APPRENTICESHIP,
        others=("done_by",),
        nothing=("item", "position", "day"),
        work=("apprentice", "due_on", "by_hand", "state", "stuck_on", "done_on", "done_by"),
        identity=("meets", "job", "place"),
        sensitive=("stuck_because", "not_needed_because"),
        needed=("title", "stuck_because", "not_needed_because"),
    )

    apprentice = models.ForeignKey("apprentices.Apprentice", models.CASCADE, related_name="induction_steps")
    item = models.ForeignKey(InductionItem, models.SET_NULL, null=True, blank=True, related_name="steps")
    day = models.SmallIntegerField("day counted from the first one", null=True, blank=True)
    position = models.PositiveSmallIntegerField("place in its day, or in the list of people", default=0)
    due_on = DayField("by when")
    by_hand = models.BooleanField("the day was chosen by hand", default=False)
    meets = models.CharField("name", max_length=120, blank=True)
    job = models.CharField(max_length=120, blank=True)
    place = models.CharField("where", max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=choices(State), default=State.TO_DO)
    stuck_on = DayField("stuck since", null=True, blank=True)
    stuck_because = LinesField("what is in the way", max_length=500, blank=True)
    not_needed_because = LinesField("why it is not needed", max_length=500, blank=True)
    done_on = DayField("done on", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InductionStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "induction step"
        ordering = ["apprentice", "due_on", "position", "pk"]
        indexes = [models.Index(fields=["apprentice", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "item"],
                condition=Q(item__isnull=False),
                name="induction_step_once",
                violation_error_message="This step of the template is there already.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.STUCK, stuck_on__isnull=False) & ~Q(stuck_because="")
                | ~Q(state=State.STUCK) & Q(stuck_on__isnull=True, stuck_because=""),
                name="induction_step_stuck_because",
                violation_error_message="Say what is in the way.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.NOT_NEEDED) & ~Q(not_needed_because="")
                | ~Q(state=State.NOT_NEEDED) & Q(not_needed_because=""),
                name="induction_step_not_needed_because",
                violation_error_message="Say why it is not needed.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_on__isnull=False, done_by__isnull=False)
                | ~Q(state=State.DONE) & Q(done_on__isnull=True, done_by__isnull=True),
                name="induction_step_done_on_and_by",
                violation_error_message="What is done has a day, and somebody who told of it.",
            ),
            models.CheckConstraint(
                condition=Q(meets="") | Q(kind=Kind.INTRODUCTION),
                name="induction_step_meets_somebody",
                violation_error_message="Only an introduction is about somebody to meet.",
            ),
        ]

    @property
    def is_open(self):
        """Whether somebody has yet to do it, as far as it was told."""
        return self.state in OPEN

    @property
    def chosen_on(self):
        """The day that somebody chose by hand; None when it comes by itself."""
        return self.due_on if self.by_hand else None


# What is told of an open step in the list that comes with a record.
_TOLD = ("pk", "title", "due_on", "owner", "kind", "sight", "fact", "state", "stuck_on")


def with_open_steps(apprentices, on, facts):
    """The records, each with what is still open of its induction on the day `on`, in the same query.

    `open_steps` is a list of dicts, of steps that nobody has done, for `open_steps_of`; `steps_needed` and
    `closed_steps_needed` count the steps that are needed, done ones too, and those of them that are kept
    from the apprentice; `has_induction` says whether there is any. `has_buddy` says whether there is a buddy
    now or later. `facts` are conditions on a step by Fact that other apps know.
    """
    steps = InductionStep.objects.filter(apprentice=OuterRef("pk"))
    still_open = steps.still_open(facts).order_by().values("apprentice")
    asked = Q(course__retired_on__isnull=True) | Q(course__retired_on__gt=on)
    course = Case(When(asked, then=F("course")))  # what nobody is asked to take, somebody ticks
    found = Listed(JSONObject(course=course, **{name: F(name) for name in _TOLD}))
    buddies = BuddyTerm.objects.filter(apprentice=OuterRef("pk"), buddy__person__is_active=True)
    return apprentices.annotate(
        open_steps=Subquery(still_open.annotate(_found=found).values("_found")),
        steps_needed=_count(steps.needed()),
        closed_steps_needed=_count(steps.needed().filter(sight=Sight.CLOSED)),
        has_induction=Exists(Induction.objects.filter(apprentice=OuterRef("pk"))),
        has_buddy=Exists(buddies.not_over(on)),
    )


def _count(steps):
    counted = steps.order_by().values("apprentice").annotate(_number=Count("pk")).values("_number")
    return Coalesce(Subquery(counted), 0)


class MetLine(models.Model):
    """A line by which an apprentice remembers somebody they met, for nobody else and without history."""

    personal = privacy.Personal(
        about="step__apprentice__person",
        only_theirs=True,
        kind="line to remember somebody by",
        whom="apprentices",
        why="To remember the people whom one meets in the first weeks.",
        seen_by="the apprentice alone",
        keep=privacy.KEEP_APPRENTICESHIP,
        nothing=("step",),
        sensitive=("words",),
    )

    step = models.OneToOneField(InductionStep, models.CASCADE, related_name="line")
    words = models.CharField("to remember them by", max_length=200, blank=True)

    objects = InductionQuerySet.as_manager()

    def __str__(self):
        return "A line to remember somebody by"
