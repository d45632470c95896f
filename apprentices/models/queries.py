"""How apprentices' records are asked for."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When

from apprentices.life import Status
from apprentices.models.breaks import BreakInLearning
from apprentices.models.first_day import FirstDay
from apprentices.models.next_steps import with_next_steps
from apprentices.models.people import BuddyTerm, DeputyTerm, ManagerTerm
from apprentices.models.reviews import Review
from apprentices.models.turns import FailedAttempt, SentBack
from cohorts.models import ClosingDay
from hackit import access
from hackit.listed import listed
from hackit.models import AboutPeople


class ApprenticeQuerySet(AboutPeople, access.Scoped, models.QuerySet):
    def allowing(self, user, action, on=None):
        """The records with which `user` may do `action`; see `access.allowing`."""
        return access.allowing(self, user, action, on)

    def with_status(self, on):
        """Each record with `status`, the value that `life.status` gives for the day `on`."""
        away = BreakInLearning.objects.filter(
            Q(first_day_back_on__isnull=True) | Q(first_day_back_on__gt=on),
            apprentice=OuterRef("pk"),
            first_day_away_on__lte=on,
        )
        sent_back = SentBack.objects.filter(
            apprentice=OuterRef("pk"), reached_on__lte=on, sent_back_on__gt=on
        )
        return self.annotate(
            status=Case(
                When(withdrawn_on__lte=on, then=Value(Status.WITHDRAWN)),
                When(completed_on__lte=on, then=Value(Status.COMPLETED)),
                When(assessment_on__lte=on, then=Value(Status.ASSESSMENT)),
                When(gateway_on__lte=on, then=Value(Status.GATEWAY)),
                When(Exists(sent_back), then=Value(Status.GATEWAY)),
                When(starts_on__gt=on, then=Value(Status.WAITING)),
                When(Exists(away), then=Value(Status.BREAK)),
                default=Value(Status.LEARNING),
                output_field=models.CharField(),
            )
        )

    def living(self, on):
        """Records neither completed nor withdrawn on the day `on`."""
        return self.exclude(completed_on__lte=on).exclude(withdrawn_on__lte=on)

    def ended_since(self, since, on):
        """Records completed or withdrawn from the day `since` to the day `on`, each with its person."""
        ended = self.alias(_over_on=access.ENDED_ON).filter(_over_on__gte=since, _over_on__lte=on)
        return ended.select_related("person")

    def before(self, record):
        """The latest ended record of the same person in the organisation of `record`; None without."""
        same = self.alias(_ended_on=access.ENDED_ON).filter(
            person=record.person, cohort__organisation=record.cohort.organisation_id
        )
        ended = same.exclude(pk=record.pk).filter(_ended_on__isnull=False)
        return ended.order_by("-_ended_on", "-pk").first()

    def beside(self, pk):
        """The record with this key, and those of the same person right before and after it."""
        before = self.model.objects.filter(pk=pk).values("previous")
        return self.filter(Q(pk=pk) | Q(previous=pk) | Q(pk__in=before))

    def with_people(self, on):
        """Each record with `manager_name`, of the manager in force on the day `on`; None for nobody.

        Whose account is closed counts as nobody. `next_manager_on` is the first day of somebody named
        for later; `has_had_buddy` counts later ones too.
        """
        managers = ManagerTerm.objects.filter(apprentice=OuterRef("pk"))
        now = managers.in_force(on).filter(manager__person__is_active=True)
        coming = managers.filter(from_on__gt=on).order_by("from_on")
        return self.annotate(
            manager_name=Subquery(now.values("manager__person__full_name")[:1]),
            next_manager_on=Subquery(coming.values("from_on")[:1]),
            has_had_buddy=Exists(BuddyTerm.objects.filter(apprentice=OuterRef("pk"))),
        )

    def for_overview(self, on):
        """Each record with its status, people and all that a row about it names, in one query.

        `first_day_shown` says whether its first-day page can be read by the apprentice; `resit_on` is the
        resit planned last.
        """
        open_breaks = BreakInLearning.objects.filter(
            apprentice=OuterRef("pk"), first_day_back_on__isnull=True, first_day_away_on__lte=on
        )
        return (
            self.with_status(on)
            .with_people(on)
            .annotate(
                expected_back_on=Subquery(open_breaks.values("expected_return_on")[:1]),
                first_day_shown=Exists(
                    FirstDay.objects.filter(apprentice=OuterRef("pk"), shown_on__isnull=False)
                ),
                resit_on=_first(FailedAttempt.objects.order_by("-failed_on"), "resit_on"),
            )
            .select_related("person", "cohort__organisation", "team", "provider", "tutor", "standard")
        )

    def with_review_days(self):
        """Each record with the days from which its next review of three is counted, apart from the start.

        `last_review_on` is that of the last review, `last_back_on` the first day back after a break.
        """
        return self.annotate(
            last_review_on=_first(Review.objects.order_by("-held_on"), "held_on"),
            last_back_on=_first(
                BreakInLearning.objects.filter(first_day_back_on__isnull=False).order_by(
                    "-first_day_back_on"
                ),
                "first_day_back_on",
            ),
        )

    def with_readiness(self, on):
        """Each record with what says whether manager and buddy are ready, in the same query.

        `session_on` is the day on which the manager `session_of`, of the day `on` or else the next one, went
        to the managers' session; `buddy_name` with its days and `buddy_briefed_on` are those of the buddy of
        that day, else of the next one, None for nobody. `closing_days` are the organisation's, for `listed`.
        """
        managers = ManagerTerm.objects.not_over(on).filter(manager__person__is_active=True)
        buddies = BuddyTerm.objects.not_over(on).filter(buddy__person__is_active=True)
        managers, buddies = managers.order_by("from_on"), buddies.order_by("from_on")
        return self.annotate(
            session_of=_first(managers, "manager"),
            session_on=_first(managers, "manager__went_to_session_on"),
            buddy_name=_first(buddies, "buddy__person__full_name"),
            buddy_until_on=_first(buddies, "until_on"),
            buddy_briefed_on=_first(buddies, "buddy__briefed_on"),
            closing_days=listed(
                ClosingDay.objects, "organisation", "cohort__organisation", closed_on="closed_on"
            ),
        )

    def for_agenda(self, on):
        """Each record with all that is asked to know what is due, in two queries.

        `next_manager_name` and `next_deputy_name`, with `next_deputy_on`, are people named for later;
        `next_manager_note` is the handover note for that manager, and `note_unread_since` the first day of
        a manager who has not read theirs. `still_agreed` lists what reviews agreed and nobody has done.
        What the conversations before the end promise says `with_next_steps`.
        """
        coming = ManagerTerm.objects.filter(from_on__gt=on).order_by("from_on")
        deputies = DeputyTerm.objects.filter(from_on__gt=on, deputy__person__is_active=True)
        unread = ManagerTerm.objects.in_force(on).filter(note__isnull=False, note__read_on__isnull=True)
        return (
            with_next_steps(self.for_overview(on))
            .with_joining()
            .with_review_days()
            .with_readiness(on)
            .annotate(
                next_manager_name=_first(coming, "manager__person__full_name"),
                next_manager_note=_first(coming, "note"),
                note_unread_since=_first(unread, "from_on"),
                next_deputy_name=_first(deputies.order_by("from_on"), "deputy__person__full_name"),
                next_deputy_on=_first(deputies.order_by("from_on"), "from_on"),
            )
            .prefetch_related(Prefetch("reviews", Review.objects.still_agreed(), to_attr="still_agreed"))
        )


def _first(rows, name):
    """One value of the first of the rows that an apprentice has, in their order."""
    return Subquery(rows.filter(apprentice=OuterRef("pk")).values(name)[:1])
