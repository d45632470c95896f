"""The templates for work plans that every organisation begins with. Its coordinators change them. Pure."""

from dataclasses import dataclass

from workplans.work_plan import Kind


@dataclass(frozen=True)
class Item:
    """An item that a plan begins with; `day` is the day of the month by which it is due, if any."""

    title: str
    day: int | None = None
    kind: Kind = Kind.WORK
    helper: str = ""
    detail: str = ""


@dataclass(frozen=True)
class KindOfMonth:
    """A kind of month, what it is for, and its items in order."""

    name: str
    aim: str
    items: tuple


FIRST_MONTH = KindOfMonth(
    "First month",
    "Know the job, the people and the building, and finish a first small piece of work.",
    (
        Item(
            "Meet everybody in the team, a quarter of an hour each",
            9,
            Kind.OTHER,
            "the buddy",
            "Two questions are enough: what do you work on, and when shall I come to you?",
        ),
        Item("Agree when learning time is, and put it in both calendars", 4, Kind.LEARNING, "the manager"),
        Item(
            "Finish a small piece of real work and show it to the team",
            15,
            Kind.WORK,
            "the buddy",
            "Something that somebody will use: a guide put right, a report made shorter, a fault mended.",
        ),
        Item("Meet the tutor for the first time, together with the manager", 14, Kind.LEARNING, "the tutor"),
        Item(
            "Log the first days of learning, and see how they are accepted", 16, Kind.LEARNING, "the manager"
        ),
        Item("Spend a morning at the service desk and note what people ask", 20, Kind.WORK, "the buddy"),
        Item("Do the training in data awareness and security", 21, Kind.OTHER),
        Item("Look back on the month together, and say what was odd", 28, Kind.OTHER, "the manager"),
    ),
)
PROJECT_MONTH = KindOfMonth(
    "Project month",
    "Take one project a good step further, and be able to say what came of it.",
    (
        Item("Agree what the project is for, and who does which part of it", 3, Kind.WORK, "the manager"),
        Item(
            "Watch two people do what the project is to make easier",
            8,
            Kind.WORK,
            detail="Watch first and ask afterwards. Write down what they did, not what they said they do.",
        ),
        Item("Learn the one thing that the project needs next", 11, Kind.LEARNING, "the tutor"),
        Item("Show a first version to the team while it is still rough", 15, Kind.WORK, "the team"),
        Item("Try it with the keyboard alone, on a phone and with a screen reader", 20),
        Item("Write down how it works, so that somebody else can run it", 24),
        Item(
            "Write up the project for the portfolio",
            28,
            Kind.LEARNING,
            "the tutor",
            "My part in it, the skills it took, and what came of it.",
        ),
    ),
)
EXAM_MONTH = KindOfMonth(
    "Exam month",
    "Be ready for the exam, with work quiet enough to learn for it.",
    (
        Item("Put the exam and the days for learning into both calendars", 2, Kind.OTHER, "the manager"),
        Item("List what the exam asks, and mark what is shaky", 4, Kind.LEARNING, "the tutor"),
        Item(
            "Say which work waits until after the exam, and who covers the rest", 5, Kind.WORK, "the manager"
        ),
        Item("Do a practice paper against the clock", 11, Kind.LEARNING),
        Item("Go through the practice paper, the weakest topics first", 15, Kind.LEARNING, "the tutor"),
        Item("Complete the evidence that still lacks a piece of work", 20, Kind.LEARNING, "the manager"),
    ),
)
DEFAULTS = (FIRST_MONTH, PROJECT_MONTH, EXAM_MONTH)
