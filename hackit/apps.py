from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WorkshopConfig(AdminConfig):
    """The coordinator's workshop in place of Django's own admin site."""

    default_site = "hackit.workshop.Workshop"


class HackitConfig(AppConfig):
    name = "hackit"
    verbose_name = "People"

    def ready(self):
        from hackit import checks  # noqa: F401 registers the checks
