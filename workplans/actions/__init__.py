"""What is done with learning and work plans: one module a concept, every verb from here."""

from workplans.actions.beginning import begin_from_last, begin_from_template
from workplans.actions.entries import (
    Draft,
    accept,
    bring_back,
    claim,
    correct,
    log,
    same,
    send_back,
    take_out,
    total_in_words,
)
from workplans.actions.items import (
    add_item,
    change_item,
    delete_item,
    move_on,
    reorder,
    suggest,
    take_in,
)
from workplans.actions.plans import (
    agree_plan,
    fingerprint,
    reflect,
    reopen,
    review,
    share,
    write_aim,
)
from workplans.actions.protected import answer, note_talk
from workplans.actions.templates import begin_with
from workplans.actions.times import agree, decline, end, propose, take_back

__all__ = [
    "Draft",
    "accept",
    "add_item",
    "agree",
    "agree_plan",
    "answer",
    "begin_from_last",
    "begin_from_template",
    "begin_with",
    "bring_back",
    "change_item",
    "claim",
    "correct",
    "decline",
    "delete_item",
    "end",
    "fingerprint",
    "log",
    "move_on",
    "note_talk",
    "propose",
    "reflect",
    "reopen",
    "reorder",
    "review",
    "same",
    "send_back",
    "share",
    "suggest",
    "take_back",
    "take_in",
    "take_out",
    "total_in_words",
    "write_aim",
]
