"""The words of the page that somebody reads before their first day: what stands in them for what. Pure.

Two signs, and they never mix. {manager} in the organisation's texts is filled in from what is known.
[phone number] is a gap that only the writer can fill; what is not known becomes one too.
"""

import re
from datetime import time

# What a text may name in curly brackets, and the gap that stays while it is not known.
PLACEHOLDERS = {
    "apprentice": "[the apprentice’s name]",
    "manager": "[your manager’s name]",
    "buddy": "[your buddy’s name]",
    "team": "[your team]",
    "organisation": "[your employer]",
}
KNOWN = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)

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

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_GAP = re.compile(r"\[[^\[\]]*\]")


def unknown_placeholders(text):
    """What stands in curly brackets in a text and means nothing, in the order of the text."""
    return [found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS]


def fill(text, facts):
    """The text with its placeholders filled in from `facts`; what is missing there becomes a gap."""
    return _PLACEHOLDER.sub(lambda found: _fact(found, facts), text)


def _fact(found, facts):
    name = found[1]
    return facts.get(name) or PLACEHOLDERS.get(name, found[0])


def gaps(text):
    """The gaps in square brackets that are left in a text."""
    return _GAP.findall(text)
