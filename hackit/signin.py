"""Who may sign in, and why somebody is refused: the two adapters of django-allauth."""

import logging
from functools import partial
from http import HTTPStatus

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from hackit import actions
from hackit.models import User

log = logging.getLogger(__name__)

REFUSALS = {
    "no-email": "Your work account did not tell us a verified email address.",
    "unknown": "Nobody has invited this address. Accounts are made by invitation only.",
    "not-invited": "You have not been invited yet.",
    "inactive": "Your account here has been closed.",
    "demonstration": "This is a demonstration account. It cannot sign in to a live installation.",
}


def reason_to_refuse(user):
    """The key of REFUSALS for a user who may not sign in, or None."""
    if user is None:
        return "unknown"
    if not user.is_active:
        return "inactive"
    if settings.PRODUCTION and User.objects.demonstration().filter(pk=user.pk).exists():
        return "demonstration"
    if not user.has_usable_password() and not User.objects.let_in().filter(pk=user.pk).exists():
        return "not-invited"
    return None


def refuse(request, reason):
    """The page that says why somebody cannot sign in, and whom to ask."""
    log.info("sign-in refused", extra={"reason": reason})
    return render(request, "account/refused.html", {"reason": REFUSALS[reason]}, status=403)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right. Try again, or "
        "choose a new password if you have forgotten it.",
        "too_many_login_attempts": "There were too many attempts to sign in. "
        "Wait five minutes, then try again, or choose a new password.",
        "rate_limited": "There were too many attempts. Wait a few minutes, then try again.",
        "incorrect_password": "This is not your current password.",
    }

    def is_open_for_signup(self, request):
        """Nobody signs up: people are invited."""
        return False

    def pre_login(self, request, user, **kwargs):
        if reason := reason_to_refuse(user):
            return refuse(request, reason)
        actions.accept_invitations(user)  # however they come in: no link of theirs opens again
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """A mail that does not leave is no error page: that would tell who has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.warning("mail not sent", extra={"kind": type(error).__name__})

    def get_password_change_redirect_url(self, request):
        return reverse("home")

    def logout(self, request):
        super().logout(request)
        request.signed_out = True


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Signs in people who were invited; creates nobody."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def populate_user(self, request, sociallogin, data):
        """Keeps of all that a provider tells only which account it is: no phone, no photo, no job."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def pre_social_login(self, request, sociallogin):
        # Whatever the address behind the button was asked for: no other use of it has a page here.
        sociallogin.state["process"] = AuthProcess.LOGIN
        user = sociallogin.user if sociallogin.is_existing else None
        if user is None:
            # Some providers write true and false as words.
            verified = [m.email for m in sociallogin.email_addresses if str(m.verified).lower() == "true"]
            if not verified:
                raise ImmediateHttpResponse(refuse(request, "no-email"))
            user = User.objects.filter(email__in=verified).first()
        if reason := reason_to_refuse(user):
            raise ImmediateHttpResponse(refuse(request, reason))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def get_requests_session(self):
        session = super().get_requests_session()
        session.request = partial(ask, session.request)
        return session

    def on_authentication_error(self, request, provider, error=None, exception=None, **kwargs):
        log.warning(
            "single sign-on failed",
            extra={"provider": provider.id, "error": str(error), "kind": type(exception).__name__},
        )


def ask(send, *args, **kwargs):
    """What a provider answers; while it is down people get our page (allauth lets some errors through)."""
    try:
        answer = send(*args, **kwargs)
        answer.raise_for_status()
    except RequestException as error:
        log.warning("single sign-on failed", extra={"kind": type(error).__name__})
        page = "socialaccount/authentication_error.html"
        raise ImmediateHttpResponse(
            render(context.request, page, status=HTTPStatus.SERVICE_UNAVAILABLE)
        ) from error
    return answer
