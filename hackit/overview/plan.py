"""What is agreed for one apprenticeship, over time where it changed; and the ones before and after it."""

from decimal import ROUND_HALF_UP, Decimal

from apprentices.plan import average_weekly_hours, hours_words, sentence, spans


def plan_rows(apprentice, plans, breaks):
    """(label, words) of what the `plans` of a record say: "36 until 3 March 2026, then 30".

    `breaks` are (first day away, first day back or None).
    """
    yield "Standard", sentence(plans, "standard", str)
    yield "Provider", sentence(plans, "provider", _known)
    if _changed(plans, "tutor"):
        yield "Tutor", sentence(plans, "tutor", _known)
    yield "Cohort", apprentice.cohort.name
    yield "Team", sentence(plans, "team", _team)
    yield "Hours a week", sentence(plans, "weekly_hours", hours_words)
    if _changed(plans, "weekly_hours"):
        average = average_weekly_hours(plans, apprentice.starts_on, apprentice.planned_end_on, breaks)
        yield "Hours a week on average", hours_words(average.quantize(Decimal("0.1"), ROUND_HALF_UP))
    if _changed(plans, "planned_learning_hours") or apprentice.planned_learning_hours:
        yield "Hours of learning in the training plan", sentence(plans, "planned_learning_hours", _known)


def neighbours(apprentice, found):
    """(words, record) of the apprenticeships before and after this one among the records `found`."""
    for other in found:
        if other.pk == apprentice.previous_id:
            yield f"The apprenticeship before this one: {other.standard.title}", other
        elif other.previous_id == apprentice.pk:
            yield f"The apprenticeship after this one: {other.standard.title}", other


def _changed(plans, name):
    return len(spans(plans, name)) > 1


def _known(value):
    return "None yet" if value is None else str(value)


def _team(team):
    return f"{team.name}, {team.directorate}" if team and team.directorate else _known(team)
