"""The organisation's words for the end of an apprenticeship: what the conversations are about, and letters.

Coordinators change them in the workshop. How the letters are filled in says `hackit.filling`. Pure.
"""

# What a letter may name in curly brackets, and the gap that stays while it is not known.
PLACEHOLDERS = {
    "apprentice": "[name]",
    "called": "[first name]",
    "standard": "[apprenticeship]",
    "end": "[last day]",
    "decided": "[day of the decision]",
    "role": "[role]",
    "team": "[team]",
    "start": "[first day in the role]",
    "pay": "[pay]",
    "next_manager": "[manager in the role]",
    "manager": "[your name]",
    "organisation": "[employer]",
}

# What an organisation begins with: the agenda of a conversation has a line for each point.
DEFAULTS = {
    "first_agenda": """Hopes on both sides
What has grown, and work to be proud of
What you would like: the same team, another team, the next level, study, or elsewhere
Your contract and when it ends; what HR needs to know
Vacancies anywhere in the organisation
How ready you are for gateway
What can be said now, and by when the answer will be known
Who does what until the next talk, and when that is""",
    "second_agenda": """What came of looking for vacancies
Your CV, practice for interviews, references
Introductions and mentoring that would help
Pay and job title, if you stay
The next apprenticeship
Worries, and how you are
Who does what until the next talk, and when that is""",
    "third_agenda": """The decision, and the letter that says so
If you stay: role, first day, pay, manager
If you leave: time to look for work, and a last conversation
What you hand over, and to whom
Your portfolio, which you keep
A private address, if you would like to stay in touch""",
    "offer_letter": """Dear {called},

Your apprenticeship, {standard}, ends on {end}. On {decided} we decided what comes next, and I am glad to \
tell you: there is a role for you.

The role is {role}, in {team}. It begins on {start}, and the pay is {pay}. Your manager will be \
{next_manager}.

HR sends you the contract. Please read it, and ask me or HR about anything that is not clear.

Thank you for your work with us.

{manager}
{organisation}""",
    "no_offer_letter": """Dear {called},

Your apprenticeship, {standard}, ends on {end}. On {decided} we decided what comes next. I am sorry to tell \
you that we have no role for you after your last day.

This says nothing against your work. Until your last day you have paid time to look for a job and to go to \
interviews. I give you a reference, and help with applications and interviews whenever you ask. Your \
portfolio is yours to keep.

If you have questions about this decision, please ask me, or the people who run the programme.

Thank you for your work with us.

{manager}
{organisation}""",
}
