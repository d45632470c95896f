"""Who is in the demonstration and what happens to them. Everybody is invented, unmistakably."""

from dataclasses import dataclass, field

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
# In a finished cohort: every how manieth person does not complete as planned, and how.
RESULTS = ("merit", "pass", "distinction", "pass", "merit")
WITHDRAWALS = {6: "left", 11: "withdrew", 17: "left", 22: "provider", 26: "never"}
BREAKS = {4: 70, 13: 45}  # who: days away
FAILED = {19}


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
    happened: dict = field(default_factory=dict)  # what: days before today
    way_in: str = "joined"
    fields: dict = field(default_factory=dict)
    login: str = ""

    @property
    def email(self):
        return f"{self.login}@{DOMAIN}" if self.login else address(self.called)


CURRENT_COHORT = [
    Person("Amber Sampleton", "ST0795", login="apprentice", buddy="buddy", fields={"uln": "1748529632"}),
    Person(
        "Bo Inventado", "ST0118", "Arch", manager="mina.leader", buddy="bea.nearby", hours="22.5", months=27
    ),
    Person("Cleo Madeup", "ST0973", "WKCIC", happened={"away": 40, "expected": -20}),
    Person("Dev Fictional", "ST0118", months=20, in_months=12, fields={"planned_learning_hours": "418"}),
    Person("Ebo Exemplar", "ST0795", "WKCIC", months=20, in_months=12, happened={"gateway": 25}),
    Person(
        "Fay Specimen",
        "ST0116",
        manager="mina.leader",
        months=21,
        in_months=14,
        happened={"gateway": 60, "assessment": 30},
    ),
    Person(
        "Gil Mockup",
        "ST0118",
        months=20,
        in_months=14,
        happened={"gateway": 120, "assessment": 90, "completed": 45},
    ),
    Person("Hana Dummy", "ST0795", "WKCIC", manager="mina.leader", happened={"withdrawn": 100}),
    Person(
        "Ivo Stencil", "ST0116", manager="olga.overseer", happened={"handover": 30, "away": 120, "back": 80}
    ),
    Person("Jude Pretend", "ST1398", months=30, buddy="kim.alongside", happened={"handover": -20}),
    Person("Kim Notreal", "ST0865", "WKCIC", manager="piet.steward", happened={"away": 90, "expected": 12}),
    Person(
        "Lea Figment",
        "ST0120",
        "WKCIC",
        manager="olga.overseer",
        tutor=False,
        way_in="expired",
        fields={"contract_ends": "short"},
    ),
    Person("Milo Fable", "ST0120", "WKCIC", manager="olga.overseer", way_in="not sent"),
]
NEXT_COHORT = [
    Person("Noor Placeholder", "ST0116", login="newstarter", buddy="buddy", months=24),
    Person("Oz Imaginary", "ST0118", "Arch", manager="mina.leader", buddy="bea.nearby", way_in="invited"),
    Person("Pia Testcase", "ST0795", "WKCIC", manager="manager", way_in="not invited"),
    Person("Quinn Prototype", "ST0120", "WKCIC", manager=None, tutor=False, way_in="not invited"),
    Person("Rae Sketch", "ST1021", None, manager="piet.steward", tutor=False, way_in="invited"),
]
