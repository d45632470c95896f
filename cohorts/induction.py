"""What an induction is made of, and the one that every organisation begins with. Pure.

Days count from the first day at work: calendar days, negative before it, and in the first week working
days, so that 4 is the fifth working day.
"""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who does a step; what the provider does is ticked by manager, deputy or coordinator."""

    MANAGER = "manager"
    BUDDY = "buddy"
    APPRENTICE = "apprentice"
    COORDINATOR = "coordinator"
    PROVIDER = "provider"


class Kind(StrEnum):
    """What kind of step it is; an introduction is meeting somebody."""

    TASK = "task"
    INTRODUCTION = "introduction"
    TRAINING = "training"


class Sight(StrEnum):
    """Who sees a step beside manager, deputies and coordinators."""

    OPEN = "open"
    TALK = "talk"
    CLOSED = "closed"


SIGHTS = {
    Sight.OPEN: "No: the apprentice sees it, and the buddy their own steps and introductions",
    Sight.TALK: "Yes, and the apprentice sees it: it is about talking with them",
    Sight.CLOSED: "Yes: manager, deputies and coordinators only",
}


class Fact(StrEnum):
    """What the system can know, so that nobody is asked for it twice."""

    MANAGER = "manager"
    SESSION = "session"
    BUDDY = "buddy"
    TUTOR = "tutor"
    PEOPLE = "people"
    PLANS = "plans"
    FIRST_DAY = "first_day"
    TIME = "time"
    ENTRIES = "entries"
    REVIEW = "review"
    ARRANGEMENT = "arrangement"


# The end of the sentence "This is done by itself once …".
FACTS = {
    Fact.MANAGER: "a manager and a deputy are named",
    Fact.SESSION: "it is recorded that the manager went to the managers’ session",
    Fact.BUDDY: "a buddy is chosen and briefed",
    Fact.TUTOR: "the tutor is saved",
    Fact.PEOPLE: "the people to meet are listed",
    Fact.PLANS: "the plans of the first three months have items, one of them in a project",
    Fact.FIRST_DAY: "the first-day page is shown",
    Fact.TIME: "learning time is agreed",
    Fact.ENTRIES: "the first entries of the learning log are accepted",
    Fact.REVIEW: "the first review of three is recorded",
    Fact.ARRANGEMENT: "it is recorded that the buddy goes on, changes or ends",
}

# The last day of each section, and its name.
SECTIONS = (
    (-1, "Before day one"),
    (0, "First day"),
    (4, "First week"),
    (30, "First month"),
    (90, "First three months"),
    (182, "First six months"),
)
LAST_SECTION = "First year"
SECTION_NAMES = (*(name for _, name in SECTIONS), LAST_SECTION)
# The days that count as working days, and those that an induction may span.
LAST_OF_FIRST_WEEK = 4
EARLIEST, LATEST = -180, 730


def section(day):
    """The name of the section that a day belongs to."""
    return next((name for last, name in SECTIONS if day <= last), LAST_SECTION)


@dataclass(frozen=True)
class Course:
    """Mandatory training that comes with the system; `audience` is a value of `Audience`."""

    name: str
    audience: str
    about: str


class Audience(StrEnum):
    """Who takes a course."""

    ALL = "all"
    APPRENTICES = "apprentices"
    MANAGERS = "managers"


AUDIENCES = {
    Audience.ALL: "Everybody in the programme",
    Audience.APPRENTICES: "Apprentices",
    Audience.MANAGERS: "Managers and deputies",
}

HANDLING = Course(
    "Data awareness for people who handle data",
    Audience.ALL,
    "How to keep what residents tell us safe: what is personal, who may see it, and what to do when "
    "something goes wrong.",
)
DECIDING = Course(
    "Data awareness for people who decide about data",
    Audience.MANAGERS,
    "What to weigh before data is collected, shared or kept, and who answers for it.",
)
COURSES = (HANDLING, DECIDING)


@dataclass(frozen=True)
class Item:
    """A step of the standard induction; `course` is one of COURSES."""

    day: int
    title: str
    owner: Owner
    kind: Kind = Kind.TASK
    sight: Sight = Sight.OPEN
    fact: Fact | str = ""
    course: Course | None = None
    guidance: str = ""


M, B, A, C, P = Owner.MANAGER, Owner.BUDDY, Owner.APPRENTICE, Owner.COORDINATOR, Owner.PROVIDER
INTRODUCTION, TRAINING = Kind.INTRODUCTION, Kind.TRAINING
TALK, CLOSED = Sight.TALK, Sight.CLOSED

STANDARD_NAME = "Standard induction"
STANDARD_ABOUT = "For everybody: from four weeks before the first day to the end of the first year."
STANDARD = (
    Item(
        -28,
        "Say who manages the apprentice, and who stands in when they are away",
        C,
        fact=Fact.MANAGER,
        guidance="A deputy sees and does what the manager does, so that nothing waits for a holiday.",
    ),
    Item(
        -21,
        "Go to the managers’ session",
        M,
        TRAINING,
        fact=Fact.SESSION,
        guidance="What an apprenticeship asks of you: time for learning, real work, and a talk every week.",
    ),
    Item(
        -21,
        "Choose a buddy who does similar work nearby, and brief them",
        M,
        fact=Fact.BUDDY,
        guidance="Somebody patient with a little time. The buddy’s page says what it is about.",
    ),
    Item(
        -21,
        "Check that the job offers the work that the standard needs",
        M,
        guidance="Read the standard with the provider. What your team cannot offer, another team may.",
    ),
    Item(
        -14,
        "Meet the provider and save the tutor’s contact details",
        M,
        fact=Fact.TUTOR,
        guidance="Ask when classes are, what is expected of you, and how you hear that something slips.",
    ),
    Item(
        -14,
        "Ask about needs and adjustments before arrival",
        M,
        sight=TALK,
        guidance="Ask everybody the same question: what would help you to do your best work here?",
    ),
    Item(
        -14,
        "Do the risk assessment, counting inexperience; for under-18s check hours and breaks",
        M,
        sight=CLOSED,
        guidance="Somebody in their first job does not see risks that others avoid without thinking.",
    ),
    Item(
        -14,
        "Order equipment, accounts and pass; find a quiet place for learning",
        M,
        guidance="It should all work on the first morning. Name the quiet place above.",
    ),
    Item(
        -10,
        "List the people to meet, spread over weeks",
        M,
        fact=Fact.PEOPLE,
        guidance="Name, job, and why it is worth meeting them. The days come by themselves.",
    ),
    Item(
        -7,
        "Draft the first three monthly plans with at least one named project",
        M,
        fact=Fact.PLANS,
        guidance="A small thing that somebody will use is better than practice for practice’s sake.",
    ),
    Item(
        -7,
        "Tell the apprentice when and where to come, who will meet them, what to bring and wear, "
        "where lunch is",
        M,
        fact=Fact.FIRST_DAY,
        guidance="Write the first-day page and show it.",
    ),
    Item(
        -5,
        "Tell the team who is coming and why",
        M,
        guidance="Say what the apprentice will work on, and that a fifth of their time is for learning.",
    ),
    Item(
        -3,
        "Apprenticeship agreement signed by both",
        C,
        guidance="By the employer and the apprentice. Without it the apprenticeship cannot begin.",
    ),
    Item(
        0,
        "Be there to meet them; have lunch together",
        M,
        guidance="Nothing else that day tells them more about whether they are welcome.",
    ),
    Item(
        0,
        "Meet your buddy; the buddy shows you round",
        B,
        INTRODUCTION,
        guidance="Floors, printers, the good coffee, and the people whom one asks.",
    ),
    Item(0, "Fire exits, first aid, toilets, kitchen", B),
    Item(
        0,
        "Meet the close team; get a sheet of names, faces and jobs",
        M,
        INTRODUCTION,
        guidance="A few minutes each are enough. The sheet of people to meet can be printed.",
    ),
    Item(
        0,
        "Sick or late: who to call, by when; save the number",
        M,
        guidance="Save the number in the phone together.",
    ),
    Item(
        0,
        "Hours, breaks, leave, who to ask when stuck",
        M,
        guidance="For many it is the first job: say what seems obvious too.",
    ),
    Item(0, "Log-in and pass work", A, guidance="Tell your manager today if something does not work."),
    Item(
        0,
        "A small real piece of work",
        M,
        guidance="Something that can be finished today and is of use to somebody.",
    ),
    Item(1, "Where the role fits; what we hope for by month three and by the end", M),
    Item(
        2,
        "Agree when learning time is, and put it in calendars",
        M,
        fact=Fact.TIME,
        guidance="A fifth of the time, on fixed days if possible: what is in calendars is kept.",
    ),
    Item(
        2,
        "Who to talk to if it is not your manager",
        C,
        INTRODUCTION,
        guidance="Somebody outside the team. A private word with the coordinator is possible at any time.",
    ),
    Item(
        3,
        "Meet the other apprentices of the cohort",
        C,
        INTRODUCTION,
        guidance="They have the same questions. Many cohorts keep a chat of their own.",
    ),
    Item(4, "Data awareness and security training booked", A, TRAINING),
    Item(
        4,
        "End-of-week talk: what went well, what was odd",
        B,
        guidance="Over a coffee. Odd things are worth hearing: nobody sees them as clearly again.",
    ),
    Item(10, "Initial assessment with the provider; manager sees the result", P),
    Item(
        14,
        "First meeting of three: tutor, manager, apprentice",
        P,
        INTRODUCTION,
        guidance="Agree how the three of you hear from each other, and when the first review is.",
    ),
    Item(
        14,
        "Learning log started; first entries accepted",
        A,
        fact=Fact.ENTRIES,
        guidance="A minute a day is enough: what you did, how long, and what you take from it.",
    ),
    Item(21, "Data awareness training done", A, TRAINING, course=HANDLING),
    Item(28, "Training plan signed by all three", C),
    Item(
        28,
        "Apprentice can say what the job is, who is who, and what they are learning",
        M,
        guidance="Ask them to tell you. What is missing is what the next weeks are for.",
    ),
    Item(30, "One-month review; agree the next three months of the plan", M),
    Item(
        30,
        "Ask directly whether work leaves room for learning",
        M,
        guidance="The most frequent reason to leave is that it does not, and few say so unasked.",
    ),
    Item(60, "Meet the head of service; how the council works", M, INTRODUCTION),
    Item(84, "First progress review of three held, actions dated", P, fact=Fact.REVIEW),
    Item(
        84,
        "Ask about wellbeing and how work feels",
        M,
        sight=TALK,
        guidance="Ask, listen, and agree what would help. Write down only what was agreed to be written.",
    ),
    Item(84, "Review the risk assessment", M, sight=CLOSED),
    Item(
        90,
        "Buddy arrangement: keep, change, or end with thanks",
        B,
        fact=Fact.ARRANGEMENT,
        guidance="Talk about it together. The manager records it on the buddy’s page.",
    ),
    Item(90, "Apprentice’s view of programme and provider", C),
    Item(90, "Three-month review; aims for the next quarter", M),
    Item(182, "Six-month review, end of probation where there is one", M),
    Item(365, "Yearly review; risk assessment again", M, sight=CLOSED),
)
