"""What `manage.py check --deploy` says about an installation beyond Django's own checks."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError

from hackit.models import User


@register(Tags.security, deploy=True)
def no_demonstration_accounts(app_configs, **kwargs):
    """An error when somebody could sign in with a password that the README prints."""
    try:
        found = settings.PRODUCTION and User.objects.demonstration().exists()
    except DatabaseError:
        return []  # not migrated yet: nobody can sign in
    if not found:
        return []
    return [
        Error(
            "This database holds demonstration accounts, whose password is public.",
            hint="Start with an empty database: manage.py migrate, then create_organisation.",
            id="hackit.E001",
        )
    ]


@register(Tags.security, deploy=True)
def mail_leaves(app_configs, **kwargs):
    """A warning when invitations would be written to a folder instead of sent."""
    if not settings.PRODUCTION or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [
        Warning(
            f"EMAIL_URL is not set: invitations are written to {settings.EMAIL_FILE_PATH} and reach nobody.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587.",
            id="hackit.W001",
        )
    ]
