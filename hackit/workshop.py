"""The coordinator's workshop: Django admin that asks hackit.access instead of flags."""

from collections import Counter

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models.base import ModelBase
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from simple_history.admin import SimpleHistoryAdmin

from cohorts.models import DataRequest
from hackit import access, dates, versions
from hackit.forms import Versioned
from hackit.models import Joining, User


class Workshop(admin.AdminSite):
    """Open to coordinators and superusers; for everybody else it does not exist."""

    site_header = site_title = "Admin"
    index_title = "Your programme"
    site_url = "/"
    # Lists are wide: the room is theirs. The start page and the breadcrumbs lead everywhere.
    enable_nav_sidebar = False
    final_catch_all_view = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what the access table knows: packages bring desks that would pass it by."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        known = [model for model in models if model._meta.label_lower in access.WORKSHOP]
        super().register(known, admin_class, **options)

    def has_permission(self, request):
        return bool(request.user.is_active and access.keeper_of(request.user))

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return inner

    # The way in is the same as everywhere: throttled, with single sign-on, without an own form.
    # (`secure_admin_login` of allauth asks for `is_staff`, which nobody has here.)
    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(reverse("admin:index"), resolve_url("account_login"))

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:index"))

    def index(self, request, extra_context=None):
        """The start page, with how many people are stuck on the way in."""
        needs, requests = list(_needs(request.user)), list(_requests(request.user))
        shown = {"needs": needs, "requests": requests, "places": list(request.user.organisations.all())}
        return super().index(request, shown | (extra_context or {}))

    def get_urls(self):
        # Pages about the whole programme; they stand on this module, so it asks for them late.
        from hackit import workshop_privacy

        page = self.admin_view(workshop_privacy.record_of_processing)
        file = self.admin_view(workshop_privacy.record_of_processing_file)
        return [
            path("record-of-processing/", page, name="record_of_processing"),
            path("record-of-processing.csv", file, name="record_of_processing_file"),
            *super().get_urls(),
        ]

    def get_log_entries(self, request):
        """None: the history of each record says more; a second log would be a second privacy duty."""
        return LogEntry.objects.none()


def _needs(user):
    """How many people within reach are in each state of the way in that asks for something."""
    people = User.objects.within_reach(user).filter(is_active=True).with_joining()
    found = Counter(people.values_list("joining", flat=True))
    url = reverse("admin:hackit_user_changelist")
    for state, words in (
        (Joining.NOT_INVITED, "not invited"),
        (Joining.NOT_SENT, "whose mail was not sent"),
        (Joining.EXPIRED, "whose invitation expired"),
        (Joining.INVITED, "invited, never signed in"),
    ):
        if found[state]:
            yield {"number": found[state], "words": words, "url": f"{url}?joining={state}"}


def _requests(user):
    """Requests for data that wait for an answer, each with the day by which it is due."""
    today = dates.today()
    for one in DataRequest.objects.within_reach(user).open():
        late = ", late" if one.due_on < today else ""
        words = f"Request for data to answer by {dates.words(one.due_on)}{late}"
        yield {"words": words, "url": reverse("admin:cohorts_datarequest_copy", args=[one.pk])}


class Reach:
    """A mixin of Desk and Drawer: may they, and what do they find? Both are asked of hackit.access."""

    def has_module_permission(self, request):
        return access.may(request.user, "view", self.model)

    def has_view_permission(self, request, obj=None):
        return access.may(request.user, "view", self.model)

    def has_add_permission(self, request, obj=None):
        return access.may(request.user, "add", self.model)

    def has_change_permission(self, request, obj=None):
        return access.may(request.user, "change", self.model)

    def has_delete_permission(self, request, obj=None):
        return access.may(request.user, "delete", self.model)

    def get_queryset(self, request):
        return super().get_queryset(request).within_reach(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        offered = {"queryset": access.choosable(db_field, request.user)}
        if db_field.name in self.get_autocomplete_fields(request):
            offered["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **offered, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the signs that change or delete the record chosen: a slip would hit everybody's."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field


class Desk(Reach, SimpleHistoryAdmin):
    """A kind of record in the workshop: everything starts from what is within the reader's reach.

    Lists, choices, search, autocomplete, actions and history all go through `get_queryset` or
    `formfield_for_…`, so a record of somebody else answers as one that does not exist.
    """

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    object_history_template = "admin/history.html"

    def get_changeform_initial_data(self, request):
        """Whoever coordinates one organisation need not choose it."""
        initial = super().get_changeform_initial_data(request)
        own = list(request.user.organisations.values_list("pk", flat=True)[:2])
        return {"organisation": own[0], **initial} if len(own) == 1 else initial

    def get_readonly_fields(self, request, obj=None):
        """A record never moves to another organisation."""
        fixed = ("organisation",) if obj and hasattr(self.model, "organisation") else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A form that knows which version of the record its page showed."""
        form = super().get_form(request, obj, change=change, **kwargs)
        seen = request.POST.get(versions.FIELD, "")
        return type(form.__name__, (Versioned, form), {"seen": seen}) if obj else form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["version"] = obj and versions.latest(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        """Without the pages that show and restore single versions: they would pass by the reach."""
        return super(SimpleHistoryAdmin, self).get_urls()

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self.history_of(request, record, extra_context)

    def history_of(self, request, record, extra_context):
        """The page with the history of a record that the reader may see."""
        return super().history_view(request, str(record.pk), extra_context)

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters offer: any other column could be guessed letter by letter."""
        fields = {
            one if isinstance(one, str) else getattr(one, "parameter_name", None) or one[0]
            for one in self.get_list_filter(request)
        }
        field, _, how = lookup.partition("__")
        return field in fields and how in {"", "exact", "id__exact", "isnull"}

    def changeform_view(self, request, *args, **kwargs):
        """Whoever saves second, when two people save what the database cannot hold together, is told."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, ValidationError):
            self.message_user(
                request,
                "Somebody else saved something at the same moment that does not fit with this. "
                "Nothing of yours was saved: look at the record as it is now and try again.",
                "ERROR",
            )
            return HttpResponseRedirect(request.path)

    # --- One log is enough: the history of the record. ---

    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def log_deletions(self, request, queryset):
        pass


class ReadingDesk(Desk):
    """A Desk of what belongs to an apprentice and is only read here."""

    list_select_related = ("apprentice__person",)
    search_fields = ("apprentice__person__full_name", "apprentice__person__preferred_name")
    search_help_text = "Search by name."
    # A second count of a whole log, only to say how many there are without the search, would take long.
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


class MorePages:
    """A mixin of Desk: pages of one record beside Django's own, each under the address of the record.

    `more_pages` are (end of the address, name, view, methods); a view takes the request and the record,
    and answers for a record out of reach as for one that does not exist.
    """

    more_pages = ()

    def get_urls(self):
        return [
            path(f"<int:pk>/{end}", self.admin_site.admin_view(self._guarded(view, methods)), name=name)
            for end, name, view, methods in self.more_pages
        ] + super().get_urls()

    def _guarded(self, view, methods):
        def inner(request, pk):
            if not self.has_view_permission(request):
                raise PermissionDenied
            record = self.found_for(request).filter(pk=pk).first()
            if record is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
            return view(self, request, record)

        return require_http_methods([*methods, "HEAD"])(inner)

    def found_for(self, request):
        """The records to which these pages belong, within reach."""
        return self.get_queryset(request)

    def page_of(self, request, record, template, title, **context):
        """A page of the workshop about one record."""
        context = {"title": title, "opts": self.opts, "record": record, **context}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **context})


class Rows(forms.BaseInlineFormSet):
    """The rows of a Drawer. Each field names itself: in a row it has a heading above and no label."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label).capitalize()


class Drawer(Reach, admin.TabularInline):
    """Rows shown on the page of the record they belong to, scoped like a Desk."""

    extra = 0
    formset = Rows

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*getattr(self.model, "named_by", ()))


class Chooser(AutocompleteSelect):
    """The choice of a record by typing. What was sent and cannot be a record's number is not looked up."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [v for v in value if v.isdecimal() and len(v) < 16], attr)


class Own(admin.RelatedFieldListFilter):
    """A filter that offers only what is within the reader's reach."""

    def field_choices(self, field, request, model_admin):
        found = access.choosable(field, request.user)
        return [(record.pk, str(record)) for record in found]


class Values(admin.AllValuesFieldListFilter):
    """A filter by the texts that occur, in which a blank one has a name too."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Blank"}
