"""What is done with organisations, and with requests for data."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cohorts import induction, resemblance
from cohorts.models import (
    Coordinator,
    Course,
    DataRequest,
    InductionItem,
    InductionTemplate,
    Organisation,
    PartnerEmployer,
)
from hackit import actions, dates


@transaction.atomic
def found(*, name, slug, email, full_name, by=None, on=None):
    """A new organisation with its first coordinator, on a day (today by default). Returns both.

    Raises ValidationError for a name or slug that is taken, and for an address that another
    organisation uses.
    """
    organisation = actions.save(Organisation(name=name, slug=slug), by=by, on=on)
    person = actions.add_person(email=email, full_name=full_name, organisation=organisation, by=by, on=on)
    actions.save(Coordinator(organisation=organisation, person=person), by=by, on=on)
    return organisation, person


# --- Induction ------------------------------------------------------------------------------------


@transaction.atomic
def begin_induction(organisation, *, by, on=None):
    """Gives an organisation the courses and the template of `cohorts.induction`; one with any is left alone.

    `by` is None for a command; `on` is today by default. Returns the template, None where nothing was given.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.induction_templates.exists() or organisation.courses.exists():
        return None
    courses = {None: None}
    for course in induction.COURSES:
        new = Course(organisation=organisation, asked_from=on or dates.today(), **vars(course))
        courses[course] = actions.save(new, by=by, on=on)
    template = InductionTemplate(
        organisation=organisation, name=induction.STANDARD_NAME, about=induction.STANDARD_ABOUT, position=1
    )
    actions.save(template, by=by, on=on)
    for position, item in enumerate(induction.STANDARD, start=1):
        words = vars(item) | {"course": courses[item.course], "position": position}
        actions.save(InductionItem(template=template, **words), by=by, on=on)
    return template


@transaction.atomic
def copy_template(template, *, name="", by, on=None):
    """A copy of a template for inductions with all its steps. Returns it.

    `name` is the one that a page promised (see `name_of_copy`): asked twice for it, there is one copy.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=template.organisation_id)
    same = InductionTemplate.objects.filter(organisation=template.organisation_id)
    if name and (made := same.filter(name__iexact=name).first()):
        return made
    last = same.order_by("-position").values_list("position", flat=True).first() or 0
    copy = InductionTemplate(
        organisation=template.organisation,
        name=name or name_of_copy(template),
        about=template.about,
        position=last + 1,
    )
    actions.save(copy, by=by, on=on)
    for item in template.items.all():
        item.pk, item.template, item._state.adding = None, copy, True
        actions.save(item, by=by, on=on)
    return copy


def name_of_copy(template):
    """The name that the next copy of a template gets."""
    same = InductionTemplate.objects.filter(organisation=template.organisation_id)
    taken, number = {name.lower() for name in same.values_list("name", flat=True)}, 1
    while (name := _copied(template.name, number)).lower() in taken:
        number += 1
    return name


def _copied(name, number):
    ending = " (copy)" if number == 1 else f" (copy {number})"
    return name[: InductionTemplate._meta.get_field("name").max_length - len(ending)] + ending


# --- Partner employers ----------------------------------------------------------------------------

# What one employer has and another may lack: a merge fills it in.
CONTACT = ("link", "contact_name", "contact_email", "contact_phone", "note")


@transaction.atomic
def employer_named(organisation, name, *, by, on=None):
    """The partner employer of an organisation with this name, made when there is none that means the same."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    same = PartnerEmployer.objects.filter(organisation=organisation, key=resemblance.key(name)[:120])
    found = same.first()
    return found or actions.save(PartnerEmployer(organisation=organisation, name=name), by=by, on=on)


@transaction.atomic
def merge_employers(kept, others, *, by, on=None):
    """Makes one of several records of the same employer: whatever points to `others` points to `kept` then.

    What `kept` lacks of a contact is filled in. Raises ValidationError for those of another organisation, and
    when one is gone.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=kept.organisation_id)
    wanted = {one.pk for one in others} - {kept.pk}
    own = PartnerEmployer.objects.filter(organisation=kept.organisation_id)
    kept, others = own.filter(pk=kept.pk).first(), list(own.filter(pk__in=wanted))
    if kept is None or not others or len(others) < len(wanted):
        raise ValidationError("These were merged already, or one of them is gone. Nothing was changed.")
    for other in others:
        for relation in PartnerEmployer._meta.related_objects:
            for row in relation.related_model.objects.filter(**{relation.field.name: other}):
                setattr(row, relation.field.name, kept)
                actions.save(row, by=by, on=on, why=f"{other} is {kept}"[:100])
        for name in CONTACT:
            if not getattr(kept, name):
                setattr(kept, name, getattr(other, name))
    actions.save(kept, by=by, on=on, why=f"Merged with {', '.join(map(str, others))}"[:100])
    for other in others:
        actions.take_away(other, by=by, on=on, why=f"Merged into {kept}"[:100])
    return kept


# --- Requests for data ----------------------------------------------------------------------------


@transaction.atomic
def leave_out(request, *, keys, by):
    """Notes which records are withheld from the copy because they concern somebody else too.

    `keys` are those of own_data; the page gives only such as name other people. Raises ValidationError
    once the request has been answered: what is noted is what was sent.
    """
    request = _locked(request)
    if request.answered_on:
        raise ValidationError("This request has been answered: what was left out stays as it is.")
    request.left_out = sorted(set(keys))
    return _save(request, by)


@transaction.atomic
def answer(request, *, on, by):
    """Records the day on which a request for data was answered; another day corrects it.

    Raises ValidationError for a day before the request came, or one that has not come yet.
    """
    if on > dates.today():
        raise ValidationError("This day has not come yet.")
    if on < request.received_on:
        raise ValidationError(f"The request came on {dates.words(request.received_on)}, after this day.")
    request = _locked(request)
    request.answered_on = on
    return _save(request, by)


def _locked(request):
    return DataRequest.objects.select_for_update().get(pk=request.pk)


def _save(request, by):
    request._history_user = by
    request.save()
    return request
