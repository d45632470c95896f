"""The record of processing and the privacy notice, made from the list of hackit.privacy.

Source: UK GDPR Art. 13 and 14 (the notice), Art. 30 (the record of processing).
"""

from dataclasses import dataclass

from hackit import privacy
from hackit.privacy import Tells

HEADINGS = (
    "Kind of record",
    "About whom",
    "What is recorded",
    "How sensitive",
    "What for",
    "Who sees it",
    "How long",
)


@dataclass(frozen=True)
class Processing:
    """One kind of record: about whom, what, how sensitive, what for, who sees it, how long."""

    kind: str
    whom: str
    data: str
    sensitivity: str
    why: str
    seen_by: str
    keep: str

    def cells(self):
        """The row in the order of HEADINGS."""
        return (self.kind, self.whom, self.data, self.sensitivity, self.why, self.seen_by, self.keep)


def processing(organisation=None):
    """A Processing for each kind of record that tells of people, what packages keep among them.

    With an organisation, the months are those that it has set.
    """
    rows = [
        Processing(
            kind=privacy.kind(model, plural=True),
            whom=entry.whom,
            data=_data(model),
            sensitivity=_most_sensitive(model),
            why=entry.why,
            seen_by=entry.seen_by,
            keep=entry.keep.words(organisation),
        )
        for model, entry in privacy.the_list()
        if entry.whom
    ]
    rows.append(
        Processing(
            kind="Histories",
            whom="everybody named above",
            data="who changed what, and when",
            sensitivity="as the record",
            why="To put mistakes right, and to know who did what.",
            seen_by=privacy.COORDINATORS,
            keep="As long as the record; erased with it.",
        )
    )
    return rows + [
        Processing(one.kind, one.whom, one.data, "", one.why, "nobody, unless there is a fault", one.keep)
        for one in privacy.ELSEWHERE
    ]


def _data(model):
    told = privacy.tells(model, *(kind for kind in Tells if kind not in {Tells.NOTHING, Tells.SECRET}))
    names = [str(field.verbose_name) for field in told]
    if privacy.tells(model, Tells.SECRET):
        names.append(Tells.SECRET)
    return ", ".join(names)


def _most_sensitive(model):
    found = [kind for _, kind in privacy.personal(model).classed() if kind != Tells.SECRET]
    return max(found, key=list(Tells).index)
