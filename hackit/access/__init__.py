"""The whole access policy: one table for the apprentices' records, one for the workshop (admin).

Nobody carries a flag. Both tables are read twice: as a filter (`allowing`, `within_reach`) and as a set
(`actions`, `may`). What is not listed is refused.
"""

from hackit.access.records import (
    ENDED_ON,
    MONTHS_AFTER_THE_END,
    Action,
    Relation,
    actions,
    allowing,
    allows,
    relations,
    with_relations,
)
from hackit.access.shelves import (
    WORKSHOP,
    Keeper,
    Scoped,
    attached,
    belonging,
    choosable,
    keeper_of,
    may,
    remember_keeping,
    tied_to,
)

__all__ = [
    "ENDED_ON",
    "MONTHS_AFTER_THE_END",
    "WORKSHOP",
    "Action",
    "Keeper",
    "Relation",
    "Scoped",
    "actions",
    "allowing",
    "allows",
    "attached",
    "belonging",
    "choosable",
    "keeper_of",
    "may",
    "relations",
    "remember_keeping",
    "tied_to",
    "with_relations",
]
