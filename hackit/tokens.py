"""Keys of links that open one thing for somebody outside. Pure."""

import secrets


def new_token():
    """What stands in the address of a link: 192 random bits. Nobody guesses it, so no throttle is needed."""
    return secrets.token_urlsafe(24)


def may_be_one(text):
    """Whether a database can look for a text as a token: it refuses some signs."""
    return text.isprintable()
