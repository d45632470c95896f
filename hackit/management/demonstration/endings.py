"""Who of the demonstration is near the end, what was said and decided, and where others went."""

from dataclasses import dataclass, field
from datetime import date

from apprentices.destinations import Where
from apprentices.next_steps import Chance, Outcome, Taken, Talk, Way
from hackit.management.demonstration.lessons import Log
from hackit.management.demonstration.tables import Person, step
from hackit.management.demonstration.tables import Talk as Review
from hackit.management.demonstration.works import Plans

# How many months before today the people near the end began to learn; months planned say what is left.
BEGAN_MONTHS_AGO = 17
REVIEWED = (Review(150), Review(66))
# Those near the end: six, three, two months to go, and one month: not decided in time, and decided each way.
LAST_COHORT = [
    Person("Vik Sampleton", "ST0116", manager="mina.leader", months=23, reviews=REVIEWED),
    Person("Wes Inventado", "ST0118", "Arch", months=20, reviews=REVIEWED, log=Log(0.97)),
    Person(
        "Lou Lastlap",
        "ST0120",
        "WKCIC",
        login="lastmonths",
        months=19,
        reviews=REVIEWED,
        plans=Plans(months=2, projects=2, portfolio=True),
        log=Log(0.99, pattern="--D----"),
    ),
    Person("Zak Exemplar", "ST0116", manager="piet.steward", reviews=REVIEWED),
    Person(
        "Alma Mockup",
        "ST0795",
        "WKCIC",
        reviews=REVIEWED,
        plans=Plans(months=1, projects=2, portfolio=True),
        log=Log(1.01),
    ),
    Person("Edda Notreal", "ST0795", "WKCIC", manager="olga.overseer", reviews=REVIEWED),
    Person(
        "Bram Figment",
        "ST0118",
        "Arch",
        manager="mina.leader",
        months=16,
        in_months=8,
        reviews=(),
        life=(step("gateway", 275), step("assessment", 230), step("completed", 190, result="distinction")),
    ),
]


@dataclass(frozen=True)
class Held:
    """A conversation: how many days ago it was held, None for one that is only prepared.

    `own` is what the apprentice brought, `said` what was written down, `answer` how many days ago (negative:
    in how many days) the answer was or is to be known, `agreed` as (what, owner, due, done) in days ago, and
    `confirmed` what the apprentice sees differently, None for not confirmed yet.
    """

    ago: int | None = None
    own: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    answer: int | None = None
    agreed: tuple = ()
    confirmed: str | None = ""


@dataclass(frozen=True)
class Ending:
    """What is known of somebody near the end: by day counts before today, as everywhere here.

    `ways` are {Way: (wished, needs, who asks, Chance)}, `taken` the steps with days ago, `decision` the
    facts of a Decision with `ago` and `given` in days. `interest` names openings; `touch` is how many days
    ago a private address was left.
    """

    talks: dict = field(default_factory=dict)
    ways: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)
    decision: dict = field(default_factory=dict)
    interest: tuple = ()
    touch: int | None = None
    cv: bool = False


FIRST_OWN = {
    "hopes": "To stay with the service desk, or to work on networks somewhere in the council.",
    "strengths": "I keep calm when things are down, and people say that my notes are clear.",
    "questions": "Is there a post after my contract ends? Would the council pay for the next level?",
}
ENDINGS = {
    "wes.inventado": Ending(
        talks={
            Talk.FIRST: Held(
                own={
                    "hopes": "A role with data, best of all here.",
                    "strengths": "The dashboard for parking permits, which I built and look after.",
                    "questions": "When will you know whether there is money for a post?",
                }
            )
        },
        ways={Way.SAME_TEAM: (True, "", "", Chance.NOT_ASKED)},
    ),
    "lastmonths": Ending(
        talks={
            Talk.FIRST: Held(
                29,
                own=FIRST_OWN,
                said={
                    "said_hopes": "Lou would like to stay; networks are what Lou likes best.",
                    "said_grown": "Answers tickets alone, and taught two colleagues the new phone system.",
                    "said_chances": "Infrastructure looks for a junior network engineer in spring.",
                    "said_practical": "The contract ends three months after learning does. HR knows.",
                    "can_say": "A post in our team is asked for; the budget is decided next month.",
                },
                answer=-16,
                agreed=(
                    ("Ask for a post in the budget", "manager", 8, 10),
                    ("Introduce Lou to the head of infrastructure", "manager", -6, None),
                    ("Bring the CV up to date", "apprentice", 2, 4),
                ),
                confirmed="I would also move to another directorate, if it is about networks.",
            ),
            Talk.SECOND: Held(
                own={
                    "hopes": "To know before the holidays where I will be.",
                    "strengths": "Two projects in my portfolio are finished now.",
                    "questions": "Who gives me a reference? Can I practise an interview?",
                }
            ),
        },
        ways={
            Way.SAME_TEAM: (True, "A post in next year’s budget", "Max Manager", Chance.ASKED),
            Way.OTHER_TEAM: (True, "A vacancy in infrastructure", "Max Manager", Chance.POSSIBLE),
            Way.NEXT_APPRENTICESHIP: (False, "A manager who takes it on", "", Chance.NOT_ASKED),
            Way.OTHER_EMPLOYER: (False, "Applications from the new year", "Lou", Chance.POSSIBLE),
        },
        taken={Taken.CV_UPDATED: 4},
        interest=("Junior network engineer", "Service desk analyst"),
        cv=True,
    ),
    "zak.exemplar": Ending(
        talks={
            Talk.FIRST: Held(
                58,
                said={
                    "said_hopes": "Zak wants to go on as a developer, here or elsewhere.",
                    "can_say": "It depends on the new structure of the department.",
                },
                answer=20,
            ),
            Talk.SECOND: Held(
                27,
                said={
                    "said_chances": "No vacancy for developers at the moment.",
                    "said_practical": "References are agreed. Interview practice is booked.",
                    "said_worries": "Not knowing is hard, with the rent to pay.",
                    "can_say": "The structure is still not decided.",
                },
                answer=5,
                confirmed=None,
            ),
        },
        ways={Way.SAME_TEAM: (True, "The new structure", "Piet Steward", Chance.ASKED)},
        taken={Taken.CV_UPDATED: 30, Taken.REFERENCES: 25},
    ),
    "alma.mockup": Ending(
        talks={
            Talk.FIRST: Held(60, said={"said_hopes": "Alma wants to stay.", "can_say": "It looks good."}),
            Talk.SECOND: Held(
                28, said={"said_practical": "Pay and title are agreed.", "can_say": "HR writes the contract."}
            ),
        },
        ways={Way.SAME_TEAM: (True, "A post that falls free", "Max Manager", Chance.OFFERED)},
        taken={Taken.CV_UPDATED: 50, Taken.MANAGER_AGREES: 9, Taken.TUTOR_AGREES: 6},
        decision={
            "outcome": Outcome.SAME_TEAM,
            "ago": 9,
            "given": 6,
            "role": "Data technician",
            "team": "Digital delivery",
            "pay": "Scale 6",
            "next_manager": "Max Manager",
            "starts_in": 38,
        },
    ),
    "edda.notreal": Ending(
        talks={
            Talk.FIRST: Held(
                57,
                said={"said_hopes": "Edda would stay, or go on with data elsewhere.", "can_say": "Open."},
            ),
            Talk.SECOND: Held(
                26,
                said={
                    "said_chances": "Softwerk looks for somebody; the talk there went well.",
                    "can_say": "There will be no post here. We help with applications.",
                },
            ),
        },
        ways={
            Way.SAME_TEAM: (True, "A post", "Olga Overseer", Chance.CLOSED),
            Way.OTHER_EMPLOYER: (True, "An interview at Softwerk", "Edda", Chance.POSSIBLE),
        },
        taken={Taken.CV_UPDATED: 40, Taken.MOCK_INTERVIEW: 20, Taken.REFERENCES: 20},
        decision={"outcome": Outcome.NO_ROLE, "ago": 12, "given": 10},
        interest=("Data assistant",),
        touch=9,
    ),
    "bram.figment": Ending(touch=200),
} | {
    # Learning is over, and what comes next is known.
    login: Ending(
        talks={Talk.THIRD: Held(ago + 20, said={"can_say": "There is a role, and the letter says which."})},
        decision={
            "outcome": outcome,
            "ago": ago,
            "given": ago - 3,
            "role": role,
            "team": team,
            "pay": "Scale 6",
            "next_manager": manager,
            "starts_in": 60,
        },
    )
    for login, outcome, ago, role, team, manager in (
        ("ebo.exemplar", Outcome.SAME_TEAM, 40, "Data technician", "Digital delivery", "Max Manager"),
        ("fay.specimen", Outcome.OTHER_TEAM, 50, "Developer", "Customer services", "Olga Overseer"),
    )
}

# Other employers: name, contact. The last one is the first again, as somebody typed it.
EMPLOYERS = (
    ("Softwerk Ltd", "Sofie Werkstatt"),
    ("Homerton Example Hospital", "Hope Ward"),
    ("Maps and Apps", "Matt Apps"),
    ("The Softwerks", ""),
)
# Openings: title, employer or "", team, grade, days ago it was posted, days until it closes, about.
OPENINGS = (
    (
        "Junior network engineer",
        "",
        "Infrastructure",
        "Scale 5",
        12,
        17,
        "Look after the networks of schools and libraries, with two colleagues who have time for questions.",
    ),
    ("Service desk analyst", "", "Digital delivery", "Scale 4", 6, 24, "The desk you may know, as a post."),
    (
        "Data assistant",
        "Softwerk Ltd",
        "",
        "£27,000",
        20,
        9,
        "Reports and dashboards for a small company that makes software for schools.",
    ),
    ("Data analyst", "Homerton Example Hospital", "Information", "Band 4", 50, -8, "Reports for the wards."),
)
# Where people of the cohorts that are over went, by number: at the end, and half a year later.
SOFTWERK, HOSPITAL, MAPS = ("Softwerk Ltd", "Homerton Example Hospital", "Maps and Apps")
WENT = (
    # where, in the profession, role, employer; None for what nobody knows
    ((Where.SAME_TEAM, True, "Developer", ""), (Where.SAME_TEAM, True, "Developer", "")),
    (
        (Where.OTHER_EMPLOYER, True, "Data analyst", HOSPITAL),
        (Where.OTHER_EMPLOYER, True, "Analyst", HOSPITAL),
    ),
    ((Where.OTHER_TEAM, True, "Network engineer", ""), None),
    ((Where.NEXT_APPRENTICESHIP, True, "Apprentice, level 6", ""), (Where.OTHER_TEAM, True, "Engineer", "")),
    ((Where.EDUCATION, None, "", ""), None),
    ((Where.OTHER_EMPLOYER, True, "Tester", SOFTWERK), (Where.OTHER_EMPLOYER, True, "Lead tester", MAPS)),
    ((Where.NEITHER, None, "", ""), (Where.OTHER_EMPLOYER, False, "Team leader in a shop", "")),
    ((Where.SELF_EMPLOYED, True, "Web designer", ""), None),
    ((Where.OTHER_EMPLOYER, False, "Driver", ""), None),
    (None, None),
)
# Of the running cohort: somebody who left early.
LEFT = {"hana.dummy": (Where.OTHER_EMPLOYER, False, "Receptionist", "")}
FIRST_OF_ALL = date(2018, 5, 14)
