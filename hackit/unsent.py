"""What somebody was sending when their session had ended: kept, and offered again after sign-in.

It is offered to the same person only. A signed cookie remembers who used this browser last; it is
forgotten when they sign out.
"""

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

COOKIE = "last_person"
COOKIE_AGE = 60 * 60 * 24 * 30
LARGEST = 100_000  # bytes; longer texts than any form here takes are not kept
LIFETIME = 60 * 60
SESSION_KEY = "unsent"


def remember_person(request, response):
    """Notes in the browser who is using it, once signed in; forgets it once they sign out."""
    if getattr(request, "signed_out", False):
        response.delete_cookie(COOKIE, samesite="Lax")
    elif request.user.is_authenticated and _last_person(request) != str(request.user.pk):
        response.set_signed_cookie(
            COOKIE,
            str(request.user.pk),
            max_age=COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def _last_person(request):
    return request.get_signed_cookie(COOKIE, default=None, max_age=COOKIE_AGE)


def keep(request):
    """Keeps a POST that met an ended session. Returns whether there was something worth keeping."""
    person = _last_person(request)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    data = urlencode(fields)
    if not (person and fields) or len(data) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "path": request.get_full_path(),
        "data": data,
        "files": bool(request.FILES),
    }
    request.session.set_expiry(LIFETIME)
    return True


def offered(request):
    """What was kept for whoever is signed in, as a dict of path, fields, words and files; or None.

    `words` are the fields that a person can recognise, without the numbers that forms carry along.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["person"] != str(request.user.pk):
        return None
    data = QueryDict(kept["data"])
    fields = [(name, value) for name, values in data.lists() for value in values]
    words = [(name.rsplit("-", 1)[-1], value) for name, value in fields if _can_be_read(name, value)]
    return {"path": kept["path"], "fields": fields, "words": words, "files": kept["files"]}


def _can_be_read(name, value):
    return value and not value.isdecimal() and not name.startswith("_")


def forget_what_was_sent(request, response):
    """Forgets it as soon as it has been sent after all, so that it is not sent twice."""
    kept = request.session.get(SESSION_KEY)
    sent = kept and request.method == "POST" and request.get_full_path() == kept["path"]
    if sent and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        forget(request)


def forget(request):
    """Throws away what was kept, whoever it was for; the session then lasts as long as any other."""
    if request.session.pop(SESSION_KEY, None):
        request.session.set_expiry(None)
