"""What is done with an apprentice's record and its people: one module a concept, every verb from here."""

from apprentices.actions.first_day import write_first_day
from apprentices.actions.life import (
    begin_assessment,
    begin_break,
    cancel_break,
    change_standard,
    come_back,
    complete,
    correct,
    correct_break,
    enrol,
    fail,
    reach_gateway,
    send_back,
    withdraw,
)
from apprentices.actions.people import (
    appoint_buddy,
    appoint_deputy,
    appoint_manager,
    call_off,
    end,
    hand_over_all,
    mark_read,
    needed_by,
    refuse_while_needed,
    write_note,
)
from apprentices.actions.plan import change_plan
from apprentices.actions.reviews import record_review, tick

__all__ = [
    "appoint_buddy",
    "appoint_deputy",
    "appoint_manager",
    "begin_assessment",
    "begin_break",
    "call_off",
    "cancel_break",
    "change_plan",
    "change_standard",
    "come_back",
    "complete",
    "correct",
    "correct_break",
    "end",
    "enrol",
    "fail",
    "hand_over_all",
    "mark_read",
    "needed_by",
    "reach_gateway",
    "record_review",
    "refuse_while_needed",
    "send_back",
    "tick",
    "withdraw",
    "write_first_day",
    "write_note",
]
