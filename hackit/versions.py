"""Two people change one record: the second reads what the first did, and nothing is lost.

A page carries along which version of the record it showed: the number of its newest row of history, 0
when nothing had been saved.
"""

from django.core.exceptions import ValidationError

# What happened to a record in a row of its history.
ADDED, CHANGED, TAKEN_AWAY = "+", "~", "-"
FIELD = "_version"
NOTHING_SAVED = "0"
OVERTAKEN = "overtaken"  # the code of the refusal below
LONGEST = 18  # digits that a key of the database can have


def latest(record):
    """The version that a page shows now, as it carries it along."""
    newest = _versions(record).values_list("pk", flat=True).first() if record.pk else None
    return str(newest or NOTHING_SAVED)


def refuse_overwriting(record, seen, names=()):
    """Raises ValidationError when somebody saved `record` after the version `seen`.

    With `names`, a change of these fields alone stands in the way. A page that carried no version, or one
    of another record, is not asked.
    """
    if not record.pk or not seen.isdecimal() or len(seen) > LONGEST:
        return
    before, now = _versions(record).filter(pk=seen).first(), _versions(record).first()
    if names and before and now and not now.diff_against(before, included_fields=names).changes:
        return
    if now and (seen == NOTHING_SAVED or (before and before.pk != now.pk)):
        raise ValidationError(
            f"{now.history_user or 'Somebody'} saved this {'record' if before else 'first'} while you had "
            f"it open{_difference(record, before, now)}. What you typed is still here: compare, and save "
            "again if it shall stand.",
            code=OVERTAKEN,
        )


def _versions(record):
    return record.history.order_by("-history_id").select_related("history_user")


def _difference(record, before, now):
    changed = now.diff_against(before).changed_fields if before else []
    names = [str(record._meta.get_field(name).verbose_name) for name in changed]
    return f" and changed: {', '.join(names)}" if names else ""
