"""What is done with what was agreed in a talk, whichever kind of talk it was."""

from django.core.exceptions import ValidationError

from hackit.actions import save, take_away

# What is said of one thing that was agreed.
AGREED = ("what", "owner", "due_on")


def differs(talk, agreed):
    """Whether what was agreed in `talk` is something else than the dicts `agreed` say."""
    known = set(talk.agreed_actions.values_list(*AGREED))
    return known != {tuple(words[name] for name in AGREED) for words in agreed}


def agree(talk, agreed, *, new, by, on):
    """Saves what was agreed in `talk`, dicts of AGREED with `pk` for what stands there already.

    What is missing from them is taken away; what stands there already is not saved again. `new` makes a row.
    """
    known = {one.pk: one for one in talk.agreed_actions.all()}
    alike = {(one.what, one.owner): one.pk for one in known.values()}
    rows = [(words.get("pk") or alike.get((words["what"], words["owner"])), words) for words in agreed]
    for pk in known.keys() - {pk for pk, _ in rows}:
        take_away(known[pk], by=by, on=on)
    for pk, words in rows:
        one = known.get(pk) or new()
        if one.pk and all(getattr(one, name) == words[name] for name in AGREED):
            continue
        for name in AGREED:
            setattr(one, name, words[name])
        try:
            save(one, by=by, on=on)
        except ValidationError as error:
            raise ValidationError(f"{one.what}: {' '.join(error.messages)}") from error


def tick_off(one, *, done, by, on):
    """Notes on a day that something agreed, of a locked record, is done, or that it is not after all."""
    if bool(one.done_on) == done:
        return one
    one.done_on = on if done else None
    return save(one, by=by, on=on)
