"""What is done with learning: one module a concept, every verb from here."""

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
from workplans.actions.protected import answer, note_talk
from workplans.actions.times import agree, decline, end, propose, take_back

__all__ = [
    "Draft",
    "accept",
    "agree",
    "answer",
    "bring_back",
    "claim",
    "correct",
    "decline",
    "end",
    "log",
    "note_talk",
    "propose",
    "same",
    "send_back",
    "take_back",
    "take_out",
    "total_in_words",
]
