"""Who stands beside an apprentice, from when until when, and what one manager tells the next."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from apprentices.actions.locking import as_now, lock_all, locked
from apprentices.buddying import ARRANGED_FROM
from apprentices.models import Buddy, BuddyTerm, DeputyTerm, HandoverNote, Manager, ManagerTerm
from hackit import dates, versions
from hackit.actions import add_person, save, take_away

DAY = timedelta(days=1)
# Why a row ended: somebody else was appointed. Whoever calls that off gives back what it took.
SUCCEEDED = "Somebody else was named"


@transaction.atomic
def appoint_manager(apprentice, manager, *, from_on, by, on=None):
    """Makes `manager` the manager from a day on; whoever is it now ends the day before.

    Who was deputy or buddy until then is so no longer. Raises ValidationError when somebody is named for
    a later day already: call that off first.
    """
    term = _succeed(ManagerTerm, apprentice, manager, from_on, by, on)
    _end_other_parts(apprentice, manager, from_on, by, on)
    return term


@transaction.atomic
def appoint_buddy(apprentice, buddy, *, from_on, by, on=None):
    """Makes `buddy` the buddy from a day on; whoever is it now ends the day before.

    One who comes in somebody's place after the first weeks is what was arranged: they go on. Raises
    ValidationError for the manager, and when somebody is named for a later day already.
    """
    _refuse_manager(apprentice, buddy, from_on, "buddy")
    late = from_on >= apprentice.first_day_at_work_on + ARRANGED_FROM
    arranged = late and BuddyTerm.objects.filter(apprentice=apprentice).exists()
    return _succeed(BuddyTerm, apprentice, buddy, from_on, by, on, kept_on=from_on if arranged else None)


@transaction.atomic
def appoint_deputy(apprentice, deputy, *, from_on, until_on=None, by, on=None):
    """Adds a deputy from a day on, until a day or open; deputies stand beside each other."""
    locked(apprentice)
    _refuse_manager(apprentice, deputy, from_on, "deputy")
    term = DeputyTerm(apprentice=apprentice, deputy=deputy, from_on=from_on, until_on=until_on)
    return save(term, by=by, on=on)


@transaction.atomic
def end(term, *, until_on, by, on=None):
    """Ends somebody's time beside an apprentice; `until_on` is their last day.

    One that has not begun by then is taken away. Raises ValidationError when it was ended before.
    """
    locked(term.apprentice)
    term = as_now(term)
    if term.until_on and term.until_on <= until_on:
        raise ValidationError({"until_on": f"It ends on {dates.words(term.until_on)} already."})
    if until_on < term.from_on:
        return take_away(term, by=by, on=on)
    term.until_on = until_on
    return save(term, by=by, on=on)


@transaction.atomic
def call_off(term, *, by, on=None):
    """Takes away the time of a manager or buddy that begins today or later; whoever was to leave stays.

    Raises ValidationError once its first day is over.
    """
    on = on or dates.today()
    locked(term.apprentice)
    model = type(term)
    term = model.objects.filter(pk=term.pk, from_on__gte=on).first()
    if term is None:
        raise ValidationError("This has begun or was called off already.")
    before = model.objects.filter(apprentice=term.apprentice_id, until_on=term.from_on - DAY).first()
    take_away(term, by=by, on=on)
    last_two = before.history.order_by("-history_id")[:2] if before else ()
    if len(last_two) == 2 and last_two[0].history_change_reason == SUCCEEDED:
        before.until_on = last_two[1].until_on
        save(before, by=by, on=on)
    return before


@transaction.atomic
def appoint_newcomer(term, apprentice, *, email, full_name, by, on=None, **days):
    """Appoints a colleague who is no buddy or manager here yet: by their address, as `term` says.

    `term` is BuddyTerm or DeputyTerm, `days` are those of its row. Somebody new gets an account without
    an invitation: that is the coordinator's. Raises what `add_person` and the appointment raise.
    """
    lock_all([apprentice.pk])
    appoint = {BuddyTerm: appoint_buddy, DeputyTerm: appoint_deputy}[term]
    kind, place = term._meta.get_field(term.role).related_model, apprentice.cohort.organisation
    person = add_person(email=email, full_name=full_name, organisation=place, by=by, on=on)
    known = kind.objects.filter(person=person).first()
    colleague = known or save(kind(person=person, organisation=place), by=by, on=on)
    return appoint(apprentice, colleague, by=by, on=on, **days)


def _refuse_manager(apprentice, colleague, from_on, noun):
    """A buddy and a deputy are somebody other than the manager, now and as far as one is named."""
    terms = ManagerTerm.objects.filter(apprentice=apprentice, manager__person=colleague.person_id)
    if terms.not_over(from_on).exists():
        raise ValidationError(f"{colleague} is the manager: choose somebody else as {noun}.")


def _end_other_parts(apprentice, manager, from_on, by, on):
    """Whoever becomes manager is deputy and buddy no longer."""
    for model in (DeputyTerm, BuddyTerm):
        rows = model.objects.filter(apprentice=apprentice, **{f"{model.role}__person": manager.person_id})
        for term in rows.not_over(from_on):
            _cut(term, from_on, by, on)


def _cut(term, from_on, by, on):
    """Ends a row the day before `from_on`; one that has not begun by then is taken away."""
    if term.from_on >= from_on:
        return take_away(term, by=by, on=on)
    term.until_on = from_on - DAY
    return save(term, by=by, on=on)


def _succeed(model, apprentice, colleague, from_on, by, on, **more):
    locked(apprentice)
    terms = model.objects.filter(apprentice=apprentice)
    if later := terms.filter(from_on__gt=from_on).order_by("from_on").first():
        raise ValidationError(
            f"{later.colleague} is named as {model.noun} from {dates.words(later.from_on)}. "
            "Call that off first, or choose a later day."
        )
    for term in terms.in_force(from_on):
        if term.colleague == colleague or term.from_on == from_on:
            raise ValidationError(
                f"{term.colleague} is the {model.noun} from {dates.words(term.from_on)} already."
            )
        term.until_on = from_on - DAY
        save(term, by=by, on=on, why=SUCCEEDED)
    row = model(apprentice=apprentice, from_on=from_on, **{model.role: colleague}, **more)
    return save(row, by=by, on=on)


# --- The note for the next manager ----------------------------------------------------------------


@transaction.atomic
def write_note(term, *, words, by, on=None, seen=""):
    """Writes the note for the manager whose time is `term`; `words` are values of HandoverNote.WORDS.

    What stands there already is not saved again. Raises ValidationError once they have read it, when
    nothing is written, and when somebody saved it after the version `seen`.
    """
    locked(term.apprentice)
    term = as_now(term, "manager__person")
    note = HandoverNote.objects.filter(term=term).first() or HandoverNote(term=term)
    if note.read_on:
        raise ValidationError(f"{term.manager} has read the note: talk to them instead.")
    if note.pk and all(getattr(note, name) == words.get(name, "") for name in HandoverNote.WORDS):
        return note
    versions.refuse_overwriting(note, seen)
    for name in HandoverNote.WORDS:
        setattr(note, name, words.get(name, ""))
    return save(note, by=by, on=on)


@transaction.atomic
def mark_read(note, *, by, on=None):
    """Notes that the new manager has read their note; it then leaves the top of their page.

    Raises ValidationError for anybody else, and before their time has begun.
    """
    on = on or dates.today()
    locked(note.term.apprentice)
    note = as_now(note, "term__manager")
    if note.term.manager.person_id != by.pk or on < note.term.from_on:
        raise ValidationError("Only the new manager reads this note, from their first day on.")
    if note.read_on is None:
        note.read_on = on
        save(note, by=by, on=on)
    return note


# --- Colleagues who leave -------------------------------------------------------------------------

# The rows that go along when everybody of a Manager or of a Buddy is handed over.
PARTS = {Manager: (ManagerTerm, DeputyTerm), Buddy: (BuddyTerm,)}


def needed_by(person, on, models=(ManagerTerm, DeputyTerm, BuddyTerm)):
    """The rows in which a person stands beside somebody still in their apprenticeship, now or later."""
    return [
        term
        for model in models
        for term in model.with_names.filter(**{f"{model.role}__person": person})
        .filter(pk__in=model.objects.not_over(on).of_living(on).values("pk"))
        .order_by("from_on", "pk")
    ]


def refuse_while_needed(person, *, on=None):
    """Raises ValidationError, in words, for somebody whose account cannot be closed yet."""
    terms = needed_by(person, on or dates.today())
    if terms:
        said = ", ".join(sorted(f"{term.noun} of {term.apprentice}" for term in terms))
        raise ValidationError(f"{person} is still {said}. Hand over first: then the account can be closed.")


@transaction.atomic
def hand_over_all(colleague, *, to, from_on, by, on=None):
    """Hands everybody over from one Manager or Buddy to another from a day on. Returns how many.

    A manager's deputies' rows go to the other one too. Rows that begin later go with their days. All or
    nothing: raises ValidationError, with the name of the apprentice, for the first that cannot be done.
    """
    if type(colleague) is not type(to) or colleague == to:
        raise ValidationError("Choose somebody else to hand over to.")
    if from_on < (on or dates.today()):
        raise ValidationError({"from_on": "Choose today or a later day: what is over stays as it was."})
    rows = {
        model: model.objects.filter(**{model.role: colleague}).not_over(from_on).of_living(from_on)
        for model in PARTS[type(colleague)]
    }
    lock_all({pk for found in rows.values() for pk in found.values_list("apprentice", flat=True)})
    number = 0
    for model, found in rows.items():
        for term in found.select_related(*model.named_by, "apprentice__cohort").order_by("pk"):
            try:
                _pass_on(model, term, to, from_on, by, on)
            except ValidationError as error:
                raise ValidationError(f"{term.apprentice}: {' '.join(error.messages)}") from error
            number += 1
    return number


def _pass_on(model, term, to, from_on, by, on):
    """Gives a row to somebody else; one that has not begun goes with its note, an other one is cut."""
    if model is not ManagerTerm and _stands_there(model, term, to):
        return _cut(term, from_on, by, on)
    if term.from_on >= from_on:
        setattr(term, model.role, to)
        passed = save(term, by=by, on=on)
    else:
        until_on = term.until_on
        _cut(term, from_on, by, on)
        row = model(apprentice=term.apprentice, from_on=from_on, until_on=until_on, **{model.role: to})
        passed = save(row, by=by, on=on)
    if model is ManagerTerm:
        _end_other_parts(term.apprentice, to, passed.from_on, by, on)
    return passed


def _stands_there(model, term, to):
    """Whether `to` is the manager of the apprentice in these days, or has the same part already."""
    rows = (
        ManagerTerm.objects.filter(manager__person=to.person_id),
        model.objects.filter(**{model.role: to}),
    )
    return any(found.filter(apprentice=term.apprentice).not_over(term.from_on).exists() for found in rows)
