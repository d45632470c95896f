"""Texts of an organisation that are filled in for somebody: two signs, and they never mix. Pure.

{manager} is filled in from what is known. [phone number] is a gap that only the writer can fill; what is
not known becomes one too.
"""

import re

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NO_GAP = str.maketrans("[]", "()")
_GAP = re.compile(r"\[[^\[\]]*\]")


def known(placeholders):
    """The placeholders as a text that says what one can use."""
    return ", ".join(f"{{{name}}}" for name in placeholders)


def unknown(text, placeholders):
    """What stands in curly brackets in a text and is no placeholder, in the order of the text."""
    return [found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in placeholders]


def refusal(text, placeholders):
    """The sentence that refuses a text with an unknown placeholder; blank for a good one."""
    wrong = unknown(text, placeholders) if isinstance(text, str) else []
    return f"Nothing is known as {wrong[0]}. You can use {known(placeholders)}." if wrong else ""


def fill(text, facts, placeholders):
    """The text with its placeholders filled in from `facts`; what is missing there becomes a gap.

    `placeholders` says by name which gap stays. Square brackets of a fact become round ones: it is no gap.
    """

    def fact(found):
        known = str(facts.get(found[1]) or "").translate(NO_GAP)
        return known or placeholders.get(found[1], found[0])

    return _PLACEHOLDER.sub(fact, text)


def gaps(text):
    """The gaps in square brackets that are left in a text."""
    return _GAP.findall(text)
