"""Who keeps which records in the workshop (admin): one table, read as a filter and as a set."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q


class Keeper(StrEnum):
    """Who keeps a kind of record in the workshop."""

    COORDINATOR = "coordinator"
    SUPERUSER = "superuser"


@dataclass(frozen=True)
class Shelf:
    """One kind of record in the workshop: whose it is, and who may do what with it.

    `organisation` is the lookup from the record to its organisation; None means that the record
    belongs to the installation and every coordinator sees it.
    """

    organisation: str | None
    view: frozenset
    add: frozenset
    change: frozenset
    delete: frozenset


def _shelf(organisation, view, add=(), change=(), delete=()):
    return Shelf(organisation, *(frozenset(who) for who in (view, add, change, delete)))


C, S = Keeper.COORDINATOR, Keeper.SUPERUSER
WORKSHOP = {
    #                                organisation                      view     add     change  delete
    "cohorts.organisation": _shelf("self", (C, S), (S,), (C, S)),
    "cohorts.coordinator": _shelf("organisation", (C, S), (C, S), (), (C, S)),
    "cohorts.team": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.cohort": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.closingday": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.firstdaytemplate": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.endingtexts": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.partneremployer": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.opening": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.course": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.inductiontemplate": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "cohorts.inductionitem": _shelf("template__organisation", (C,), (C,), (C,), (C,)),
    "cohorts.datarequest": _shelf("organisation", (C,), (C,), (C,)),
    "providers.provider": _shelf(None, (C, S), (S,), (S,), (S,)),
    "providers.standard": _shelf(None, (C, S), (S,), (S,), (S,)),
    "providers.publishedhours": _shelf(None, (C, S), (S,), (S,), (S,)),
    "providers.contact": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "apprentices.manager": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "apprentices.buddy": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "apprentices.apprentice": _shelf("cohort__organisation", (C,), (C,), (C,)),
    "apprentices.managerterm": _shelf("apprentice__cohort__organisation", (C,), (C,), (C,), (C,)),
    "apprentices.deputyterm": _shelf("apprentice__cohort__organisation", (C,), (C,), (C,), (C,)),
    "apprentices.buddyterm": _shelf("apprentice__cohort__organisation", (C,), (C,), (C,), (C,)),
    "apprentices.breakinlearning": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.earlierplan": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.sentback": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.failedattempt": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.review": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.agreedaction": _shelf("review__apprentice__cohort__organisation", (C,)),
    "apprentices.handovernote": _shelf("term__apprentice__cohort__organisation", (C,)),
    "apprentices.firstday": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.induction": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.inductionstep": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.coursedone": _shelf("course__organisation", (C,)),
    "apprentices.conversation": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.nextstep": _shelf("conversation__apprentice__cohort__organisation", (C,)),
    "apprentices.option": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.steptaken": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.decision": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.destination": _shelf("apprentice__cohort__organisation", (C,)),
    "apprentices.cv": _shelf("apprentice__cohort__organisation", (C,)),
    # nobody's in the workshop: read by whom it is for, on their own pages
    "apprentices.metline": _shelf("step__apprentice__cohort__organisation", ()),
    "apprentices.concern": _shelf("apprentice__cohort__organisation", ()),
    "apprentices.privatenote": _shelf("conversation__apprentice__cohort__organisation", ()),
    "apprentices.interest": _shelf("apprentice__cohort__organisation", ()),
    "apprentices.stayingintouch": _shelf("apprentice__cohort__organisation", ()),
    "workplans.learningentry": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.learningtime": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.protectedanswer": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.workplan": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.planitem": _shelf("plan__apprentice__cohort__organisation", (C,)),
    "workplans.project": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.portfolio": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.portfoliolink": _shelf("apprentice__cohort__organisation", (C,)),
    "workplans.plantemplate": _shelf("organisation", (C,), (C,), (C,), (C,)),
    "workplans.plantemplateitem": _shelf("template__organisation", (C,), (C,), (C,), (C,)),
    "hackit.user": _shelf("people", (C, S), (), (C, S)),
    "hackit.invitation": _shelf("people", (C, S)),
}

# From a person to the organisations they belong to, one lookup for each role.
PERSON_TO_ORGANISATION = (
    "coordinator_roles__organisation",
    "manager__organisation",
    "buddy__organisation",
    "apprenticeships__cohort__organisation",
)


def keeper_of(user):
    """The set of Keepers that `user` is, kept for the request: it asks the database once."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "_keeps"):
        remember_keeping(user, user.coordinator_roles.exists())
    return user._keeps


def remember_keeping(user, coordinates):
    """Notes what `keeper_of` would ask, for whoever has just asked it together with something else."""
    user._keeps = ({C} if coordinates else set()) | ({S} if user.is_superuser else set())


def may(user, verb, model):
    """Whether `user` may `verb` ("view", "add", "change", "delete") some record of `model` at all."""
    shelf = WORKSHOP.get(model._meta.label_lower)
    return bool(shelf and getattr(shelf, verb) & keeper_of(user))


def within_reach(queryset, user):
    """The records of the workshop that `user` finds there: their organisations', nobody else's."""
    label = queryset.model._meta.label_lower
    shelf, keeps = WORKSHOP[label], keeper_of(user)
    if not shelf.view & keeps:
        return queryset.none()
    if shelf.organisation is None:
        return queryset
    if shelf.organisation == "people":
        return _people_within_reach(queryset, user, keeps, "" if label == "hackit.user" else "user")
    if S in keeps and S in shelf.view:
        return queryset
    if shelf.organisation == "self":
        return queryset.filter(coordinators=user)
    return queryset.filter(**{f"{shelf.organisation}__coordinators": user})


def _people_within_reach(queryset, user, keeps, path):
    """People all of whose relations lie in the user's organisations; for a superuser, coordinators.

    Whoever runs the installation is out of a coordinator's reach, or the coordinator could take
    over by changing an address.
    """
    people = _people_model(queryset, path)
    reach = people.none()
    if C in keeps:
        reach = belonging(people, user.organisations.all()).filter(is_superuser=False)
    if S in keeps:
        reach = reach | people.filter(Q(is_superuser=True) | Q(coordinator_roles__isnull=False))
    return queryset.filter(**{f"{path}__in" if path else "pk__in": reach.values("pk")})


def _people_model(queryset, path):
    model = queryset.model._meta.get_field(path).related_model if path else queryset.model
    return model._base_manager.all()


def tied_to(people, organisations):
    """The people who have a relation in `organisations`, whatever they have elsewhere."""
    ids, inside = organisations.values("pk"), Q()
    for lookup in PERSON_TO_ORGANISATION:
        inside |= Q(**{f"{lookup}__in": ids})
    return people.filter(Exists(people.model._base_manager.filter(pk=OuterRef("pk")).filter(inside)))


def belonging(people, organisations):
    """The people who have a relation in `organisations` and none in any other."""
    ids, outside = organisations.values("pk"), Q()
    for lookup in PERSON_TO_ORGANISATION:
        outside |= Q(**{f"{lookup}__isnull": False}) & ~Q(**{f"{lookup}__in": ids})
    elsewhere = people.model._base_manager.filter(pk=OuterRef("pk")).filter(outside)
    return tied_to(people, organisations).filter(~Exists(elsewhere))


def attached(people):
    """The people who have a relation in any organisation."""
    anywhere = Q()
    for lookup in PERSON_TO_ORGANISATION:
        anywhere |= Q(**{f"{lookup}__isnull": False})
    return people.filter(anywhere)


def choosable(field, user):
    """What `user` may choose for a relation: the records of the other kind within their reach.

    Whoever keeps a kind of record as a coordinator chooses among the organisations they coordinate,
    even if they also run the installation.
    """
    model = field.remote_field.model
    found = within_reach(model._default_manager.all(), user)
    shelf = WORKSHOP.get(field.model._meta.label_lower)
    if model._meta.label_lower == "cohorts.organisation" and S not in shelf.add:
        found = found.filter(coordinators=user)
    named_by = getattr(model, "named_by", ())
    if "person" in named_by:
        found = found.filter(person__erased_on=None)
    return found.select_related(*named_by)


class Scoped:
    """A QuerySet that starts from who asks."""

    def within_reach(self, user):
        """The records that `user` finds in the workshop; see `access.within_reach`."""
        return within_reach(self, user)
