"""What every request passes through: the log line, the idle session, sign-in by default."""

import logging
import time

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from hackit import unsent
from hackit.logs import path_of

log = logging.getLogger("hackit.requests")

# The session is written at most this often, in seconds, so that looking at pages stays cheap.
TOUCH_EVERY = 300


class RequestLogMiddleware:
    """One line a request: method, path, status and milliseconds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        log.info(
            "request",
            extra={
                "method": request.method,
                "path": path_of(request),
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
            },
        )
        return response


class IdleSessionMiddleware:
    """A session ends SESSION_COOKIE_AGE after its last use; pages of people are stored nowhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.touch(request.session)
        response = self.get_response(request)
        if request.user.is_authenticated:
            unsent.forget_what_was_sent(request, response)
            if "public" not in response.get("Cache-Control", ""):
                response["Cache-Control"] = "no-store, private"
        unsent.remember_person(request, response)
        return response

    def touch(self, session):
        now = int(time.time())
        if now - session.get("used_at", 0) >= TOUCH_EVERY:
            session["used_at"] = now


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in unless it says otherwise; what was being sent is kept."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and unsent.keep(request):
            query = urlencode({"next": reverse("unsent")})
            return redirect(f"{resolve_url(self.get_login_url(view_func))}?{query}")
        return super().handle_no_permission(request, view_func)
