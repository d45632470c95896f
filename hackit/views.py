"""The pages that belong to no single app: home, coming in, what was unsent, the footer, errors."""

import re
from http import HTTPStatus

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.models import Organisation
from hackit import actions, dates, unsent
from hackit.context import NOBODY
from hackit.forms import WelcomeForm
from hackit.models import User
from hackit.overview import home as overview
from hackit.overview.own_data import for_a_page
from hackit.overview.own_data import own_data as own_data_of
from hackit.overview.processing import processing

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def home(request):
    """This month: everything that somebody's roles ask of them, on one page."""
    template, shown = overview.home(request.user, dates.today())
    return render(request, template, shown)


# --- Coming in ------------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request, token):
    """An invitation: choose a password and come in, or see why the link no longer works."""
    invitation = actions.find_invitation(token)
    if invitation is None:
        raise Http404
    if not actions.usable(invitation):
        return render(request, "hackit/welcome_over.html", {"invitation": invitation, "token": token})
    form = WelcomeForm(request.POST or None, user=invitation.user)
    if form.is_valid():
        try:
            user = actions.accept(invitation, password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return perform_login(request, user)
    return render(request, "hackit/welcome.html", {"person": invitation.user, "form": form})


@login_not_required
@require_POST
def new_link(request, token):
    """Sends a new invitation to the address that an old one went to. The answer is always the same."""
    invitation = actions.find_invitation(token)
    if invitation is None:
        raise Http404
    user = invitation.user
    if user.is_active and not user.last_login and user.email == invitation.email:
        actions.invite_again(user)
    return render(request, "hackit/new_link.html")


@require_http_methods(["GET", "POST"])
def unsent_page(request):
    """What was being sent when the session ended: send it now, or throw it away."""
    offered = unsent.offered(request)
    if request.method == "POST" or offered is None:
        unsent.forget(request)
        if request.method == "POST":
            messages.success(request, "Thrown away. Nothing was sent.")
        return redirect("home")
    return render(request, "hackit/unsent.html", {"offered": offered})


# --- What is recorded about oneself ---------------------------------------------------------------


@require_safe
def own_data(request):
    """Everything that is recorded about whoever is signed in, to be read."""
    return render(request, "hackit/own_data.html", {"data": for_a_page(request.user)})


@require_safe
def own_data_json(request):
    """The same as a file for machines. Its name tells of nobody, and no cache keeps it."""
    answer = JsonResponse(
        own_data_of(request.user).as_json(), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


# --- The footer and the frame ---------------------------------------------------------------------


@login_not_required
@require_safe
def about(request, page):
    """Accessibility statement, cookies."""
    return render(request, f"hackit/{page}.html")


@login_not_required
@require_safe
def privacy(request):
    """The privacy notice, with the months of one's own organisation once signed in."""
    place = Organisation.objects.of_person(request.user).first() if request.user.is_authenticated else None
    return render(request, "hackit/privacy.html", {"rows": processing(place)})


@login_not_required
@require_safe
def contact(request):
    """Whom to ask: the coordinators of one's own organisations, once signed in."""
    coordinators = []
    if request.user.is_authenticated:
        places = Organisation.objects.of_person(request.user)
        coordinators = User.objects.filter(organisations__in=places, is_active=True).distinct()
    return render(request, "hackit/contact.html", {"coordinators": coordinators})


@login_not_required
@require_safe
def brand(request, colour):
    """A stylesheet that sets an organisation's colour. It tells nothing: the address is the colour."""
    if not re.fullmatch("[0-9a-fA-F]{6}", colour):
        raise Http404
    css = f":root {{ --govuk-brand-colour: #{colour}; --brand: #{colour}; }}\n"
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": FOREVER})


@login_not_required
@require_safe
def favicon(request):
    """Where browsers look for the icon without being told."""
    return redirect(static("favicon.svg"))


# --- Health ---------------------------------------------------------------------------------------


@login_not_required
@require_safe
def healthz(request):
    """Whether the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request):
    """Whether the database answers and every migration has been applied."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _not_ready("the database does not answer")
    if behind:
        return _not_ready(f"{len(behind)} migrations to apply: run manage.py migrate")
    if settings.PRODUCTION and User.objects.demonstration().exists():
        return _not_ready("there are demonstration accounts, whose password is public")
    return HttpResponse("ready\n", content_type="text/plain")


def _not_ready(why):
    return HttpResponse(
        f"not ready: {why}\n", status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain"
    )


# --- Errors ---------------------------------------------------------------------------------------


def bad_request(request, exception=None):
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request, exception=None):
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request, exception=None):
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request):
    # Without the request: whatever broke may break the frame of the page too.
    return render(None, "500.html", {"frame": NOBODY}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
