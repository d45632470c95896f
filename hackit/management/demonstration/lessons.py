"""What the apprentices of the demonstration learn, by trade, and how they log it. All of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Log:
    """How somebody keeps the log, as shares of the hours expected by today.

    `share` is accepted; with what nobody has accepted in the last `waits` days it is `with_waiting`.
    A `rich` one has more entries a day and is written month by month; some of it was returned.
    `empty` is a month without learning, so many months ago; `answers` about protected time are (answer,
    what got in the way), the newest first, after so many months `unanswered`. `new_pattern` is what the
    side in `proposes` proposes, and the other has not answered.
    """

    share: float
    with_waiting: float = 0
    waits: int = 0
    pattern: str = "----D--"
    agreed: bool = True
    blocks: bool = False
    from_file: bool = False
    rich: bool = False
    empty: int = 0
    proposes: str = ""
    new_pattern: str = ""
    answers: tuple = ()
    unanswered: int = 0


YES, MOSTLY = ("yes", ""), ("mostly", "Two Fridays went to the desk moves.")

# (kind, words) of each trade.
DATA = (
    ("class", "Joins in SQL: inner, left and full, and how rows get lost or doubled"),
    ("elearning", "Module on data quality: completeness, validity, and how to measure both"),
    ("project", "Cleaned the list of bin collections and wrote down every rule that I used"),
    ("online", "Live session on choosing a chart: bars for amounts, lines for time, hardly ever a pie"),
    ("shadowing", "Sat with the housing analyst and saw how the weekly report on repairs is made"),
    ("reading", "Read the council’s data protection guide and noted what holds for our dashboards"),
    ("practice", "Built a pivot table of library visits with my mentor watching, and explained it"),
    ("writing", "Wrote up the data cleaning for the portfolio, against knowledge 3 and skill 5"),
    ("class", "Mean, median and spread, with the ages of people on the waiting list"),
    ("mentoring", "Talk with my mentor about how to ask what a report is really for"),
    ("vendor", "Vendor course on dashboards, day one: models and relations"),
    ("elearning", "Exercises in Python: reading a CSV file, grouping, saving the result"),
)
SOFTWARE = (
    ("class", "Unit tests: what to test first, and how a test should fail"),
    ("project", "Added a date check to the booking form and went through the review"),
    ("elearning", "Module on Git: branches, merging, and getting out of a conflict"),
    ("online", "Live session on accessibility: labels, focus, and a screen reader in use"),
    ("shadowing", "Watched a release of the payments service and noted each step"),
    ("practice", "Paired with a senior developer on the address search"),
    ("reading", "Read about SQL injection and tried it out on the training site"),
    ("writing", "Wrote the design part of my portfolio: why the form has one question a page"),
    ("class", "Data structures: when a list is slow and a dictionary is not"),
    ("mentoring", "Went through my pull requests of the month with my mentor"),
    ("visit", "Conference on public services: two talks about prototypes"),
    ("elearning", "Exercises in JavaScript: events, and pages that work without it"),
)
NETWORKS = (
    ("class", "Subnets and routing, with an exercise on our office’s network"),
    ("practice", "Set up a laptop from the standard image, supervised, and wrote the checklist"),
    ("elearning", "Module on tickets: priorities, first answers, and when to pass one on"),
    ("shadowing", "A morning at the service desk with headphones in"),
    ("online", "Live session on backups and how to know that one can be restored"),
    ("vendor", "Vendor course on managing devices, second unit"),
    ("reading", "Read the incident report of the March outage and drew the chain of causes"),
    ("project", "Mapped the meeting rooms whose screens fail, and tried two cures"),
    ("writing", "Portfolio: how I mended a printer queue for a whole floor"),
    ("mentoring", "Talk with my mentor about explaining faults to people who are in a hurry"),
)
SECURITY = (
    ("class", "Threat modelling with a case from a hospital"),
    ("elearning", "Module on phishing: headers, links, and what to tell people"),
    ("practice", "Went through a week of alerts with the security lead and sorted them"),
    ("reading", "Read the national guidance on passwords and compared it with our policy"),
    ("online", "Live session on certificates and what a browser checks"),
    ("project", "Wrote a first draft of the checklist for leavers’ accounts"),
    ("writing", "Portfolio: the phishing exercise and what it showed"),
    ("shadowing", "Sat in on a review of firewall rules"),
)
MODELS = (
    ("class", "Over-fitting, and why a part of the data stays locked away"),
    ("project", "Predicted missed bin collections from weather and roadworks, as an exercise"),
    ("elearning", "Module on pipelines: tests for data, and runs that can be repeated"),
    ("reading", "Read two papers on fairness and tried their measures on our sample"),
    ("online", "Live session on gradient boosting, with a notebook to follow"),
    ("mentoring", "Went through my evaluation with the principal data scientist"),
    ("writing", "Wrote the method section of the work-based project"),
    ("practice", "Moved a notebook into a package with tests, supervised"),
)
LESSONS = {
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
# What never counts and is logged all the same.
BESIDE = (
    ("review", "Review of three: what went well, and what comes next"),
    ("maths", "Maths: percentages and ratios, practice paper"),
    ("induction", "Signed up for the next module and set up the learning platform"),
)
RETURNED = ("elearning", "Videos")
WHY_RETURNED = "Which videos, and what did you learn from them? One sentence is enough."
PUT_RIGHT = "Three videos on window functions: ranking, running totals, and moving averages"
# Invented too: the published list is to be read in by whoever runs an installation.
PUBLISHED_HOURS = {"ST0795": 302, "ST0118": 389, "ST0116": 446}
