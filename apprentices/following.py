"""What follows from a move, in sentences: a picture of the record before it, another one after it.

The move is made inside a transaction and undone again where it is only asked what would follow: what a
page says is what happens, not a second telling of the rules.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from apprentices.life import Facts, days_away, end_after_break, status
from apprentices.models import (
    Apprentice,
    BreakInLearning,
    BuddyTerm,
    DeputyTerm,
    EarlierPlan,
    FailedAttempt,
    HandoverNote,
    ManagerTerm,
    SentBack,
)
from apprentices.models.leaving import in_words
from apprentices.plan import average_weekly_hours, hours_words, sentence
from hackit import access, dates
from hackit.access import Action

DAY = timedelta(days=1)
# What a picture holds, and the way from it to the record.
AROUND = {
    Apprentice: "pk",
    BreakInLearning: "apprentice",
    EarlierPlan: "apprentice",
    SentBack: "apprentice",
    FailedAttempt: "apprentice",
    ManagerTerm: "apprentice",
    HandoverNote: "term__apprentice",
}


# --- Pictures -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """A record and what stands around it at one moment; equal to another one in which nothing differs."""

    record: Apprentice = field(compare=False)
    facts: Facts = field(compare=False)
    plans: list = field(compare=False)
    breaks: dict = field(compare=False)
    rows: dict

    def status_on(self, on):
        """The Status on the day `on`."""
        return status(self.facts, on)


def picture(apprentice):
    """The Picture of a record as it is now; nobody else changes it until the transaction ends."""
    [record] = Apprentice.objects.select_for_update(of=("self",)).filter(pk=apprentice.pk)
    rows = {
        model: list(model.objects.filter(**{path: record.pk}).order_by("pk").values())
        for model, path in AROUND.items()
    }
    breaks = {gap.pk: gap for gap in record.breaks.all()}
    return Picture(record, record.facts(), record.plans(), breaks, rows)


def picture_of_terms(colleague):
    """Who stands beside whom where a Manager or Buddy works: {row: (term, last day)} of what is not over."""
    return {
        (model.noun, term.pk): (term, term.until_on)
        for model in (ManagerTerm, DeputyTerm, BuddyTerm)
        for term in model.with_names.filter(
            pk__in=model.objects.not_over(dates.today()).values("pk"),
            apprentice__cohort__organisation=colleague.organisation_id,
        )
    }


# --- Sentences ------------------------------------------------------------------------------------

FINAL = "This is final: afterwards only a correction changes it, and it is recorded as one."


def status_from(before, after, on):
    """That the status is another one from a day on."""
    now = after.status_on(on)
    if before.status_on(on) != now:
        yield f"From {dates.words(on)} the status is “{now}”."


def break_begins(before, after, *, first_day_away_on, first_day_back_on, expected_return_on, **_):
    """What a break brings, one that goes on or one that is over already."""
    if first_day_back_on:
        yield from _back(before, after, first_day_away_on, first_day_back_on)
        return
    yield from status_from(before, after, first_day_away_on)
    yield "No learning is expected or accepted until the first day back."
    end = dates.words(after.record.planned_end_on)
    yield f"The planned end stays {end} for now: once the return is recorded, it moves by the days away."
    if expected_return_on:
        yield f"If no return is recorded by {dates.words(expected_return_on)}, you will find it on your list."


def break_ends(before, after, *, first_day_back_on, **_):
    """What the return from a break brings."""
    yield from status_from(before, after, first_day_back_on)
    gap = next(gap for gap in after.breaks.values() if before.breaks[gap.pk].stretch != gap.stretch)
    yield from _back(before, after, gap.first_day_away_on, first_day_back_on)


def _back(before, after, away_on, back_on):
    number = days_away(away_on, back_on)
    days = "1 day" if number == 1 else f"{number} days"
    yield f"The break lasted from {dates.words(away_on)} until {dates.words(back_on - DAY)}: {days} away."
    old, new = before.record.planned_end_on, after.record.planned_end_on
    by_rule = end_after_break(old, away_on, back_on)
    agreed = f", as agreed; by the days away it would be {dates.words(by_rule)}"
    yield _end_moves(old, new, f", by the {days} away" if new == by_rule else agreed)


def _end_moves(old, new, why=""):
    if old == new:
        return f"The planned end stays {dates.words(old)}{why}."
    moved = f"from {dates.words(old)} to {dates.words(new)}"
    return f"The planned end moves {moved}{why}. The end known before is kept."


def break_corrected(before, after, **_):
    """What is another about a break, and about the planned end."""
    for pk, gap in before.breaks.items():
        if pk in after.breaks:
            yield from differences(gap, after.breaks[pk])
        else:
            yield f"The break from {dates.words(gap.first_day_away_on)} is taken away."
    yield _end_moves(before.record.planned_end_on, after.record.planned_end_on)
    yield from status_from(before, after, dates.today())
    yield "It is recorded as a correction."


def gateway_reached(before, after, *, reached_on, **_):
    """What gateway brings."""
    yield from status_from(before, after, reached_on)
    yield "No learning is expected or accepted from then on. Assessment may begin."


def gateway_sent_back(before, after, *, sent_back_on, **_):
    """What it brings that gateway was sent back."""
    yield from status_from(before, after, sent_back_on)
    yield f"The gateway of {dates.words(before.record.gateway_on)} is kept as one that was sent back."
    yield "Learning goes on, and gateway can be recorded again."


def assessment_begun(before, after, *, begun_on, **_):
    """What the beginning of the assessment brings."""
    yield from status_from(before, after, begun_on)
    yield "The result is recorded once it is known."


def result_known(before, after, *, completed_on, result, resit_on):
    """What a result brings: the end, or another attempt."""
    yield from status_from(before, after, completed_on)
    if after.record.completed_on is None:
        yield f"The fail of {dates.words(completed_on)} is kept, and they stay in assessment."
        yield f"A resit is planned for {dates.words(resit_on)}: its result is recorded later."
        return
    yield f"The result is “{after.record.get_result_display()}”."
    yield from _after_the_end(completed_on)


def stopped(before, after, *, withdrawn_on, **_):
    """What it brings to stop early."""
    yield from status_from(before, after, withdrawn_on)
    yield f"{dates.words(withdrawn_on)} is the last day of learning."
    yield from _after_the_end(withdrawn_on)


def _after_the_end(on):
    months = access.MONTHS_AFTER_THE_END
    yield (
        f"From {dates.words(on)} the buddy can no longer see this record. The manager and deputies can read "
        f"it for {months[access.Relation.MANAGER]} months more, the apprentice for "
        f"{months[access.Relation.APPRENTICE]}."
    )
    yield FINAL


def plan_changed(before, after, **_):
    """Each value of the plan that changes, over time; hours with their average."""
    for name, words in SAID.items():
        said = sentence(after.plans, name, words)
        if said != sentence(before.plans, name, words):
            yield f"{label(after.record, name)}: {said}."
    hours, end = after.record.weekly_hours, after.record.planned_end_on
    if hours != before.record.weekly_hours:
        average = average_weekly_hours(after.plans, after.record.starts_on, end, after.facts.breaks)
        yield f"The average over the programme is {average:.1f} hours a week."
    yield "What was agreed before stays readable as an earlier plan."


def standard_changed(before, after, *, starts_on, planned_end_on, standard, **_):
    """What a change of standard brings: an end and a beginning."""
    yield f"This record ends on {dates.words(starts_on - DAY)}: {before.record.standard}."
    yield f"A new one begins on {dates.words(starts_on)}: {standard}, until {dates.words(planned_end_on)}."
    yield "The two are linked. Manager, deputies and buddy go along with their days."
    yield "What reviews agreed and nobody has done stays with the old record: look through it first."
    yield FINAL


def corrected(before, after, **_):
    """Each fact that is put right."""
    yield from differences(before.record, after.record)
    yield from status_from(before, after, dates.today())
    yield "It is recorded as a correction, with what was wrong."


def handed_over(before, after, *, manager, from_on):
    """Who is manager from when, and who can no longer see the record."""
    last = _manager_on(after.record, from_on - DAY)
    if last:
        yield f"{last} is the manager until {dates.words(from_on - DAY)}."
    yield f"{manager} is the manager from {dates.words(from_on)}, and sees this record from that day on."
    if last and not _sees(last.person, after.record, from_on):
        yield f"{last} can no longer see this record from {dates.words(from_on)}."


def called_off(before, after):
    """Who stays manager."""
    on = max(row["from_on"] for row in before.rows[ManagerTerm])
    stays = _manager_on(after.record, on)
    yield f"The handover of {dates.words(on)} is taken away."
    if len(after.rows[HandoverNote]) < len(before.rows[HandoverNote]):
        yield "The note that was written for it is deleted too."
    yield f"{stays} stays the manager." if stays else "Nobody is the manager from that day on."


def all_handed_over(before, after, *, to, from_on):
    """Everybody who goes to somebody else, and from when."""
    for key, (term, until_on) in after.items():
        if key not in before:
            last = f" until {dates.words(until_on)}" if until_on else ""
            words = f"{term.colleague} is the {term.noun} from {dates.words(term.from_on)}{last}"
            yield f"{term.apprentice}: {words}."
    yield f"What they may see moves with the day: until {dates.words(from_on - DAY)} it stays as it is."


# --- Words ----------------------------------------------------------------------------------------


def _or_none(value):
    return str(value) if value else "none"


SAID = {
    "weekly_hours": lambda value: f"{hours_words(value)} hours",
    "planned_end_on": dates.words,
    "planned_learning_hours": lambda value: "not known" if value is None else f"{value} hours",
    "provider": _or_none,
    "tutor": _or_none,
    "team": _or_none,
    "standard": str,
}


def plan_over_time(plans):
    """(name of the value, its sentence over time) of what was not the same all along."""
    for name, words in SAID.items():
        said = sentence(plans, name, words)
        if said != words(getattr(plans[-1], name)):
            yield name, said


def differences(old, new):
    """A sentence for each field in which two versions of a record differ."""
    for one in old._meta.concrete_fields:
        if getattr(old, one.attname) != getattr(new, one.attname):
            yield f"{label(old, one.name)}: {_shown(old, one)} becomes {_shown(new, one)}."


def label(record, name):
    """The name of a field as a sentence begins with it."""
    words = str(record._meta.get_field(name).verbose_name)
    return words[0].upper() + words[1:]


def _shown(record, one):
    """The value of a field as people read it."""
    value = getattr(record, one.name)
    if one.name == "human_reasons":
        return human_terms(value)
    if one.choices:
        value = getattr(record, f"get_{one.name}_display")()
    elif isinstance(value, bool):
        return "yes" if value else "no"
    elif hasattr(value, "year"):
        return dates.words(value)
    return "blank" if value in (None, "") else str(value)


def human_terms(reasons):
    """Values of HumanReason as words."""
    return in_words(reasons).lower() or "blank"


def _manager_on(record, on):
    term = record.manager_terms.in_force(on).select_related("manager__person").first()
    return term and term.manager


def _sees(person, record, on):
    seen = access.allowing(Apprentice.objects.filter(pk=record.pk), person, Action.VIEW, on)
    return seen.exists()
