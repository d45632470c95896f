"""Records for tests: each is valid by itself, and a test spells out only what it is about."""

from datetime import date, time, timedelta
from decimal import Decimal

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from apprentices.models import (
    AgreedAction,
    Apprentice,
    BreakInLearning,
    Buddy,
    BuddyTerm,
    Concern,
    Conversation,
    CourseDone,
    Cv,
    Decision,
    DeputyTerm,
    Destination,
    EarlierPlan,
    FailedAttempt,
    FirstDay,
    HandoverNote,
    Induction,
    InductionStep,
    Interest,
    Manager,
    ManagerTerm,
    NextStep,
    Option,
    PrivateNote,
    Review,
    SentBack,
    StayingInTouch,
    StepTaken,
)
from cohorts import resemblance
from cohorts.induction import Kind, Owner
from cohorts.models import (
    Cohort,
    Coordinator,
    Course,
    DataRequest,
    FirstDayTemplate,
    InductionItem,
    InductionTemplate,
    Opening,
    Organisation,
    PartnerEmployer,
    Team,
)
from hackit.models import User
from providers.models import Contact, Provider, PublishedHours, Standard
from workplans.models import (
    LearningEntry,
    LearningTime,
    PlanItem,
    PlanTemplate,
    PlanTemplateItem,
    Portfolio,
    PortfolioLink,
    Project,
    ProtectedAnswer,
    WorkPlan,
)

LONG_AGO = date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@test.example.org".format)
    full_name = factory.Sequence("Person {}".format)
    password = factory.LazyFunction(lambda: make_password(None))


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Council {}".format)
    slug = factory.Sequence("council-{}".format)


class CoordinatorFactory(DjangoModelFactory):
    class Meta:
        model = Coordinator

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)


class DataRequestFactory(DjangoModelFactory):
    class Meta:
        model = DataRequest

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    received_on = date(2026, 9, 7)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Team {}".format)


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Cohort {}".format)
    slug = factory.Sequence("cohort-{}".format)
    starts_on = date(2026, 9, 7)


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    ukprn = factory.Sequence(lambda n: str(10_000_000 + n))
    name = factory.Sequence("Provider {}".format)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    provider = factory.SubFactory(ProviderFactory)
    name = factory.Sequence("Tutor {}".format)


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = Standard

    reference = factory.Sequence(lambda n: f"ST{5000 + n % 5000}")  # no real one
    version = "1.0"
    name = factory.Sequence("Standard {}".format)
    level = 4


class ManagerFactory(DjangoModelFactory):
    class Meta:
        model = Manager

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class BuddyFactory(DjangoModelFactory):
    class Meta:
        model = Buddy

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ApprenticeFactory(DjangoModelFactory):
    class Meta:
        model = Apprentice

    person = factory.SubFactory(UserFactory)
    cohort = factory.SubFactory(CohortFactory)
    standard = factory.SubFactory(StandardFactory)
    starts_on = date(2026, 9, 14)
    first_day_at_work_on = factory.LazyAttribute(lambda record: record.starts_on - timedelta(days=7))
    planned_end_on = factory.LazyAttribute(lambda record: record.starts_on + timedelta(days=546))
    weekly_hours = Decimal("36")


class ManagerTermFactory(DjangoModelFactory):
    class Meta:
        model = ManagerTerm

    apprentice = factory.SubFactory(ApprenticeFactory)
    manager = factory.SubFactory(
        ManagerFactory, organisation=factory.SelfAttribute("..apprentice.cohort.organisation")
    )
    from_on = LONG_AGO


class DeputyTermFactory(DjangoModelFactory):
    class Meta:
        model = DeputyTerm

    apprentice = factory.SubFactory(ApprenticeFactory)
    deputy = factory.SubFactory(
        ManagerFactory, organisation=factory.SelfAttribute("..apprentice.cohort.organisation")
    )
    from_on = LONG_AGO


class BuddyTermFactory(DjangoModelFactory):
    class Meta:
        model = BuddyTerm

    apprentice = factory.SubFactory(ApprenticeFactory)
    buddy = factory.SubFactory(
        BuddyFactory, organisation=factory.SelfAttribute("..apprentice.cohort.organisation")
    )
    from_on = LONG_AGO


class BreakFactory(DjangoModelFactory):
    class Meta:
        model = BreakInLearning

    apprentice = factory.SubFactory(ApprenticeFactory)
    first_day_away_on = factory.LazyAttribute(lambda gap: gap.apprentice.starts_on + timedelta(days=60))
    reason = "Agreed time away"


class EarlierPlanFactory(DjangoModelFactory):
    class Meta:
        model = EarlierPlan

    apprentice = factory.SubFactory(ApprenticeFactory)
    until_on = date(2026, 9, 30)
    planned_end_on = factory.SelfAttribute("apprentice.planned_end_on")
    weekly_hours = Decimal("36")
    standard = factory.SelfAttribute("apprentice.standard")
    provider = factory.SelfAttribute("apprentice.provider")
    why = "Fewer hours from October"


class SentBackFactory(DjangoModelFactory):
    class Meta:
        model = SentBack

    apprentice = factory.SubFactory(ApprenticeFactory)
    reached_on = date(2027, 9, 1)
    sent_back_on = date(2027, 9, 20)
    why = "The portfolio lacked a project"


class FailedAttemptFactory(DjangoModelFactory):
    class Meta:
        model = FailedAttempt

    apprentice = factory.SubFactory(ApprenticeFactory)
    failed_on = date(2028, 5, 2)
    resit_on = date(2028, 6, 20)


class HandoverNoteFactory(DjangoModelFactory):
    class Meta:
        model = HandoverNote

    term = factory.SubFactory(ManagerTermFactory)
    going_on = "Builds the booking form"
    promised = "A visit to the data centre"
    next_dates = "Meets the tutor on 3 December"


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    apprentice = factory.SubFactory(ApprenticeFactory)
    held_on = factory.LazyAttribute(lambda review: review.apprentice.starts_on + timedelta(days=80))
    summary = "Learning goes well"


class AgreedActionFactory(DjangoModelFactory):
    class Meta:
        model = AgreedAction

    review = factory.SubFactory(ReviewFactory)
    what = "Book the exam"
    owner = "manager"
    due_on = factory.LazyAttribute(lambda agreed: agreed.review.held_on + timedelta(days=14))


class FirstDayTemplateFactory(DjangoModelFactory):
    class Meta:
        model = FirstDayTemplate

    organisation = factory.SubFactory(OrganisationFactory)


class FirstDayFactory(DjangoModelFactory):
    class Meta:
        model = FirstDay

    apprentice = factory.SubFactory(ApprenticeFactory)
    comes_at = time(9, 30)
    place = "1 Sample Street, side entrance"
    met_by = "Max meets you at the door"
    trouble = "Ring 020 7946 0000"


class PublishedHoursFactory(DjangoModelFactory):
    class Meta:
        model = PublishedHours

    standard = factory.SubFactory(StandardFactory)
    hours = 278
    starts_from = date(2025, 8, 1)
    source = "A published list"


class LearningEntryFactory(DjangoModelFactory):
    class Meta:
        model = LearningEntry

    class Params:
        accepted = factory.Trait(
            state="accepted",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(timezone.now),
        )
        returned = factory.Trait(
            state="returned",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(timezone.now),
            returned_because="Say what you learned",
        )

    apprentice = factory.SubFactory(ApprenticeFactory)
    learned_on = factory.LazyAttribute(lambda entry: entry.apprentice.starts_on)
    minutes = 90
    kind = "class"
    what = factory.Sequence("Lesson {}".format)
    submitted_at = factory.LazyFunction(timezone.now)


class LearningTimeFactory(DjangoModelFactory):
    class Meta:
        model = LearningTime

    class Params:
        agreed = factory.Trait(
            state="agreed",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(timezone.now),
        )

    apprentice = factory.SubFactory(ApprenticeFactory)
    from_on = factory.LazyAttribute(lambda time: time.apprentice.starts_on)
    pattern = "----D--"
    day_minutes = 435
    proposed_by = factory.LazyAttribute(lambda time: time.apprentice.person)
    proposed_at = factory.LazyFunction(timezone.now)


class ProtectedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ProtectedAnswer

    apprentice = factory.SubFactory(ApprenticeFactory)
    month_on = date(2026, 10, 1)
    answer = "yes"
    answered_on = date(2026, 11, 2)


class WorkPlanFactory(DjangoModelFactory):
    """A draft; the traits take it further, each as if the ones before had happened."""

    class Meta:
        model = WorkPlan

    class Params:
        shared = factory.Trait(
            shared_by=factory.SubFactory(UserFactory), shared_at=factory.LazyFunction(timezone.now)
        )
        agreed = factory.Trait(shared=True, agreed_at=factory.LazyFunction(timezone.now))
        reflected = factory.Trait(
            agreed=True, reflected_at=factory.LazyFunction(timezone.now), went_well="The form went live"
        )
        reviewed = factory.Trait(
            reflected=True,
            reviewed_by=factory.SubFactory(UserFactory),
            reviewed_at=factory.LazyFunction(timezone.now),
            review="A good month",
        )

    apprentice = factory.SubFactory(ApprenticeFactory)
    month_on = date(2026, 11, 1)
    aim = "Learn how requests reach the service desk"


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    class Params:
        suggested = factory.Trait(suggested_at=factory.LazyFunction(timezone.now))

    plan = factory.SubFactory(WorkPlanFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence("Item {}".format)


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    apprentice = factory.SubFactory(ApprenticeFactory)
    title = factory.Sequence("Project {}".format)
    purpose = "People report a missed bin without ringing"


class PortfolioFactory(DjangoModelFactory):
    class Meta:
        model = Portfolio

    apprentice = factory.SubFactory(ApprenticeFactory)
    profile = "I like maps"


class PortfolioLinkFactory(DjangoModelFactory):
    class Meta:
        model = PortfolioLink

    apprentice = factory.SubFactory(ApprenticeFactory)
    made_at = factory.LazyFunction(timezone.now)
    expires_on = date(2026, 12, 18)


class PlanTemplateFactory(DjangoModelFactory):
    class Meta:
        model = PlanTemplate

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Kind of month {}".format)
    aim = "Know the job and the people"


class PlanTemplateItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanTemplateItem

    template = factory.SubFactory(PlanTemplateFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence("Item of a template {}".format)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Course {}".format)
    asked_from = LONG_AGO


class CourseDoneFactory(DjangoModelFactory):
    class Meta:
        model = CourseDone

    course = factory.SubFactory(CourseFactory)
    person = factory.SubFactory(UserFactory)
    done_on = date(2026, 9, 28)
    recorded_by = factory.SelfAttribute("person")


class InductionTemplateFactory(DjangoModelFactory):
    class Meta:
        model = InductionTemplate

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Induction {}".format)


class InductionItemFactory(DjangoModelFactory):
    class Meta:
        model = InductionItem

    template = factory.SubFactory(InductionTemplateFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence("Step of a template {}".format)
    day = 0


class InductionFactory(DjangoModelFactory):
    class Meta:
        model = Induction

    apprentice = factory.SubFactory(ApprenticeFactory)
    template = factory.SubFactory(
        InductionTemplateFactory, organisation=factory.SelfAttribute("..apprentice.cohort.organisation")
    )
    given_on = date(2026, 8, 10)
    counted_from = factory.SelfAttribute("apprentice.first_day_at_work_on")


class InductionStepFactory(DjangoModelFactory):
    """A step of the template that nobody has done; `item` stays blank."""

    class Meta:
        model = InductionStep

    apprentice = factory.SubFactory(ApprenticeFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence("Step {}".format)
    day = 0
    due_on = factory.SelfAttribute("apprentice.first_day_at_work_on")


class PersonToMeetFactory(InductionStepFactory):
    """Somebody whom the manager listed, on a working day that came by itself."""

    meets = factory.Sequence("Colleague {}".format)
    title = factory.LazyAttribute(lambda step: f"Meet {step.meets}")
    owner, kind, day = Owner.APPRENTICE, Kind.INTRODUCTION, None


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = Concern

    apprentice = factory.SubFactory(ApprenticeFactory)
    words = factory.Sequence("Something in confidence {}".format)
    raised_at = factory.LazyFunction(timezone.now)


class ConversationFactory(DjangoModelFactory):
    """One that nobody has prepared or held; the traits take it further."""

    class Meta:
        model = Conversation

    class Params:
        prepared = factory.Trait(hopes="To stay", strengths="Maps", questions="Is there a post?")
        held = factory.Trait(
            held_on=date(2026, 11, 16),
            held_by=factory.SubFactory(UserFactory),
            said_hopes="Would like to stay in the team",
            can_say="A post is being asked for",
            answer_by_on=date(2026, 12, 15),
        )
        confirmed = factory.Trait(held=True, confirmed_at=factory.LazyFunction(timezone.now))

    apprentice = factory.SubFactory(ApprenticeFactory)
    talk = "first"


class NextStepFactory(DjangoModelFactory):
    class Meta:
        model = NextStep

    conversation = factory.SubFactory(ConversationFactory, held=True)
    what = factory.Sequence("Ask for a post {}".format)
    owner = "manager"
    due_on = date(2026, 12, 1)


class PrivateNoteFactory(DjangoModelFactory):
    class Meta:
        model = PrivateNote

    conversation = factory.SubFactory(ConversationFactory)
    writer = factory.SelfAttribute("conversation.apprentice.person")
    words = factory.Sequence("Kept to myself {}".format)


class OptionFactory(DjangoModelFactory):
    class Meta:
        model = Option

    apprentice = factory.SubFactory(ApprenticeFactory)
    way = "stay in the team"
    needs = "A post in the budget"
    chance = "being asked"


class StepTakenFactory(DjangoModelFactory):
    class Meta:
        model = StepTaken

    apprentice = factory.SubFactory(ApprenticeFactory)
    step = "CV updated"
    done_on = date(2026, 11, 10)
    told_by = factory.SelfAttribute("apprentice.person")


class DecisionFactory(DjangoModelFactory):
    """Recorded, and not given yet."""

    class Meta:
        model = Decision

    class Params:
        given = factory.Trait(given_on=date(2026, 11, 17))

    apprentice = factory.SubFactory(ApprenticeFactory)
    outcome = "a role in the same team"
    decided_on = date(2026, 11, 16)
    decided_by = factory.SubFactory(UserFactory)
    role = "Service designer"
    letter = "Dear you, there is a role for you."


class PartnerEmployerFactory(DjangoModelFactory):
    class Meta:
        model = PartnerEmployer

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Employer {}".format)
    key = factory.LazyAttribute(lambda employer: resemblance.key(employer.name))


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = Opening

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Opening {}".format)
    posted_on = date(2026, 11, 2)


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    apprentice = factory.SubFactory(ApprenticeFactory)
    opening = factory.SubFactory(
        OpeningFactory, organisation=factory.SelfAttribute("..apprentice.cohort.organisation")
    )
    marked_on = date(2026, 11, 10)


class DestinationFactory(DjangoModelFactory):
    class Meta:
        model = Destination

    apprentice = factory.SubFactory(ApprenticeFactory)
    asked = "at the end"
    where = "new job here, in the same team"
    in_profession = True
    known_on = date(2026, 11, 10)


class StayingInTouchFactory(DjangoModelFactory):
    class Meta:
        model = StayingInTouch

    apprentice = factory.SubFactory(ApprenticeFactory)
    email = factory.Sequence("private{}@home.example.org".format)
    left_on = date(2026, 11, 10)


class CvFactory(DjangoModelFactory):
    class Meta:
        model = Cv

    apprentice = factory.SubFactory(ApprenticeFactory)
    profile = "I build services"
