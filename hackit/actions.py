"""What is done with people: adding, changing and inviting them."""

import hashlib
import logging
import secrets
from datetime import timedelta
from functools import partial

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hackit import access, dates, privacy
from hackit.models import INVITATION_LASTS, Invitation, User

log = logging.getLogger(__name__)


def save(record, *, by, on=None, why=""):
    """Checks a record in the words that people read, and saves it as done by `by` on a day.

    `on` is today by default; the history carries it, and `why`. Raises ValidationError.
    """
    record.full_clean()
    record._change_reason = why or None
    record._history_user, record._history_date = by, dates.moment(on or dates.today())
    record.save()
    return record


def take_away(record, *, by, on=None, why=""):
    """Deletes a record as done by `by` on a day (today by default); its history keeps that, and `why`."""
    record._history_user, record._history_date = by, dates.moment(on or dates.today())
    record._change_reason = why or None
    record.delete()


# The same words whether the address is unknown here, used elsewhere or somebody's who runs the
# installation: a refusal tells nothing about anybody.
NEUTRAL_REFUSAL = "This address cannot be used here. Check it, or use another work address of this person."


def find_people(emails, *, organisation, by):
    """Who is behind addresses in lower case: {address: user}, and the set of addresses not to be used.

    Not to be used for a role in `organisation` are those that an organisation uses which is not `by`'s,
    and those of people who run the installation. `by` is None for a command.
    """
    people = User.objects.filter(email__in=emails)
    own = Q(pk=organisation.pk) | Q(pk__in=by.organisations.values("pk") if by else [])
    ours = type(organisation).objects.filter(own)
    known = {user.pk for user in access.belonging(people, ours)}
    if by and by.is_superuser:
        known |= {user.pk for user in people.within_reach(by)}
    tied = {user.pk for user in access.attached(people)}
    places = set(ours.values_list("pk", flat=True))
    past = privacy.organisations_of([user for user in people if user.pk not in tied])
    found, refused = {}, set()
    for user in people:
        # Whoever belonged elsewhere, or was closed without ever belonging here, has a past: not free.
        before = past.get(user.pk)
        free = user.pk not in tied and (before or user.is_active) and before <= places
        guarded = user.erased_on or (user.is_superuser and by and not by.is_superuser)
        if guarded or not (free or user.pk in known):
            refused.add(user.email)
        else:
            found[user.email] = user
    return found, refused


def find_person(*, email, organisation, by):
    """The user with this address who may get a role in `organisation`; None when there is none.

    Raises ValidationError, in neutral words, for an address that `find_people` refuses.
    """
    email = email.strip().lower()
    found, refused = find_people([email], organisation=organisation, by=by)
    if refused:
        raise ValidationError({"email": NEUTRAL_REFUSAL})
    return found.get(email)


@transaction.atomic
def add_person(*, email, full_name, preferred_name="", organisation, by, on=None):
    """The user with this address, made when there is none, for a role in `organisation` from a day on.

    The name of somebody who exists stays as it is. Raises what `find_person` raises, and
    ValidationError for an address or a name that cannot be one.
    """
    user = find_person(email=email, organisation=organisation, by=by)
    if user is None:
        user = User(email=email, full_name=full_name, preferred_name=preferred_name)
        user.set_unusable_password()
        save(user, by=by, on=on)
    return user


@transaction.atomic
def change_address(user, *, email, by):
    """Gives a person another address, and ends every way in that the old one opened.

    Password, single sign-on, sessions and invitations go: whoever had the old address may be
    somebody else. They are invited again.
    """
    user.email = email
    user.last_login = None
    user.set_unusable_password()
    user._history_user = by
    user._change_reason = "Address changed"
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.invitations.all().delete()


@transaction.atomic
def close(user, *, by, on=None, reason="Nothing left to read"):
    """Closes an account on a day (today by default): the person can no longer sign in."""
    [user] = User.objects.select_for_update().filter(pk=user.pk)
    if user.is_active:
        user.is_active = False
        save(user, by=by, on=on, why=reason)


def digest(token):
    """What is stored of a one-time link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(user, *, by, now=None):
    """Makes a one-time link for a person and mails it after commit. Returns the link.

    Older links stop working. Raises ValidationError for somebody who has joined or been closed.
    """
    return _invite(user, by, now)[1]


def invite_all(people, *, by):
    """Invites people one after the other, until a mail does not leave: others would wait in vain.

    Returns how many mails left, and the person whose mail did not, or None. Raises what `invite` raises.
    """
    for sent, person in enumerate(people):
        invitation, _ = _invite(person, by)
        if invitation.failed_at:
            return sent, person
    return len(people), None


@transaction.atomic
def _invite(user, by, now=None):
    if user.last_login:
        raise ValidationError(f"{user} has signed in already and needs no invitation.")
    if not user.is_active:
        raise ValidationError(f"{user} cannot sign in: tick “can sign in” first.")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        email=user.email,
        digest=digest(token),
        invited_by=by,
        invited_at=now or timezone.now(),
    )
    link = settings.SITE_URL + reverse("welcome", args=[token])
    transaction.on_commit(partial(send_invitation, invitation, link))
    return invitation, link


# A link that is asked for again within this time is not sent again: it is on its way.
PATIENCE = timedelta(minutes=5)


def invite_again(user):
    """Sends a new link to somebody whose old one expired, at their own wish."""
    newest = user.invitations.first()
    if newest and timezone.now() - newest.invited_at > PATIENCE:
        invite(user, by=newest.invited_by)


def send_invitation(invitation, link):
    """Mails an invitation and notes whether the mail left; a failure is logged without its words."""
    context = {
        "person": invitation.user,
        "inviter": invitation.invited_by,
        "link": link,
        "days": INVITATION_LASTS.days,
    }
    try:
        mail.send_mail(
            "Your invitation to the apprenticeship programme",
            render_to_string("emails/invitation.txt", context),
            None,
            [invitation.email],
        )
    except OSError as error:  # every error of smtplib and of the network is one
        log.warning("invitation not sent", extra={"kind": type(error).__name__})
        invitation.failed_at = timezone.now()
    else:
        invitation.sent_at, invitation.failed_at = timezone.now(), None
    times = {"sent_at": invitation.sent_at, "failed_at": invitation.failed_at}
    Invitation.objects.filter(pk=invitation.pk).update(**times)


def find_invitation(token):
    """The invitation behind a link, with its person, or None."""
    return Invitation.objects.select_related("user").filter(digest=digest(token)).first()


def usable(invitation, now=None):
    """Whether a link still lets somebody in: newest of its person, in time, and nobody came in yet."""
    user = invitation.user
    newest = user.invitations.filter(email=user.email).first()
    return (
        user.is_active
        and user.last_login is None
        and newest == invitation
        and invitation.accepted_at is None
        and not invitation.expired(now or timezone.now())
    )


@transaction.atomic
def accept(invitation, *, password):
    """Sets the password of an invited person and uses the link up.

    Raises ValidationError when it was used or replaced in the meantime.
    """
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if not usable(Invitation.objects.select_related("user").get(pk=invitation.pk)):
        raise ValidationError("This link has been used already. Sign in, or ask for a new one.")
    user.set_password(password)
    user.save(update_fields=["password"])
    accept_invitations(user)
    return user


def accept_invitations(user):
    """Notes that a person came in, however: their invitations are used up."""
    user.invitations.filter(accepted_at__isnull=True).update(accepted_at=timezone.now())
