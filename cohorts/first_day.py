"""The words of the page that somebody reads before their first day: what stands in them for what. Pure.

How they are filled in says `hackit.filling`.
"""

from datetime import time

# What a text may name in curly brackets, and the gap that stays while it is not known.
PLACEHOLDERS = {
    "apprentice": "[the apprentice’s name]",
    "manager": "[your manager’s name]",
    "buddy": "[your buddy’s name]",
    "team": "[your team]",
    "organisation": "[your employer]",
}

# The words of an organisation that has written none of its own.
DEFAULTS = {
    "comes_at": time(9, 30),
    "place": "{organisation}, [street and entrance]. Tell the reception that it is your first day and "
    "that {manager} expects you.",
    "met_by": "{manager}, your manager, comes to the reception and takes you to your desk.",
    "bring": "Your passport or other proof that you may work here, your National Insurance number and your "
    "bank details, so that you are paid on time. Everything else is waiting for you.",
    "wear": "What you feel comfortable in. Most of us dress casually.",
    "lunch": "You have lunch with the team on your first day. There is a kitchen with a fridge and a "
    "microwave, and there are places nearby to buy food.",
    "first_week": "You get your laptop and your accounts, meet your team, {team}, and learn your way "
    "around. {buddy} is your buddy: ask about anything, small things too. Nobody expects you to know how it "
    "all works. At the end of the week you and {manager} talk about how it went.",
    "trouble": "Late, lost or ill? Ring {manager} on [phone number]. If nobody answers, ring [name and "
    "phone number]. Nobody minds: we are glad that you rang.",
}
