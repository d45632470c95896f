"""The repository itself: nothing unused, nothing forgotten, nothing that names a machine."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.template.loader import get_template
from django.test import override_settings

from cohorts.models import Organisation
from hackit import erasure, privacy
from hackit.access import WORKSHOP

ROOT = Path(settings.BASE_DIR)
OURS = ("hackit", "cohorts", "providers", "apprentices", "workplans")
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*"))
# Templates that packages and Django look for by name.
BY_NAME = re.compile(r"^(account/|socialaccount/|gds/|admin/|simple_history/|\d{3}.*\.html$)")


# What is for somebody's eyes only: not in the admin, and without a history that could tell of it.
IN_CONFIDENCE = {
    "apprentices.concern",
    "apprentices.interest",
    "apprentices.metline",
    "apprentices.privatenote",
    "apprentices.stayingintouch",
}


def tracked():
    """The text files that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    return [ROOT / name for name in listed if (ROOT / name).is_file() and not name.endswith(".png")]


@cache
def sources():
    """The text of all that may name a template."""
    files = [*(ROOT / "templates").rglob("*.*")]
    files += [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    return "\n".join(path.read_text() for path in files)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_used(name):
    if BY_NAME.match(name):
        return
    dynamic = {f"hackit/{page}.html" for page in ("accessibility", "cookies")}
    assert name in dynamic or name in sources(), f"{name} is used nowhere"


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_every_template_compiles_without_inline_script_or_style(name):
    get_template(name)
    text = (ROOT / "templates" / name).read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text)


def test_a_missing_name_in_a_template_breaks():
    with pytest.raises(AssertionError, match="which is not there"):
        get_template("components/password.html").render({})


@pytest.mark.parametrize(
    "model", [model for app in OURS for model in apps.get_app_config(app).get_models()], ids=str
)
def test_every_model_can_be_reached_and_remembers(model):
    if model.__name__.startswith("Historical"):
        return
    label = model._meta.label_lower
    assert label in WORKSHOP, f"{label} is not in the table of the workshop"
    if label in IN_CONFIDENCE:
        assert (
            not WORKSHOP[label].view and model not in admin.site._registry and not hasattr(model, "history")
        )
        return
    inlines = {inline.model for desk in admin.site._registry.values() for inline in desk.inlines}
    assert model in admin.site._registry or model in inlines, f"{label} has no place in the admin"
    # An invitation is a log already.
    assert hasattr(model, "history") or label == "hackit.invitation", f"{label} has no history"


@pytest.mark.parametrize("desk", admin.site._registry.values(), ids=str)
def test_lists_name_their_relations(desk):
    """Django leaves nullable relations out of a list's query by itself: a query a row."""
    shown = {
        name
        for name in desk.list_display
        if name in {field.name for field in desk.model._meta.fields if field.is_relation}
    }
    related = desk.list_select_related
    assert not shown or (related and shown <= {name.split("__")[0] for name in related})


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_names_a_package_host_or_a_machine():
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|debian)\.(org|com|net)|/(root|home|work)/[a-z]", re.I)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.name != Path(__file__).name
        for match in [hosts.search(path.read_text(errors="replace"))]
        if match
    ]
    assert found == []


def test_static_files_can_be_hashed_and_compressed(tmp_path):
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": storage}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("hackit.*.css.br"))
    assert list(tmp_path.glob("design-system/design-system.*.js.gz"))


def test_every_variable_is_in_the_example():
    names = set(
        re.findall(r'(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)"', (ROOT / "hackit/settings.py").read_text())
    )
    example = (ROOT / ".env.example").read_text()
    assert names - set(re.findall(r"^#? ?([A-Z_]+)=", example, re.M)) == set()


@pytest.mark.parametrize("model", privacy.our_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classed_once(model):
    """About whom, how sensitive, how long: an unclassed, doubly classed or unknown field fails."""
    entry = privacy.personal(model)
    assert entry, f"{model.__name__} says nothing of privacy: give it a `personal`, see hackit.privacy"
    classed = [name for name, _ in entry.classed()]
    fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    assert sorted(classed) == sorted(fields)
    tells_of_people = {kind for _, kind in entry.classed()} - {privacy.Tells.NOTHING, privacy.Tells.WORDS}
    assert bool(entry.whom) >= bool(tells_of_people), "say about whom"
    assert entry.why and entry.seen_by and entry.keep.words()
    for path in (*entry.lookups, *entry.others):
        model._base_manager.filter(**{f"{path or 'pk'}__isnull": True}).query  # noqa: B018 a wrong lookup raises


@pytest.mark.parametrize("model", privacy.our_models(), ids=lambda model: model._meta.label)
def test_what_erasure_takes_away_can_be_empty(model):
    """Erasure writes a neutral value into these: the field must take it, unless the row is the person's."""
    if privacy.personal(model).lookups in {(), ("",)}:
        return
    for field in privacy.tells(model, *privacy.ERASED):
        value = erasure.neutral(field)
        assert value is not None or field.null
        assert not field.unique, f"{field} is unique: two erased ones would meet"


def test_every_setting_of_retention_is_there():
    for _, entry in privacy.the_list():
        if entry.keep.setting:
            assert Organisation._meta.get_field(entry.keep.setting).default == entry.keep.months
