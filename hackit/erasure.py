"""Erasure: a person becomes a pseudonym, history included, and every number stays right.

Generic over the list of hackit.privacy: what a model classes as identity, words or sensitive is taken
away; ordinary facts stay. Whether somebody is due is not asked here: see apprentices.retention.

Source: UK GDPR Art. 17 and recital 26.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Case, Q, TextField, Value, When

from hackit import dates, privacy
from hackit.access import WORKSHOP
from hackit.models import Invitation, User
from hackit.privacy import Tells

ERASED_DOMAIN = "erased.invalid"


def _pseudonym(user):
    return {"full_name": f"Erased person {user.pk}", "email": f"erased-{user.pk}@{ERASED_DOMAIN}"}


@transaction.atomic
def erase(user, *, by, on=None):
    """Replaces a person by a pseudonym, in every record and history row. Returns whether there was need.

    The account is closed and every way in ends. `by` is None for a command; `on` is today by default.
    Erasing twice does nothing.
    """
    user = _locked(user.pk)
    if user.erased_on:
        return False
    places = privacy.organisations_of([user])[user.pk]
    traces = Traces.of(user)
    _end_every_way_in(user)
    _blank_records_about(user)
    _rename(user, on or dates.today(), by)
    _blot_out(traces, user, places)
    return True


@transaction.atomic
def give_to_a_pseudonym(record, *, by, on=None):
    """Gives a record that is due to somebody invented, because its person has other ties that are not.

    Its history rows, and the changes its person made to it, go with it; what led from it to the other
    records of its person, or back, is taken away. `record` has a `person`. Returns the pseudonym.
    """
    person, model = _locked(record.person_id), type(record)
    nobody = User(email=f"{record.pk}.{model._meta.model_name}@{ERASED_DOMAIN}", full_name="Erased person")
    nobody.set_unusable_password()
    nobody.is_active = False
    nobody.skip_history_when_saving = True
    nobody.save()
    model._base_manager.filter(pk=record.pk).update(person=nobody)
    versions = model.history.model.objects.filter(id=record.pk)
    versions.filter(person=person).update(person=nobody)
    for other, _ in privacy.the_list():
        if privacy.remembers(other):
            privacy.versions_about(other, nobody).filter(history_user=person).update(history_user=nobody)
    _unlink(record)
    _blank_records_about(nobody)
    _rename(nobody, on or dates.today(), by)
    return nobody


def _unlink(record):
    """Takes away what leads from a record to others of its kind, and from those to it, in history too."""
    model = type(record)
    for field in model._meta.concrete_fields:
        if field.related_model is model:
            for rows, key in ((model._base_manager, "pk"), (model.history.model.objects, "id")):
                tied = Q(**{key: record.pk}) | Q(**{field.name: record.pk})
                rows.filter(tied).update(**{field.name: None})


def _locked(pk):
    """The person, whom nobody else erases or changes at the same time."""
    [user] = User.objects.select_for_update().filter(pk=pk)
    return user


def _end_every_way_in(user):
    """Sessions, single sign-on, addresses and invitations of a person; what they were sending too."""
    for session in Session.objects.iterator():
        data = session.get_decoded()
        kept_for = str(data.get("unsent", {}).get("person"))
        if str(user.pk) in {str(data.get("_auth_user_id")), kept_for}:
            session.delete()
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    Invitation.objects.filter(user=user).delete()


def _rename(user, on, by):
    """The pseudonym in the row of the person and in all of its history; says who did it, and when."""
    names = _pseudonym(user)
    User.history.model.objects.filter(id=user.pk).update(
        **names, preferred_name="", is_active=False, history_change_reason=None
    )
    for name, value in names.items():
        setattr(user, name, value)
    user.preferred_name, user.last_login, user.is_active, user.is_superuser = "", None, False, False
    user.set_unusable_password()
    user.erased_on = on
    user._history_user, user._change_reason = by, "Erased"
    user.save()


# --- Records about the person ---------------------------------------------------------------------


def neutral(field):
    """What stands in a field whose value was erased."""
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return "" if field.blank else privacy.BLOTTED
    return field.get_default()


def _said_something(name):
    """What stands in a field of words that go with other facts: blank only where it was blank."""
    return Case(When(**{name: ""}, then=Value("")), default=Value(privacy.BLOTTED), output_field=TextField())


def _blank_records_about(user):
    for model, entry in privacy.the_list():
        if not entry.lookups or model is User:
            continue
        blanks = {field.name: neutral(field) for field in privacy.tells(model, *privacy.ERASED)}
        blanks |= {name: _said_something(name) for name in entry.needed}
        if blanks:
            privacy.about(model, user).update(**blanks)
            privacy.noted_of(model, user).update(**blanks)
        if privacy.remembers(model):
            privacy.versions_about(model, user).update(**blanks, history_change_reason=None)
        for name in entry.secret:
            _change_keys(privacy.about(model, user), name)


def _change_keys(records, name):
    """Each gets a new key that nobody knows: what the old one opened, such as a portfolio, stays shut."""
    for record in records:
        records.filter(pk=record.pk).update(**{name: record._meta.get_field(name).get_default()})


# --- Their names in other people's words ----------------------------------------------------------


# Neither part of a longer word, nor of a longer address.
_NAME = r"(?<!\w){}(?!\w)"
_ADDRESS = r"(?<![\w.+-]){}(?![\w]|[.-]\w)"


@dataclass(frozen=True)
class Traces:
    """The names and addresses that a person ever had here."""

    names: frozenset
    called: frozenset
    addresses: frozenset

    @classmethod
    def of(cls, user):
        """Reads them from the person's row, its history, invitations and addresses."""
        rows = [user, *User.history.model.objects.filter(id=user.pk)]
        addresses = {row.email for row in rows}
        invitations = Invitation.objects.filter(user=user)
        addresses |= set(invitations.values_list("email", flat=True))
        addresses |= set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
        full = {row.full_name for row in rows}
        namesakes = User.objects.exclude(pk=user.pk).filter(erased_on=None)
        names = {name for name in full if not namesakes.filter(full_name__iexact=name).exists()}
        # A name of one word may be a word, such as Will.
        single = {name for name in names if len(name.split()) == 1}
        called = {row.preferred_name for row in rows if row.preferred_name} - full
        taken = set(namesakes.filter(preferred_name__in=called).values_list("preferred_name", flat=True))
        taken |= {name for name in called if namesakes.filter(full_name__istartswith=f"{name} ").exists()}
        return cls(frozenset(names - single), frozenset(called - taken | single), frozenset(addresses))

    def replacements(self, user):
        """(pattern, what stands there instead), the longest first, so that no part is left over.

        Names of one word and names that colleagues use may be words, such as Will: they count as
        written only. No name counts that somebody else has too: their words stay as they are.
        """
        new = _pseudonym(user)
        found = [(text, new["email"], _ADDRESS, re.I) for text in self.addresses]
        found += [(text, new["full_name"], _NAME, re.I) for text in self.names]
        found += [(text, new["full_name"], _NAME, 0) for text in self.called]
        for text, instead, whole, how in sorted(found, key=lambda one: -len(one[0])):
            words = r"\s+".join(map(re.escape, text.split()))
            if words:
                yield re.compile(whole.format(words), how), instead

    def suspects(self, fields):
        """A Q for rows in whose `fields` one of them may stand: all of its words, in any case."""
        found = Q(pk__in=[])
        for text in self.names | self.called | self.addresses:
            for field in fields:
                spellings = {text, text.lower(), text.upper(), text.title()}  # SQLite folds ASCII only
                found = reduce(or_, (_all_words(field, spelling) for spelling in spellings), found)
        return found


def _all_words(field, text):
    found = Q()
    for word in text.split():
        found &= Q(**{f"{field}__icontains": word})
    return found


def _blot_out(traces, user, places):
    """Puts the pseudonym wherever a name or address of the person stands in words of their organisations.

    Also where they were named as a contact without an account.
    """
    replacements = list(traces.replacements(user))
    for model, entry in privacy.the_list():
        path = WORKSHOP[model._meta.label_lower].organisation
        if path in {None, "people"}:
            continue
        path = "" if path == "self" else path
        kinds = {Tells.WORDS, Tells.SENSITIVE} | (set() if entry.lookups else {Tells.IDENTITY})
        names = [field.name for field in privacy.tells(model, *kinds) if _holds_text(field)]
        _replace(privacy.records_of(model, path, places), names, traces, replacements)
        if privacy.remembers(model):
            versions = privacy.versions_of(model, path, places)
            _replace(versions, [*names, "history_change_reason"], traces, replacements)


def _holds_text(field):
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _replace(rows, names, traces, replacements):
    if not names:
        return
    model = rows.model
    for pk, *texts in rows.filter(traces.suspects(names)).values_list("pk", *names):
        new = {}
        for name, text in zip(names, texts, strict=True):
            changed = text or ""
            for pattern, instead in replacements:
                changed = pattern.sub(instead, changed)
            if changed != (text or ""):
                new[name] = changed[: model._meta.get_field(name).max_length]
        if new:
            model._base_manager.filter(pk=pk).update(**new)
