"""Which names of employers mean the same one: typed names are never quite the same twice. Pure."""

import re
import unicodedata
from difflib import SequenceMatcher

# What says only which kind of company it is, at the end of a name, and what stands in front.
LEGAL = {"ltd", "limited", "plc", "llp", "inc", "co", "company", "cic", "uk"}
FRONT = {"the"}
# What tells no two names apart.
FILLING = {"of", "for", "and", "the"}
# How alike two names are from which on they are shown: 1 is the same.
CLOSE = 0.82
# Letters from which on the beginning of a name, or its initials, stand for the whole.
ENOUGH = 3


def key(name):
    """A name without case, accents, punctuation, “The” in front and “Ltd” behind: what makes two the same.

    A name of nothing but such words keeps them.
    """
    words = _words(name)
    kept = words[1:] if len(words) > 1 and words[0] in FRONT else list(words)
    while kept and (kept[-1] in LEGAL or kept[-1] == "and"):
        kept.pop()
    return " ".join(kept or words) or name.strip().casefold()


def _words(name):
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w\s]", "", re.sub(r"[-–/,]", " ", plain)).split()


def likeness(name, other):
    """How alike two names are, from 0 to 1.

    The words that both have tell nothing, or every council would be like every other: what is left is
    compared by its spelling.
    """
    one, two = key(name).split(), key(other).split()
    if "".join(one) == "".join(two):
        return 1
    if _begins(one, two) or _begins(two, one) or _initials(one, two) or _initials(two, one):
        return 0.9
    mine, theirs = _besides(one, two), _besides(two, one)
    if not mine and not theirs:
        return 0.95
    return SequenceMatcher(None, "".join(mine), "".join(theirs)).ratio() if mine and theirs else 0


def _begins(short, long):
    return long[: len(short)] == short and len("".join(short)) >= ENOUGH


def _initials(short, long):
    letters = "".join(word[0] for word in long)
    return len(short) == 1 and len(letters) >= ENOUGH and short[0] == letters


def _besides(words, others):
    """The words of a name that another has not and that tell something."""
    return [word for word in words if word not in others and word not in FILLING]


def likely(name, others):
    """Those of `others` that a typed name may mean, the likeliest first."""
    found = [(likeness(name, other), other) for other in others]
    return [other for how, other in sorted(found, key=lambda one: (-one[0], one[1])) if how >= CLOSE]
