"""The end of an apprenticeship in words: conversations, ways on, steps, decision, destination, CV.

What they say is told to nobody here, the decision neither, which whoever it is about reads in its letter
first: who may read it does so on its page.
"""

from apprentices.models import Conversation, Cv, Decision, Destination, Option, StepTaken
from hackit import dates
from hackit.versions import ADDED, CHANGED, TAKEN_AWAY


def conversation_begun(change):
    """The first word was saved."""
    if change.now["held_on"]:
        yield _held(change)
    elif any(change.now[name] for name in Conversation.OWN):
        yield f"prepared {_talk(change)}"


def conversation_changed(change):
    """It was prepared, held, corrected or confirmed."""
    if change.fresh("held_on"):
        yield _held(change)
    elif any(
        change.differs(name) for name in (*Conversation.SAID, "held_on", "others_there", "answer_by_on")
    ):
        yield f"corrected {_talk(change)} of {dates.words(change.before['held_on'])}"
    elif change.fresh("confirmed_at") or (change.now["confirmed_at"] and change.differs("differently")):
        added = " and added what they see differently" if change.now["differently"] else ""
        yield f"confirmed {_talk(change)}{added}"
    elif any(change.differs(name) for name in Conversation.OWN):
        yield f"prepared {_talk(change)}"


def conversation_taken_away(change):
    """It was taken away."""
    yield f"took away {_talk(change)}"


def _held(change):
    answer = ""
    if change.now["answer_by_on"]:
        answer = f"; the answer will be known by {change.day('answer_by_on')}"
    return f"recorded {_talk(change)}, held on {change.day('held_on')}{answer}"


def _talk(change):
    return f"the {change.now['talk']} next-steps conversation"


def way_weighed(change):
    """Something was said of a way on for the first time."""
    if change.now["wished"]:
        yield f"wished for “{change.now['way']}”"
    else:
        yield f"noted of “{change.now['way']}”: {change.now['chance']}"


def way_changed(change):
    """What is said of a way on has changed."""
    if change.differs("wished"):
        yield f"{'wished' if change.now['wished'] else 'no longer wished'} for “{change.now['way']}”"
    if change.differs("chance"):
        yield f"noted of “{change.now['way']}”: {change.now['chance']}"
    elif change.differs("needs") or change.differs("asked_by"):
        yield f"changed what is noted of “{change.now['way']}”"


def way_taken_away(change):
    """It was taken away."""
    yield f"took away what was noted of “{change.now['way']}”"


def step_taken(change):
    """A step was ticked."""
    yield f"ticked “{change.now['step']}”"


def step_changed(change):
    """Its day was changed."""
    yield f"changed the day of “{change.now['step']}” to {change.day('done_on')}"


def step_not_taken(change):
    """A step was not done after all."""
    yield f"noted that “{change.now['step']}” is not done after all"


def decided(change):
    """What comes next was decided."""
    yield f"recorded the decision of {change.day('decided_on')}"


def decision_changed(change):
    """It was given in writing, or says something else."""
    if change.fresh("given_on"):
        yield f"gave the decision in writing on {change.day('given_on')}"
    else:
        yield "changed the decision or its letter"


def decision_taken_away(change):
    """It was taken away."""
    yield "took away the decision"


def destination_told(change):
    """Where they went is known."""
    yield f"recorded where they went, {change.now['asked']}"


def destination_changed(change):
    """Where they went was put right."""
    yield f"corrected what is known of where they went, {change.now['asked']}"


def destination_taken_away(change):
    """It was taken away."""
    yield f"took away where they went, {change.now['asked']}"


def cv_written(change):
    """A CV was saved for the first time."""
    yield "wrote a CV"


def cv_changed(change):
    """It was changed."""
    yield "changed the CV"


def cv_taken_away(change):
    """It was taken away."""
    yield "took away the CV"


# The rows that these add to hackit.overview.sentences.TOLD.
TOLD = {
    (Conversation, ADDED): conversation_begun,
    (Conversation, CHANGED): conversation_changed,
    (Conversation, TAKEN_AWAY): conversation_taken_away,
    (Option, ADDED): way_weighed,
    (Option, CHANGED): way_changed,
    (Option, TAKEN_AWAY): way_taken_away,
    (StepTaken, ADDED): step_taken,
    (StepTaken, CHANGED): step_changed,
    (StepTaken, TAKEN_AWAY): step_not_taken,
    (Decision, ADDED): decided,
    (Decision, CHANGED): decision_changed,
    (Decision, TAKEN_AWAY): decision_taken_away,
    (Destination, ADDED): destination_told,
    (Destination, CHANGED): destination_changed,
    (Destination, TAKEN_AWAY): destination_taken_away,
    (Cv, ADDED): cv_written,
    (Cv, CHANGED): cv_changed,
    (Cv, TAKEN_AWAY): cv_taken_away,
}
