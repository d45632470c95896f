"""People: who can sign in, and the invitations that let them. Their roles are relations elsewhere."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from hackit import dates, privacy, validators
from hackit.access import Scoped

# An invitation can be accepted for this long.
INVITATION_LASTS = timedelta(days=14)
DEMONSTRATION_DOMAIN = "example.org"


def choices(words):
    """The members of a StrEnum as the choices of a field, their first letter large."""
    return [(one.value, one[0].upper() + one[1:]) for one in words]


def in_words(record, name):
    """What a field of a record says, in words; blank for nothing."""
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return dates.words(value) if isinstance(value, date) else str(value or "")


class Tidied:
    """A mixin for fields whose `to_python` brings a value into one form: so it is saved and looked up."""

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, instance, add):
        value = self.to_python(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value


class DayField(models.DateField):
    """A day that somebody can mean, and a sentence that says how to write it."""

    default_validators = [validators.day]

    def formfield(self, **kwargs):
        words = {"invalid": "Write the day as 3/9/2026 or 3 September 2026."}
        return super().formfield(**{"error_messages": words, **kwargs})


def with_plain_line_ends(value):
    """Words as browsers count them: a line ends in one character, whoever sent it."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class Lines(forms.CharField):
    """Words of several lines in a form."""

    def to_python(self, value):
        return with_plain_line_ends(super().to_python(value))


class LinesField(Tidied, models.TextField):
    """Words of several lines, never longer than `max_length`: Django leaves that to forms."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def to_python(self, value):
        return with_plain_line_ends(super().to_python(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": Lines, **kwargs})


class LowerCaseEmailField(Tidied, models.EmailField):
    """An address in lower case wherever it comes from: form, import, lookup or code."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value


class Joining(models.TextChoices):
    """How far somebody has come on the way in, as of now."""

    NOT_INVITED = "not-invited", "Not invited"
    NOT_SENT = "not-sent", "Mail not sent"
    INVITED = "invited", "Invited, never signed in"
    EXPIRED = "expired", "Invitation expired"
    JOINED = "joined", "Joined"


class UserQuerySet(Scoped, models.QuerySet):
    def demonstration(self):
        """Accounts that exist to be tried out; they never sign in where real people do."""
        return self.filter(
            models.Q(email__endswith=f"@{DEMONSTRATION_DOMAIN}")
            | models.Q(email__endswith=f".{DEMONSTRATION_DOMAIN}")
        )

    def with_joining(self, now=None):
        """Each user with `joining`, a value of Joining, read from their latest invitation."""
        now = now or timezone.now()
        latest = Invitation.objects.filter(
            user=models.OuterRef("pk"), email=models.OuterRef("email")
        ).order_by("-invited_at", "-pk")
        return self.annotate(
            _invited_at=models.Subquery(latest.values("invited_at")[:1]),
            _sent_at=models.Subquery(latest.values("sent_at")[:1]),
            joining=models.Case(
                models.When(last_login__isnull=False, then=models.Value(Joining.JOINED)),
                models.When(_invited_at__isnull=True, then=models.Value(Joining.NOT_INVITED)),
                models.When(_sent_at__isnull=True, then=models.Value(Joining.NOT_SENT)),
                models.When(_invited_at__lt=now - INVITATION_LASTS, then=models.Value(Joining.EXPIRED)),
                default=models.Value(Joining.INVITED),
                output_field=models.CharField(),
            ),
        )

    def let_in(self):
        """Users who may sign in or ask for a new password: active, and invited or joined before."""
        return self.filter(is_active=True).filter(
            models.Q(last_login__isnull=False)
            | models.Exists(
                Invitation.objects.filter(user=models.OuterRef("pk"), email=models.OuterRef("email"))
            )
        )


class AboutPeople:
    """A QuerySet mixin for records about a `person`."""

    def with_joining(self, now=None):
        """Each record with `joining`, how far its person has come on the way in."""
        people = User.objects.with_joining(now).filter(pk=models.OuterRef("person"))
        return self.annotate(joining=models.Subquery(people.values("joining")[:1]))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A new user; without a password they can only come in through an invitation."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Somebody who runs the installation, as `manage.py createsuperuser` makes them."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do follows from their relations, never from a flag."""

    personal = privacy.Personal(
        about="",
        whom="everybody who signs in",
        why="To let people sign in, and to show those around an apprenticeship who the others are.",
        seen_by="name and work address: those around the same apprenticeship; the rest: "
        + privacy.COORDINATORS,
        keep=privacy.KEEP_ACCOUNT,
        work=("last_login", "is_active", "is_superuser", "created_at", "erased_on"),
        identity=("email", "full_name", "preferred_name"),
        secret=("password",),
    )

    email = LowerCaseEmailField(
        "email address",
        unique=True,
        error_messages={"unique": "This address cannot be used. Check it, or use another one."},
    )
    full_name = models.CharField(max_length=150)
    preferred_name = models.CharField(
        max_length=60, blank=True, help_text="What colleagues call them, if not the full name."
    )
    is_active = models.BooleanField(
        "can sign in", default=True, help_text="Take the tick away when somebody has left."
    )
    is_superuser = models.BooleanField(
        "runs the installation",
        default=False,
        help_text="Sets up organisations, providers and standards. Sees nobody's record.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_on = DayField(
        null=True, editable=False, help_text="Since this day the row stands for nobody in particular."
    )

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case")
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        """Signing in and choosing a password leave no history: nothing changes that it keeps."""
        only = kwargs.get("update_fields")
        if only is not None and set(only) <= {"password", "last_login"}:
            self.skip_history_when_saving = True  # simple_history asks only whether it is there
        try:
            super().save(*args, **kwargs)
        finally:
            vars(self).pop("skip_history_when_saving", None)

    @property
    def called(self):
        """The name colleagues use."""
        return self.preferred_name or self.full_name.split(" ", 1)[0]

    # The parts of the admin that come with packages ask these; our own ask hackit.access.
    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


def display_name(user):
    """The name that mails and messages of the sign-in pages use."""
    return user.called


class InvitationQuerySet(Scoped, models.QuerySet):
    """Invitations, of anybody."""


class Invitation(models.Model):
    """A one-time link for one person at one address, good for INVITATION_LASTS.

    Only a digest of the link is kept. A newer invitation takes the place of the older ones.
    """

    personal = privacy.Personal(
        about="user",
        whom="everybody who is invited",
        why="To let people in who are part of the programme, and nobody else.",
        keep=privacy.KEEP_INVITATION,
        others=("invited_by",),
        work=("user", "invited_by", "invited_at", "sent_at", "failed_at", "accepted_at"),
        identity=("email",),
        secret=("digest",),
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    email = LowerCaseEmailField("sent to")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField("not sent", null=True)
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        indexes = [models.Index(fields=["user", "email", "-invited_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(sent_at__gte=models.F("invited_at")),
                name="invitation_sent_after_invited",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True)
                | models.Q(accepted_at__gte=models.F("invited_at")),
                name="invitation_accepted_after_invited",
            ),
        ]

    def __str__(self):
        return f"Invitation of {timezone.localtime(self.invited_at):%-d %B %Y}"

    def expired(self, now):
        """Whether its 14 days are over at the instant `now`."""
        return now > self.invited_at + INVITATION_LASTS
