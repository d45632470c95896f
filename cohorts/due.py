"""What is due in an organisation apart from its apprentices' records: DueItems, computed, never stored."""

from hackit.access import Relation
from hackit.due import DueItem


def due_items(requests):
    """The DueItems of open requests for data, fetched with their people."""
    for request in requests:
        yield DueItem(
            due_on=request.due_on,
            title=f"Answer {request.person.full_name}’s request for their data",
            owner=Relation.COORDINATOR,
            apprentice_id=None,
            route=("admin:cohorts_datarequest_copy", request.pk),
        )
