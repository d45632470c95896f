"""What was done about learning, its time and the monthly question, in phrases for hackit.overview.sentences.

A learning entry is told on its own page: a log of thousands would bury the history of its record. Only when
it is deleted after it was accepted is that told here, where those who accepted it find it.
"""

from hackit import dates
from workplans import learning_time, log
from workplans.models import LearningTime


def entry_deleted(change):
    """An entry that was accepted was deleted: its time, and nothing that was written in it."""
    yield f"deleted an accepted entry: {log.in_words(change.now['minutes'])} on {change.day('learned_on')}"


def time_proposed(change):
    """A time was proposed."""
    yield f"proposed a learning time: {_learning_time(change.now)}"


def time_answered(change):
    """It was agreed to, declined or ended."""
    words = _learning_time(change.before)
    if change.differs("state"):
        agreed = change.now["state"] == LearningTime.State.AGREED
        yield f"{'agreed to' if agreed else 'declined'} the learning time {words}"
    elif change.differs("until_on") and change.now["until_on"]:
        yield f"ended the learning time {words}: its last day is {change.day('until_on')}"
    else:
        yield f"changed the learning time {words}"


def time_gone(change):
    """The proposal was taken back, or what had not begun was taken away."""
    proposed = change.now["state"] == LearningTime.State.PROPOSED
    took = "took back the proposal of" if proposed else "took away"
    yield f"{took} the learning time {_learning_time(change.now)}"


def _learning_time(values):
    words = learning_time.in_words(values["pattern"])
    until = f" until {dates.words(values['until_on'])}" if values["until_on"] else ""
    block = "a block of " if values["in_blocks"] else ""
    return f"{block}{words} from {dates.words(values['from_on'])}{until}"


def question_answered(change):
    """That it was answered, never what: managers read this too."""
    yield f"answered whether learning time was protected in {change.now['month_on']:%B %Y}"


def answer_changed(change):
    """A talk is a sign of what was answered, so it is told to coordinators alone."""
    if change.confidential and change.fresh("talked_on"):
        yield f"noted a talk about the learning time in {change.now['month_on']:%B %Y}"
    elif change.differs("answered_on"):
        yield f"answered again whether learning time was protected in {change.now['month_on']:%B %Y}"


def answer_taken_away(change):
    """It was taken away."""
    yield f"took away the answer about the learning time in {change.now['month_on']:%B %Y}"
