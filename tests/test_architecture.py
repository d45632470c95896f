"""The direction of imports, the purity of rules, and where a view starts its queries."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("hackit", "cohorts", "providers", "apprentices", "workplans")
# Left to right: a module imports its own app and what stands to its left.
ORDER = ("ground", "cohorts", "providers", "apprentices", "workplans", "overview", "pages", "urls")
PURE = {
    "hackit.dates",
    "hackit.due",
    "hackit.csvfile",
    "hackit.excelfile",
    "hackit.tablefile",
    "hackit.filling",
    "hackit.reading",
    "hackit.tokens",
    "cohorts.ending",
    "cohorts.first_day",
    "cohorts.induction",
    "cohorts.resemblance",
    "apprentices.destinations",
    "apprentices.gateway",
    "apprentices.life",
    "apprentices.plan",
    "apprentices.reviews",
    "apprentices.buddying",
    "apprentices.induction",
    "apprentices.next_steps",
    "apprentices.training",
    "hackit.overview.chart",
    "workplans.duration",
    "workplans.importing.cells",
    "workplans.importing.columns",
    "workplans.kinds_of_month",
    "workplans.learning_time",
    "workplans.log",
    "workplans.months",
    "workplans.off_the_job",
    "workplans.work_plan",
}
PAGES = {
    "views",
    "forms",
    "admin",
    "templatetags",
    "management",
    "context",
    "workshop",
    "workshop_ending",
    "workshop_openings",
    "workshop_people",
    "workshop_import",
    "workshop_induction",
    "workshop_moves",
    "workshop_rows",
    "workshop_privacy",
    "middleware",
}
# What pages of every app stand on: the base of forms and of the workshop.
BASE = {
    "hackit.forms",
    "hackit.workshop",
    "hackit.workshop_people",
    "hackit.workshop_privacy",
    "hackit.templatetags.hackit",
    "hackit.context",
}
# Settings name them by text, so nothing imports them: they start the application.
WIRING = {"hackit.settings", "hackit.wsgi", "hackit.apps", "hackit.checks"}


def modules():
    """Every module of the project as (dotted name, tree), without migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                yield name, ast.parse(path.read_text())


MODULES = dict(modules())


def imports(tree):
    """The dotted names of our own modules that a tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in found:
            if name.split(".")[0] in APPS:
                yield name if name in MODULES else name.rpartition(".")[0]


def layer(name):
    """The layer of ORDER that a module belongs to."""
    app, *rest = name.split(".")
    if rest == ["urls"]:
        return "urls"
    if set(rest) & PAGES:
        return "pages"
    if app == "hackit":
        return "overview" if rest[:1] == ["overview"] else "ground"
    return app


def test_imports_go_left():
    for name in MODULES:
        for imported in imports(MODULES[name]):
            if name in WIRING or (imported in BASE and layer(name) == "pages"):
                continue
            own_app = name.split(".")[0] == imported.split(".")[0]
            if layer(name) in {"pages", "urls"}:
                other_page = layer(imported) == "pages" and not own_app and layer(name) == "pages"
                assert not other_page, f"{name} imports {imported}: pages read data, not other apps' pages"
            else:
                allowed = ORDER.index(layer(imported)) <= ORDER.index(layer(name))
                assert allowed, f"{name} imports {imported}, which stands to its right"


def test_pure_modules_know_neither_django_nor_records():
    for name in sorted(PURE & set(MODULES)):
        for node in ast.walk(MODULES[name]):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found = [node.module]
            else:
                continue
            for module in found:
                assert not module.startswith("django"), f"{name} imports {module}"
        assert set(imports(MODULES[name])) <= PURE, f"{name} imports what is not pure"


def views():
    for name, tree in MODULES.items():
        if name.split(".")[-1] == "views" or ".views." in name:
            yield from ((name, node) for node in tree.body if isinstance(node, ast.FunctionDef))


def test_a_view_starts_from_who_asks():
    """`Model.objects` in a view is followed by a method that takes who asks."""
    for name, view in views():
        for node in ast.walk(view):
            reads = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)
            if reads and node.value.attr == "objects":
                scoped = {"allowing", "within_reach", "of_person", "for_the_eyes_of"}
                assert node.attr in scoped | OWN_SCOPE.get(view.name, set()), f"{name}.{view.name}"


# The coordinators of one's own organisations, found in the line above; whether there is any such account.
OWN_SCOPE = {"contact": {"filter"}, "readyz": {"demonstration"}}


def test_a_view_is_short():
    for name, view in views():
        assert view.end_lineno - view.lineno < 30, f"{name}.{view.name} is long: fetch, parse, act, answer"


def test_a_module_is_not_too_long():
    for name in MODULES:
        longest = max((node.end_lineno for node in MODULES[name].body), default=0)
        assert longest <= 400, f"{name} has {longest} lines"


PUBLIC = (
    "access",
    "actions",
    "csvfile",
    "dates",
    "due",
    "excelfile",
    "importing",
    "learning_time",
    "life",
    "log",
    "months",
    "off_the_job",
    "overview",
    "reading",
    "tablefile",
    "validators",
)


def public_definitions():
    for name, tree in MODULES.items():
        if set(name.split(".")) & set(PUBLIC) and "management" not in name:
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    yield f"{name}.{node.name}", node


def test_rules_actions_access_and_read_models_say_what_they_answer():
    for name, node in public_definitions():
        assert ast.get_docstring(node), f"{name} has no docstring"


def test_words_that_say_nothing_name_no_module():
    empty = {"utils", "helpers", "services", "core", "common"}
    assert not {name for name in MODULES if set(name.split(".")) & empty}
