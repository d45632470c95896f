"""Who is in the demonstration and what happens to them. Everybody is invented, unmistakably."""

from dataclasses import dataclass, field
from datetime import date

from hackit.management.demonstration.lessons import MOSTLY, YES, Log
from hackit.management.demonstration.works import Plans

DOMAIN = "hackney.example.org"

FIRST = """
    Ada Abe Bea Ben Cai Cleo Dan Dora Ebo Eve Fay Finn Gil Gus Hana Hugo Ida Ivo Jan Jo Kai Kit Lea Leo
    Mae Milo Nia Ned Ola Oz Pam Pip Quinn Rae Rex Rio Sam Sol Tam Theo Una Uri Val Vik Wes Win Xan Yan
    Yas Zak Zoe Alma Bram Cora Dev Edda Fred Gwen Hal Inga Jude Kim Lars Mona Nell Odd Pia Ravi Suki Tove
""".split()  # noqa: SIM905
LAST = """
    Sampleton Placeholder Inventado Madeup Fictional Exemplar Specimen Mockup Dummy Stencil Pretend
    Notreal Figment Fable Imaginary Testcase Prototype Sketch Makebelieve
""".split()  # noqa: SIM905


def name(number):
    """The invented name of the person with a number: each number another name."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


def address(full_name):
    """The address that goes with an invented name."""
    return f"{full_name.lower().replace(' ', '.')}@{DOMAIN}"


PROVIDERS = {
    # what people call it: UKPRN, tutor
    "Ada": ("10057981", "Tess Tutorial"),
    "Arch": ("10046797", "Archie Coach"),
    "WKCIC": ("10007455", "Kit Coursework"),
}

MANAGERS = {
    # address: name, team, directorate
    "manager": ("Max Manager", "Digital delivery", "ICT"),
    "mina.leader": ("Mina Leader", "Data and insight", "ICT"),
    "piet.steward": ("Piet Steward", "Infrastructure", "ICT"),
    "olga.overseer": ("Olga Overseer", "Customer services", "Neighbourhoods"),
    "hal.headcount": ("Hal Headcount", "Communications", "Chief executive's"),
}
HALF_WRITTEN = "oz.imaginary"  # whose first-day page is a draft
NOT_AT_THE_SESSION = {"piet.steward"}
BUDDIES = {
    "buddy": "Bud Helpful",
    "bea.nearby": "Bea Nearby",
    "kim.alongside": "Kim Alongside",
}
DEPUTY = ("deputy", "Dee Standin")

# standard, provider, manager, months planned
FIRST_COHORT = [
    ("ST0116", "Ada", "manager", 24),
    ("ST0118", "Arch", "mina.leader", 21),
    ("ST0125", "WKCIC", "piet.steward", 18),
    ("ST0122", "Arch", "hal.headcount", 18),
    ("ST0117", "Ada", "olga.overseer", 21),
    ("ST0128", "Ada", "manager", 18),
    ("ST0127", "WKCIC", "piet.steward", 24),
]
SECOND_COHORT = [
    ("ST0116", "Ada", "manager", 24),
    ("ST0118", "Arch", "mina.leader", 21),
    ("ST0120", "WKCIC", "olga.overseer", 18),
    ("ST0795", "WKCIC", "mina.leader", 18),
    ("ST0122", "Arch", "hal.headcount", 18),
    ("ST0124", "Ada", "piet.steward", 24),
]
# Who of the second cohort has a portfolio, by number, and what those who have finished show.
PORTFOLIOS_OF_THE_SECOND = (0, 1, 3)
FINISHED = Plans(projects=2, portfolio=True)
LOGS_OF_THE_SECOND = {0: Log(1.01, agreed=False)}  # by number
# In a finished cohort: every how manieth person does not complete as planned, and how.
RESULTS = ("merit", "pass", "distinction", "pass", "merit")
WITHDRAWALS = {
    # who: the reason for the authorities, in human terms, what would have kept them
    6: ("left", ["other-job", "pay"], "A salary that grows with what they can do."),
    11: ("withdrew", ["no-time"], "The fixed day for learning that was promised at the start."),
    17: ("left", ["moved"], ""),
    22: ("provider", ["provider"], "A tutor who stays for longer than three months."),
    26: ("never", ["other-job"], ""),
}
BREAKS = {4: 70, 13: 45}  # who: days away
FAILED = {19}


@dataclass(frozen=True)
class Step:
    """One thing that happens: a method of lives.Life, how many days ago, and what it needs to know."""

    what: str
    ago: int
    facts: dict


def step(what, ago, **facts):
    """A Step; other days in it are counted back from today too, so that those to come are negative."""
    return Step(what, ago, facts)


@dataclass(frozen=True)
class Agreed:
    """What was agreed in a review, by how many days ago it was due, and how many days ago it was done."""

    what: str
    owner: str
    due: int
    done: int | None = None


@dataclass(frozen=True)
class Talk:
    """A review of three: how many days ago, what was talked about, what was agreed."""

    ago: int
    summary: str = "Learning goes as planned, and the study time is kept free."
    agreed: tuple = ()


@dataclass(frozen=True)
class Person:
    """Somebody of the cohorts that run: where they stand is reached by days counted from today."""

    called: str
    standard: str
    provider: str | None = "Ada"
    months: int = 18
    manager: str | None = "manager"
    buddy: str | None = None
    tutor: bool = True
    hours: str = "36"
    in_months: int = 0  # how many months earlier than the cohort they began
    began: date | None = None  # where the rule of that time is to be seen, whatever today is
    reviews: tuple = (Talk(150), Talk(66))
    life: tuple = ()
    log: Log | None = None
    plans: Plans | None = None
    way_in: str = "joined"
    fields: dict = field(default_factory=dict)
    login: str = ""

    @property
    def email(self):
        return f"{self.login}@{DOMAIN}" if self.login else address(self.called)


# What a leaving manager writes: what is going on, what was promised, next dates.
NOTE = (
    "Works on the booking form with the design team and is ready to lead a small piece alone.",
    "A day with the infrastructure team before spring, and the data course in the new year.",
    "The next review of three is in the calendar; the portfolio is looked at a month before gateway.",
)

# Beside Amber everybody can see what months of a life in the programme look like.
AMBERS_TALKS = (
    Talk(
        200,
        "A good start: the team is welcoming, and the first module is done.",
        (Agreed("Shadow the service desk for a day", "manager", 180, 185),),
    ),
    Talk(
        110,
        "Back from time away and well into the second module.",
        (
            Agreed("Send the list of projects for the portfolio", "apprentice", 95, 97),
            Agreed("Say which modules the new hours move", "provider", 100, 90),
        ),
    ),
    Talk(
        20,
        "The booking form is nearly live. The next step is a piece of work to lead alone.",
        (
            Agreed("Find a project that can be led alone", "manager", 6),
            Agreed("Write up the booking form for the portfolio", "apprentice", -12),
            Agreed("Sign up for the portfolio workshop", "apprentice", 10, 13),
        ),
    ),
)

CURRENT_COHORT = [
    Person(
        "Amber Sampleton",
        "ST0795",
        login="apprentice",
        buddy="buddy",
        fields={"uln": "1748529632"},
        reviews=AMBERS_TALKS,
        life=(
            step("away", 160, expected=140),
            step("back", 138),
            step("hours", 90, hours="30", why="Four days a week, as she asked for"),
        ),
        plans=Plans(
            months=10,
            next="draft",
            missing=5,
            unreflected=4,
            dropped=2,
            rich=True,
            projects=3,
            portfolio=True,
        ),
        log=Log(
            0.9,
            with_waiting=0.97,
            waits=24,
            rich=True,
            proposes="manager",
            new_pattern="--A-D--",
            answers=(YES, MOSTLY, YES, YES),
            unanswered=1,
        ),
    ),
    Person(
        "Bo Inventado",
        "ST0118",
        "Arch",
        manager="mina.leader",
        buddy="bea.nearby",
        hours="22.5",
        months=27,
        life=(step("provider", 60, provider="Ada", why="The provider gives this course up"),),
        plans=Plans(months=2, next="shared", dropped=1),
        log=Log(0.98, pattern="-A-A---", from_file=True, empty=3, answers=(YES, YES)),
    ),
    Person(
        "Cleo Madeup",
        "ST0973",
        "WKCIC",
        life=(step("away", 40, expected=-20),),
        plans=Plans(months=3),
        log=Log(0.9, with_waiting=0.96, waits=70),
    ),
    Person(
        "Dev Fictional",
        "ST0118",
        months=20,
        in_months=12,
        fields={"planned_learning_hours": "418"},
        reviews=(Talk(190), Talk(100)),  # the next one is overdue
        plans=Plans(months=1, this="shared", projects=2),
        log=Log(1.01, answers=(YES, YES, YES)),
    ),
    Person(
        "Ebo Exemplar",
        "ST0795",
        "WKCIC",
        months=20,
        in_months=12,
        life=(
            step("gateway", 70),
            step("sent_back", 52, why="One project is missing from the portfolio."),
            step("gateway", 25),
        ),
        log=Log(1.02),
    ),
    Person(
        "Fay Specimen",
        "ST0116",
        manager="mina.leader",
        months=21,
        in_months=14,
        life=(step("gateway", 60), step("assessment", 30), step("failed", 12, resit=-18)),
        log=Log(0.99),
    ),
    Person(
        "Gil Mockup",
        "ST0118",
        months=20,
        in_months=14,
        life=(step("gateway", 120), step("assessment", 90), step("completed", 45, result="merit")),
        reviews=(Talk(150),),
        plans=Plans(months=3, projects=2, portfolio=True),
        log=Log(1.04),
    ),
    Person(
        "Hana Dummy",
        "ST0795",
        "WKCIC",
        manager="mina.leader",
        reviews=(Talk(150),),
        life=(
            step(
                "withdrawn",
                100,
                reason="left",
                human_reasons=["no-time", "work"],
                would_have_kept="A fixed day for learning each week.",
            ),
        ),
        log=Log(0.4, answers=()),
    ),
    Person(
        "Ivo Stencil",
        "ST0116",
        manager="olga.overseer",
        life=(
            step("away", 120, expected=90),
            step("back", 80),
            step("handover", 30, to="mina.leader", note=5, read=29),
        ),
        plans=Plans(months=3, unreflected=2, dropped=2),
        log=Log(
            0.6,
            with_waiting=0.66,
            waits=18,
            answers=(
                ("no", "Two releases, and nobody to cover the desk on Fridays."),
                ("no", "The desk was short of people all month."),
                MOSTLY,
            ),
        ),
    ),
    Person(
        "Jude Pretend",
        "ST1398",
        months=30,
        buddy="kim.alongside",
        life=(step("handover", -20, to="mina.leader", note=2),),
        plans=Plans(months=1, this="draft"),
        log=Log(0.97, pattern="DDDDD--", blocks=True, answers=(YES,)),
    ),
    Person(
        "Kim Notreal",
        "ST0865",
        "WKCIC",
        manager="piet.steward",
        reviews=(Talk(150), Talk(95)),
        life=(step("away", 90, expected=12),),  # overdue
        log=Log(0.93, pattern="M--M---"),
    ),
    Person(
        "Lea Figment",
        "ST0120",
        "WKCIC",
        manager="olga.overseer",
        tutor=False,
        way_in="expired",
        fields={"contract_ends": "short"},
    ),
    Person(
        "Milo Fable",
        "ST0120",
        "WKCIC",
        manager="olga.overseer",
        way_in="not sent",
        life=(step("handover", 3, to="manager", note=4),),  # not read yet
    ),
    Person(
        "Suki Stencil",
        "ST0120",
        "WKCIC",
        manager="olga.overseer",
        life=(step("standard", 45, reference="ST0795", months=16),),
        plans=Plans(months=1, this="shared", next="draft"),
        log=Log(0.88, with_waiting=0.93, waits=9),
    ),
]
CURRENT_COHORT += [
    Person(
        "Tam Makebelieve",
        "ST0120",
        "WKCIC",
        in_months=-9,
        plans=Plans(months=0, this=""),
        log=Log(
            1.0,
            with_waiting=1.4,
            waits=6,
            pattern="A-A-A--",
            agreed=False,
            proposes="apprentice",
            new_pattern="-A-A---",
        ),
    ),
    Person(
        "Xan Sketch",
        "ST0795",
        "WKCIC",
        manager="mina.leader",
        hours="22.5",
        months=36,
        began=date(2024, 9, 2),
        plans=Plans(months=1, next="shared"),
        log=Log(0.99, pattern="M--A---", answers=(YES, YES)),
    ),
]
NEXT_COHORT = [
    Person("Noor Placeholder", "ST0116", login="newstarter", buddy="buddy", months=24),
    Person("Oz Imaginary", "ST0118", "Arch", manager="mina.leader", buddy="bea.nearby", way_in="invited"),
    Person("Pia Testcase", "ST0795", "WKCIC", manager="manager", way_in="not invited"),
    Person("Quinn Prototype", "ST0120", "WKCIC", manager=None, tutor=False, way_in="not invited"),
    Person("Rae Sketch", "ST1021", None, manager="piet.steward", tutor=False, way_in="invited"),
]
