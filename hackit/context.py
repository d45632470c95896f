"""What the frame of every page knows: the organisation, its colour, and the ways to go."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from apprentices.models import Apprentice
from cohorts.models import NEUTRAL_COLOUR, Organisation
from hackit import access
from hackit.access import Action

# The frame for somebody who is not signed in.
NOBODY = {"title": "Apprenticeships", "colour": NEUTRAL_COLOUR[1:], "links": []}


def page(request):
    """`frame`, made when a template first asks for it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return NOBODY
    organisations = list(Organisation.objects.of_person(user).with_coordinating(user))
    access.remember_keeping(user, any(place.coordinated for place in organisations))
    first = organisations[0] if organisations else None
    return {
        "title": first.title if first else "Apprenticeships",
        "colour": (first.brand_colour if first else NEUTRAL_COLOUR)[1:],
        "organisation": first,
        "links": list(_links(request, user)),
    }


def _links(request, user):
    yield _link(request, "This month", reverse("home"))
    seen = Apprentice.objects.allowing(user, Action.VIEW).order_by("as_apprentice", "-starts_on")
    seen = list(seen.values_list("pk", "as_apprentice")[:2])
    if seen and all(own for _, own in seen):
        yield _link(request, "My apprenticeship", reverse("apprentice", args=[seen[0][0]]))
    elif seen:
        yield _link(request, "Apprentices", reverse("apprentices"))
    if access.keeper_of(user):
        yield _link(request, "Admin", reverse("admin:index"))


def _link(request, words, href):
    here = request.path == href or (href != "/" and request.path.startswith(href))
    return {"words": words, "href": href, "here": here, "exact": request.path == href}
