"""What the apprentices of the demonstration plan and make, by trade, and what is said of it. All invented."""

from dataclasses import dataclass

from workplans.work_plan import Kind

WORK, LEARNING, OTHER = Kind.WORK, Kind.LEARNING, Kind.OTHER


@dataclass(frozen=True)
class Plans:
    """How somebody plans: so many `months` before this one have plans, all reviewed.

    `this` and `next` say how far the plan of this month and of the next has come: "draft", "shared",
    "agreed", or blank for none. Of the months so many ago one is `missing`, one `unreflected`, and in one
    something was `dropped`. A `rich` one has more in it: a template, an item carried over three times,
    changes to agree, suggestions that wait; its last month is looked back on and not reviewed yet. So many
    `projects` are named, and shown in a `portfolio`.
    """

    months: int = 2
    this: str = "agreed"
    next: str = ""
    missing: int = 0
    unreflected: int = 0
    dropped: int = 0
    rich: bool = False
    projects: int = 1
    portfolio: bool = False


@dataclass(frozen=True)
class Work:
    """One project, with what the apprentice and then the manager say of it."""

    title: str
    purpose: str
    team: str
    my_part: str
    skills: str
    outcome: str
    feedback: str


DATA_WORKS = (
    Work(
        "Missed bins by street",
        "The waste team sees on one page where bins were missed, before people ring a second time.",
        "Waste services and two analysts",
        "I cleaned eight months of reports, matched them to streets and built the page. I sat with the crew "
        "leader each Monday and changed what nobody looked at.",
        "SQL joins, matching addresses, asking what a number is for.",
        "Second calls about the same bin went down by a third in ten weeks.",
        "Careful with the data and even more careful with the people who rely on it.",
    ),
    Work(
        "Repairs: how long people wait",
        "Housing managers know which repairs take too long, and why.",
        "Housing repairs",
        "I wrote the rules for when a repair begins and ends, and tested them with two surveyors.",
        "Agreeing definitions, dates and time zones, showing spread instead of an average.",
        "The weekly meeting now begins with the ten oldest repairs, not with the average.",
        "The definitions alone saved us an argument a week.",
    ),
    Work(
        "Library visits after the new hours",
        "Did opening on Sundays bring people who had not come before?",
        "Libraries",
        "I compared visits before and after, by branch and hour, and said what a counter cannot tell.",
        "Pivot tables, sampling, writing for people who do not like numbers.",
        "Two branches keep their Sundays; one moved to Thursday evening.",
        "Said clearly what the data do not say. That is rarer than a good chart.",
    ),
    Work(
        "A shorter form for parking permits",
        "People fill in the form once, and it is right.",
        "Parking and customer services",
        "I counted at which question people gave up, and tried three orders with real applicants.",
        "Funnels, small tests, talking to people at the desk.",
        "Four questions went. One form in five used to come back; now it is one in eleven.",
        "Went to the desk and asked. The form is better for it.",
    ),
    Work(
        "One list of school holiday clubs",
        "Families find every club in one place, with what it costs.",
        "Early years and communications",
        "I brought five spreadsheets into one, with a check that says what is missing to whoever sends it.",
        "Python, validation, patience with other people's spreadsheets.",
        "The list went up three weeks earlier than the year before.",
        "Turned a yearly panic into an afternoon.",
    ),
)
SOFTWARE_WORKS = (
    Work(
        "Booking a room in a community hall",
        "Groups book and pay without ringing the office.",
        "Digital delivery",
        "I built the calendar page and its tests, and made it work without a mouse.",
        "Django, accessibility, reviews of small changes.",
        "Six halls take bookings; the office answers half as many calls.",
        "The keyboard works everywhere, because somebody insisted.",
    ),
    Work(
        "Reminders before a fine",
        "People hear of an overdue payment before it costs them more.",
        "Revenues",
        "I wrote the job that sends the texts, and the log that shows what was sent and what was not.",
        "Queues, safe repeats, writing a text in 140 characters.",
        "Of those who were reminded, two in three paid in the week.",
        "Calm when the first run sent nothing, and found out why.",
    ),
    Work(
        "Search for council addresses",
        "One search for all forms, that finds flats too.",
        "Digital delivery",
        "I replaced the list in three forms and measured the time to the first result.",
        "Indexes, profiling, deleting code.",
        "The slowest form went from four seconds to half a second.",
        "Measured first. Thank you.",
    ),
)
NETWORK_WORKS = (
    Work(
        "Screens in meeting rooms",
        "A meeting begins when it begins, not ten minutes later.",
        "Infrastructure",
        "I mapped forty rooms, tried two cures for the cables, and wrote the card beside each screen.",
        "Finding faults step by step, writing for people in a hurry.",
        "Calls from meeting rooms went from eleven a week to three.",
        "Stayed with a dull problem until it was gone.",
    ),
    Work(
        "Laptops ready on the first day",
        "New starters can sign in at nine.",
        "Service desk",
        "I set up the standard image and the checklist, and trained two colleagues in it.",
        "Managing devices, checklists, showing instead of telling.",
        "In three months one laptop out of fifty-two was late.",
        "The checklist is so good that we use it for leavers too.",
    ),
)
SECURITY_WORKS = (
    Work(
        "Accounts of people who have left",
        "No account stays open after the last day.",
        "Information security",
        "I compared the leavers with four systems each week, and wrote to whoever owned what was open.",
        "Access reviews, tact, reading logs.",
        "Open accounts of leavers fell from 61 to 2.",
        "Firm and friendly in the same mail.",
    ),
)
MODEL_WORKS = (
    Work(
        "Which streets flood first",
        "Crews clear the right drains before the storm.",
        "Highways and data science",
        "I built the first model and the page that says how unsure it is.",
        "Gradient boosting, testing on years that it has not seen.",
        "In two storms eight of the ten streets were on the list.",
        "Honest about what the model cannot do.",
    ),
)

# (kind, what, who helps)
DATA_ITEMS = (
    (WORK, "Clean the reports of last month and write down each rule", "Bea"),
    (LEARNING, "Module on joins: do the exercises without the solution", "the tutor"),
    (WORK, "Show the first chart to whoever asked for it", ""),
    (WORK, "Ask three colleagues what they do with the weekly report", "the manager"),
    (LEARNING, "Write up the data cleaning for the portfolio", "the tutor"),
    (WORK, "Automate the Monday figures", "Bea"),
    (OTHER, "Visit the contact centre for a morning", ""),
    (WORK, "Check the figures against those of the year before", ""),
)
SOFTWARE_ITEMS = (
    (WORK, "Add the date check to the booking form, with its test", "Bud"),
    (LEARNING, "Module on tests: what to test first", "the tutor"),
    (WORK, "Try the form with a screen reader and mend what is silent", "Bud"),
    (WORK, "Review two small changes of colleagues", ""),
    (LEARNING, "Read about SQL injection and try it on the training site", ""),
    (OTHER, "Show and tell: five minutes on what went wrong", "the manager"),
    (WORK, "Delete the old address list", ""),
)
NETWORK_ITEMS = (
    (WORK, "Answer the desk on three mornings", "Kim"),
    (LEARNING, "Module on subnets, with the exercise on our own network", "the tutor"),
    (WORK, "Replace the switch on the second floor, supervised", "Piet"),
    (WORK, "Write the guide for the printer queue", ""),
    (LEARNING, "Vendor course, third unit", ""),
    (OTHER, "Meet the people who run the data centre", "the manager"),
)
SECURITY_ITEMS = (
    (WORK, "Go through a week of alerts and sort them", "the security lead"),
    (LEARNING, "Threat modelling: the case of the hospital", "the tutor"),
    (WORK, "Send the list of open accounts to their owners", ""),
    (OTHER, "Sit in on a review of firewall rules", "Piet"),
)
MODEL_ITEMS = (
    (WORK, "Test the model on a year that it has not seen", "the principal data scientist"),
    (LEARNING, "Read two papers on fairness and try their measures", "the tutor"),
    (WORK, "Write the page that says how unsure it is", ""),
    (OTHER, "Ride along with a drainage crew", "the manager"),
)
DATA, SOFTWARE = (DATA_WORKS, DATA_ITEMS), (SOFTWARE_WORKS, SOFTWARE_ITEMS)
NETWORKS = (NETWORK_WORKS, NETWORK_ITEMS)
SECURITY, MODELS = (SECURITY_WORKS, SECURITY_ITEMS), (MODEL_WORKS, MODEL_ITEMS)
OF_STANDARD = {
    "ST0795": DATA,
    "ST0118": DATA,
    "ST0116": SOFTWARE,
    "ST0128": SOFTWARE,
    "ST0120": NETWORKS,
    "ST0973": NETWORKS,
    "ST0865": SECURITY,
    "ST1021": SECURITY,
    "ST1386": MODELS,
    "ST1398": MODELS,
}

AIMS = (
    "Finish one thing before beginning the next.",
    "Lead a small piece of work from the first question to the last mail.",
    "Get to know the people who use what we make.",
    "Keep Fridays free for learning, and catch up with the module.",
    "Make what we have reliable, and write down how it works.",
    "Show work early, while it can still change.",
)
# What went well, what was hard, what I am proud of.
REFLECTIONS = (
    (
        "The people at the desk told me more in an hour than the data in a week",
        "Saying no to small jobs.",
        "",
    ),
    (
        "The review was quick, because the change was small.",
        "The module took twice as long.",
        "My first release.",
    ),
    ("I asked earlier than last month.", "Two projects at once.", "The chart is used in the weekly meeting."),
    ("Explaining it to the new starter.", "", "That nobody noticed the move: it just worked."),
)
REVIEWS = (
    "A good month. The habit of asking early pays off. Next month: lead the talk with the service yourself.",
    "Solid work in a noisy month. Learning time was squeezed once; I have moved the desk rota.",
    "You finished what you began. Write it up for the portfolio while it is fresh.",
)
STUCK = "Write the guide for the weekly report"
WHY_STUCK = (
    "The report changed while it was being written.",
    "Two weeks went to the move of the desk.",
    "Waits for the service to name somebody who reads it.",
)
DROPPED = ("Compare with the figures of the neighbouring council", "They publish theirs in spring only.")
ONCE = ("Interview two people who gave up on the form", "Both were on leave; they are booked for next week.")
CHANGED = "Show the first chart to whoever asked for it, and to the team"
ADDED = "Prepare the talk for the open day"
SUGGESTED = ("Shadow the service desk for a day", "Learn to make a map of the results")
PROFILES = (
    "I like questions that begin with “how many” and end with “so what”. I came from a kitchen, where a "
    "wrong list shows by seven in the evening. I look for a team that sits close to the people it works for.",
    "I make things that other people need not think about. I look for work where I can still ask questions.",
    "I left school sure that computers were for others. Now colleagues ring me first, and I like that.",
)
