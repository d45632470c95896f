"""Staying in touch: a private address is left and taken back, and one question is sent to it."""

import logging
from functools import partial

from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from apprentices import next_steps_due
from apprentices.actions.destinations import note_destination, refuse_too_early
from apprentices.actions.locking import locked
from apprentices.destinations import Asked
from apprentices.models import Apprentice, Destination, StayingInTouch
from hackit import dates

log = logging.getLogger(__name__)

NO_ADDRESS = "There is no private address to ask by: it was not left, or taken back."
GONE = "This link was used already, or is no longer wanted."


@transaction.atomic
def leave_address(apprentice, *, email, on=None):
    """The apprentice leaves a private address, or changes it; the same one again changes nothing.

    Raises ValidationError before the window is open, and for what is no address.
    """
    on, record = on or dates.today(), locked(apprentice)
    touch = StayingInTouch.objects.filter(apprentice=record).first()
    if touch is None:
        if not next_steps_due.in_window(Apprentice.objects.with_status(on).get(pk=record.pk), on):
            raise ValidationError("A private address is left in the last months: not yet.")
        touch = StayingInTouch(apprentice=record)
    if touch.stopped_at:  # who changes their mind starts anew, with another link
        touch.delete()
        touch = StayingInTouch(apprentice=record)
    if touch.email != email.strip().lower():
        touch.email, touch.left_on = email, on
        touch.full_clean()
        touch.save()
    return touch


@transaction.atomic
def take_back_address(apprentice):
    """Forgets the private address at once, with everything about it. Returns whether there was one."""
    return bool(StayingInTouch.objects.filter(apprentice=locked(apprentice)).delete()[0])


@transaction.atomic
def ask_where_now(apprentice, *, on=None):
    """Mails the question where somebody is now, after commit. Returns the StayingInTouch.

    It is noted as sent before it is: whoever presses twice sends once. A mail that failed may be tried
    again. Raises ValidationError before the day, without an address, and once it was sent or answered.
    """
    on, record = on or dates.today(), locked(apprentice)
    refuse_too_early(record, Asked.LATER, on)
    touch = StayingInTouch.objects.filter(apprentice=record).exclude(email="").first()
    if touch is None:
        raise ValidationError(NO_ADDRESS)
    if touch.sent_at:
        day = dates.words(timezone.localdate(touch.sent_at, dates.LONDON))
        raise ValidationError(f"This was asked on {day}: it is asked once.")
    if touch.answered_at or Destination.objects.filter(apprentice=record, asked=Asked.LATER).exists():
        raise ValidationError("It is known already where they are now: nothing was sent.")
    touch.sent_at, touch.failed_at = timezone.now(), None
    touch.save()
    transaction.on_commit(partial(_send, touch))
    return touch


def _send(touch):
    """Mails the question; a failure is logged without its words, and can be tried again."""
    try:
        record = touch.apprentice
        link = settings.SITE_URL + reverse("where_now", args=[touch.token])
        context = {"person": record.person, "organisation": record.cohort.organisation, "link": link}
        words = render_to_string("emails/where_now.txt", context)
        mail.send_mail("Where are you now?", words, None, [touch.email])
    except Exception as error:  # whatever it was: the question did not go out, and somebody must see that
        log.warning("question not sent", extra={"kind": type(error).__name__})
        mine = StayingInTouch.objects.filter(pk=touch.pk)
        mine.update(sent_at=None, failed_at=timezone.now())


@transaction.atomic
def tell_where_now(touch, *, on=None, **said):
    """Whoever was asked tells by their link where they are.

    `said` are `employer` and those that `record_destination` takes. Raises ValidationError for a link that
    was used already, or is no longer wanted.
    """
    record = locked(touch.apprentice)
    still = StayingInTouch.objects.filter(pk=touch.pk, token=touch.token, stopped_at=None, answered_at=None)
    if not still.exists():
        raise ValidationError(GONE)
    return note_destination(record, asked=Asked.LATER, by=None, on=on or dates.today(), **said)


@transaction.atomic
def stop_asking(touch):
    """Whoever was asked wants no more questions: the address is forgotten."""
    locked(touch.apprentice)
    mine = StayingInTouch.objects.filter(pk=touch.pk, stopped_at=None)
    mine.update(email="", stopped_at=timezone.now())
