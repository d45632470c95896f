"""Tags of every page; loaded everywhere."""

from django import template
from django.utils.html import format_html

from apprentices.life import Status
from hackit import dates
from workplans.months import Word
from workplans.off_the_job import Level
from workplans.work_plan import ItemState, State

register = template.Library()

TAG_COLOURS = {
    Status.WAITING: "blue",
    Status.LEARNING: "green",
    Status.BREAK: "yellow",
    Status.GATEWAY: "purple",
    Status.ASSESSMENT: "purple",
    Status.COMPLETED: "grey",
    Status.WITHDRAWN: "grey",
}
STANDING_COLOURS = {
    Level.FINISHED: "grey",
    Level.ON_A_BREAK: "yellow",
    Level.NOT_STARTED: "blue",
    Level.COMPLETE: "green",
    Level.GETTING_STARTED: "blue",
    Level.ON_TRACK: "green",
    Level.SLIGHTLY_BEHIND: "orange",
    Level.BEHIND: "red",
}
PLAN_COLOURS = {
    State.DRAFT: "yellow",
    State.SHARED: "blue",
    State.AGREED: "green",
    State.REFLECTED: "purple",
    State.REVIEWED: "grey",
    Word.AWAY: "yellow",
    Word.NOT_NEEDED: "grey",
    Word.MISSING: "red",
    Word.TO_COME: "grey",
}
ITEM_COLOURS = {
    ItemState.PLANNED: "blue",
    ItemState.IN_PROGRESS: "yellow",
    ItemState.DONE: "green",
    ItemState.CARRIED: "purple",
    ItemState.DROPPED: "grey",
}


@register.filter
def status_tag(status):
    """A status as a tag: its word, first letter large, in a colour that adds nothing to the word."""
    return _tag(TAG_COLOURS[status], status)


@register.filter
def standing_tag(level):
    """A standing as a tag, in the same way."""
    return _tag(STANDING_COLOURS[level], level)


@register.filter
def plan_tag(word):
    """The state of a work plan, or the word of a month without one, in the same way."""
    return _tag(PLAN_COLOURS[word], word)


@register.filter
def item_tag(state):
    """The state of an item of a work plan, in the same way."""
    return _tag(ITEM_COLOURS[state], state)


def _tag(colour, words):
    return format_html(
        '<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words[0].upper() + words[1:]
    )


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """The query of this page with some parameters changed, for links that keep the others."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def field_words(name):
    """The name of a form field as words: "what_i_learned" becomes "What i learned"."""
    return name.replace("_", " ").replace("-", " ").capitalize()


@register.filter
def day(value):
    """A day in a sentence: 3 September 2026."""
    return dates.words(value)
