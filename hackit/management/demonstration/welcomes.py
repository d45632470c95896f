"""Who begins how in the demonstration: what became of inductions, buddies, courses and private words."""

from dataclasses import dataclass

from hackit.management.demonstration.tables import Person

# Those who began on the Monday of this week.
SMALL_COHORT = [
    Person("Yara Notyet", "ST0120", login="firstweek", buddy="buddy", hours="36", reviews=()),
]


@dataclass(frozen=True)
class Welcome:
    """How an induction went: what is known of somebody beside the steps that were ticked on their days.

    `ticked` are the days before today up to which that was; None where nothing was ticked, and who was here
    already was given what was still ahead. `stuck` is (what, what is in the way) of one step. `meets` is how
    many PEOPLE are listed, `met` how many of them were met, `remembered` the line about the first. `buddy`
    is appointed where no file did; `kept` says that the buddy goes on, `thanks` are (days ago, words) of one
    whose time ended.
    """

    ticked: int | None = 0
    stuck: tuple = ()
    meets: int = 0
    met: int = 0
    remembered: str = ""
    buddy: str = ""
    kept: bool = False
    thanks: tuple = ()
    quiet_place: str = ""
    first_day: bool = False


# By the start of the address; for everybody else nothing more is known than NOTHING.
WELCOMES = {
    "apprentice": Welcome(
        meets=4,
        met=4,
        remembered="Green glasses, knows every form by number.",
        kept=True,
        quiet_place="The small room behind the library, booked on Fridays",
        first_day=True,
    ),
    "dev.fictional": Welcome(
        meets=3,
        met=3,
        buddy="bea.nearby",
        thanks=(400, "You made the first weeks easy. Thank you."),
        quiet_place="The quiet end of the third floor",
        first_day=True,
    ),
    "tam.makebelieve": Welcome(
        ticked=3,
        stuck=(
            "Log-in and pass work",
            "The pass works. The log-in to the booking system does not: it waits for an approval.",
        ),
        meets=5,
        met=3,
        buddy="kim.alongside",
        quiet_place="At home on Mondays, with the door shut",
        first_day=True,
    ),
    "suki.stencil": Welcome(
        ticked=None,
        buddy="buddy",
        thanks=(9, "You had time for every question, the odd ones too. The whole team noticed."),
    ),
    "firstweek": Welcome(
        ticked=1,
        meets=6,
        met=5,
        remembered="Laughs a lot, has a plant on the desk.",
        quiet_place="Room 3.14, mornings",
        first_day=True,
    ),
    "newstarter": Welcome(ticked=1, meets=6, quiet_place="The reading corner on the second floor"),
    "oz.imaginary": Welcome(ticked=9),
    "pia.testcase": Welcome(ticked=None),
    "quinn.prototype": Welcome(ticked=None),
    "rae.sketch": Welcome(ticked=12),
}

NOTHING = Welcome(ticked=None)

# Whom somebody new meets: name, job, where, why.
PEOPLE = (
    ("Fay Formfill", "Forms designer", "Third floor, by the window", "Knows why every form is as it is."),
    ("Des Kaid", "Service desk lead", "Ground floor desk", "Whom to ask when something does not work."),
    ("Pol Icymaker", "Policy adviser", "Room 2.04", "Explains how the council decides things."),
    ("Rita Resident-Panel", "Runs the residents’ panel", "Town hall, room 12", "Hears what people think."),
    ("Ann Alysis", "Data analyst", "Third floor, by the stairs", "Shows what the numbers say, and do not."),
    ("Art Chitect", "Technical architect", "At home, call first", "Draws how the systems hang together."),
)

# Why a step that a fact would have done is not asked any more, once its day is over.
NO_LONGER = "It was settled before this was kept here."

# The other templates: name, for whom, what is left out, what is said otherwise, and what comes in.
TEMPLATES = (
    (
        "School leaver",
        "For a first job: more is explained, and more often asked.",
        (),
        {
            "Hours, breaks, leave, who to ask when stuck": "Say it twice and write it down. Nobody has told "
            "them yet what a lunch break is, or that one may go home on time.",
            "Be there to meet them; have lunch together": "Somebody is nervous today. Meet them at the door, "
            "not at the desk, and do not leave them alone at lunch.",
            "A small real piece of work": "Do it together the first time. Say what it is good for.",
        },
        ((2, "Show how a working day goes: calendar, messages, when to be where", "buddy"),),
    ),
    (
        "Career changer",
        "For somebody who has worked before: less about work, more about what is new.",
        (
            "Hours, breaks, leave, who to ask when stuck",
            "A small real piece of work",
            "Tell the team who is coming and why",
        ),
        {
            "Where the role fits; what we hope for by month three and by the end": "Ask what they bring from "
            "their last job, and where the team can use it.",
        },
        (),
    ),
)
# Which cohort, by the end of its short name, has which template.
TEMPLATE_OF = {
    "current": "Standard induction",
    "earlier": "Standard induction",
    "next": "School leaver",
    "small": "School leaver",
}

# Who has not done the course for everybody, or so long ago that it is due again; everybody else has.
NEVER_TRAINED = ("cleo.madeup", "piet.steward", "kim.alongside")
LONG_TRAINED = {"ivo.stencil": 400, "olga.overseer": 380, "lea.figment": 352, "bea.nearby": 345}

# Private words: who, what, and days ago raised, acknowledged, answered and closed, with the answer.
WORDS = (
    (
        "apprentice",
        "I would like to talk about trying another team for a few weeks, before I ask my manager.",
        (3, 2),
        "",
    ),
    (
        "ivo.stencil",
        "May I take my learning days in the library? It is loud where I sit, and I do not want to complain.",
        (30, 29, 26, 20),
        "Yes, many do. I have asked for a desk there on Fridays for all apprentices, without naming anybody.",
    ),
)
