"""Borders that import-linter cannot say: what may stand in a room, and what may not be said there.

Each finder reads one syntax tree or one text and returns the lines that break its rule. Every
finder is first shown to find something planted, so none of them can pass by being blind.
Exceptions stand below with their reasons; one that excuses nothing any more fails too.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "dampingi"
# Composition, the page frame and the plain words are no rooms with deeds in them.
OPEN_PLAN = {"config", "web", "kernel"}
ROOMS = sorted(p.name for p in HOUSE.iterdir() if (p / "__init__.py").exists() and p.name not in OPEN_PLAN)
MODULES = {
    "rules", "fields", "catalog", "models", "queries", "actions", "forms", "exports", "views", "api",
    "jobs", "urls", "apps", "migrations",
}  # fmt: skip
PURE = {"rules", "fields", "catalog"}

OTHER_MODULES = {
    "access.actor": "whom the database is asked as; the middleware of row-level security",
    "access.doors": "what every view of every room stands behind",
    "access.factors": "allauth's second factors beneath our own doors (decision 7)",
    "access.passwords": "checks a password when its turn comes, and refuses the common ones",
    "access.sessions": "Django's session backend, named by its place",
    "access.throttle": "how long a wrong answer waits; signing in alone uses it",
    "audit.checkpoints": "signed tips of the ledger, kept outside the database",
    "audit.verifier": "reads the whole ledger for `dampingi verify-ledger`",
    "cases.cursors": "where a page of a list ended, sealed: for pages and the API",
    "cases.facts": "from answers to the facts of protocols and training: pure, between two rooms' rules",
    "cases.pages": "where each duty is done",
    "services.templatetags": "codes of casework in words, for its templates",
    "cases.timeline": "ledger lines in words",
    "files.drawing": "has pictures made by a process of its own",
    "files.pictures": "that process: a program that may do nothing else",
    "files.scanner": "an optional scanner, asked by its socket",
    "files.store": "sealed bytes on the disk",
    "keys.case": "opens what lies under a case's key; architecture.md names it",
    "keys.erasures": "the list of destroyed keys, kept outside the database",
    "keys.identity": "opens what lies under a person's key; architecture.md names it",
    "keys.mfa": "the key of second factors; architecture.md names it",
    "keys.paper": "a key in groups that are written by hand and read back",
    "keys.ring": "the key ring",
    "keys.stream": "seal and open what is too large for one piece",
    "keys.root": "the root key, outside the database",
    "keys.shelter": "opens where a shelter is; the deeds of places alone hold it",
    "keys.tokens": "keyed tokens of identifiers",
    "keys.vault": "seal and open",
    "press.typesetter": "sets a document in a process of its own",
    "protocols.stored": "facts as JSON in a row, there and back",
}

# Reads that stand beside their deed: what was sealed by it, and what the page shows before it.
READS = re.compile(r"(^read_|(^|_)facts(_for)?$)")
# Public functions of actions that take no `by=` or no `at=`: what is missing, and why.
_CALLER = "a step inside deeds of other rooms, which record who and when"
_NOBODY = "no account asks for it: the keys stand below the ledger and have no actors"
OTHER_DEEDS: Mapping[str, tuple[set[str], str]] = {
    "access.let_read": ({"by", "at"}, _CALLER),
    "access.stop_reading": ({"by", "at"}, _CALLER),
    "access.move_files": ({"by", "at"}, _CALLER),
    "access.keep_reading": ({"by", "at"}, _CALLER),
    "access.readers_among": ({"by", "at"}, "asks whose sight must end, inside those deeds"),
    "access.issue_token": ({"by"}, "the owner of the account is who it is for; the command line has no other"),
    "access.accept_invitation": ({"by"}, "her code is all that is known of her"),
    "access.take_news": ({"by"}, "a job hands on that there is news; nobody reads anything"),
    "access.token_owner": ({"by"}, "asks who knocks: nobody is known yet"),
    "audit.record_many": ({"by", "at"}, "each entry carries its own"),
    "files.arriving": ({"by", "at"}, "begins to take bytes: whose they are is not known yet"),
    "intake.amend_report": ({"by", "at"}, _CALLER),
    "intake.move_report": ({"by", "at"}, _CALLER),
    "intake.relate": ({"by", "at"}, _CALLER),
    "intake.digest_of": ({"by", "at"}, "arithmetic over what was sent"),
    "intake.finish_draft": ({"by", "at"}, "inside `receive_report`, which records it"),
    "intake.rescue_typing": ({"by"}, "her session has ended: nobody is signed in"),
    "keys.check_root": ({"by"}, _NOBODY),
    "keys.create_unit": ({"by"}, _NOBODY),
    "keys.rotate_unit": ({"by"}, _NOBODY),
    "keys.rewrap": ({"by", "at"}, _NOBODY),
    "keys.hand_over": ({"by", "at"}, _CALLER),
    "keys.create_for_public": ({"by", "at"}, _NOBODY),
    "notices.tell": ({"by"}, "a notice never says who caused it"),
    "notices.words": ({"by", "at"}, "two sentences"),
    "notices.send_waiting": ({"by"}, "mail that a job sends; nobody reads anything"),
    "people.mention": ({"by", "at"}, "inside `receive_report`, which records it"),
    "people.move": ({"by", "at"}, _CALLER),
    "people.open_for_matching": ({"by", "at"}, "compares in memory; the caller records the search once"),
    "places.load": ({"by", "at"}, "the gazetteer at install: public data, no case"),
    "protocols.settings_of": ({"by", "at"}, "a unit's response times as the rules want them"),
    "protocols.set_aside": ({"by"}, _CALLER),
    "protocols.take_up_again": ({"by", "at"}, _CALLER),
    "protocols.hand_duties": ({"by", "at"}, _CALLER),
    "protocols.move_run": ({"by", "at"}, _CALLER),
    "services.open_link": ({"by"}, "a partner without an account: nobody is known yet"),
    "services.enter": ({"by"}, "asks which link a browser has opened: nobody is signed in"),
}

CLOCKS = {
    "access.doors": "a door asks how long ago she showed who she is",
    "access.sessions": "Django calls it between the doors and hands it no moment",
    "kernel.ids": "a UUID of version 7 begins with its millisecond",
}
DOORS = {"views", "api", "jobs"}


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(HOUSE.rglob("*.py")):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
            yield name, path


TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in _modules()}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in _modules()}


def _room_and_module(name: str) -> tuple[str, str]:
    room, _, rest = name.partition(".")
    return room, rest.partition(".")[0]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


# -- finders: what one module says that it may not -------------------------------------------


_NOW = re.compile(
    r"(^|\.)(timezone\.(now|localtime|localdate)|datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)$"
)


def reads_the_clock(tree: ast.Module) -> Iterator[str]:
    """Any look at the clock, called or handed over, also by way of the database or a column."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _NOW.search(_dotted(node)):
            yield f"{node.lineno}: {_dotted(node)}"
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield f"{node.value.lineno}: {node.arg}"
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name in {"Now", "TransactionNow"})
        elif isinstance(node, ast.ImportFrom) and node.module in {"django.utils.timezone", "time"}:
            # A bare `now()` would hide from the first rule.
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name in {"now", "time", "time_ns"})


def trusts_markup(tree: ast.Module) -> Iterator[str]:
    """Text declared safe by hand."""
    for node in ast.walk(tree):
        names = [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
        if isinstance(node, ast.ImportFrom):
            names = [a.name for a in node.names]
        yield from (f"{node.lineno}: {n}" for n in names if n in {"mark_safe", "SafeString", "SafeText", "SafeData"})


def writes_own_sql(tree: ast.Module) -> Iterator[str]:
    """Querysets that leave the ORM by its side doors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"raw", "extra"}:
            yield f"{node.lineno}: .{node.func.attr}("
        elif isinstance(node, ast.Name) and node.id == "RawSQL":
            yield f"{node.lineno}: RawSQL"


def throws_dice(tree: ast.Module) -> Iterator[str]:
    """Guessable randomness; whatever must not be guessed comes from `secrets`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name.partition(".")[0] == "random")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "random":
            yield f"{node.lineno}: {node.module}"


def listens_or_remembers(tree: ast.Module) -> Iterator[str]:
    """Signals and thread-locals: what comes next is called by its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(("dispatch", ".signals")):
            yield f"{node.lineno}: {node.module}"
        elif isinstance(node, ast.Attribute) and _dotted(node) in {"threading.local", "contextvars.ContextVar"}:
            yield f"{node.lineno}: {_dotted(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module in {"threading", "contextvars", "asgiref.local"}:
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name in {"local", "Local", "ContextVar"})


def imports_beside_the_rules(tree: ast.Module) -> Iterator[str]:
    """What a pure module imports of ours that is neither kernel nor another pure module."""
    for node in ast.walk(tree):
        named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            # `from dampingi.access import rules` names the module last.
            named = [f"{node.module}.{a.name}" for a in node.names]
        for full in named:
            house, _, rest = full.partition(".")
            room, module = _room_and_module(rest)
            if house == "dampingi" and room != "kernel" and module not in PURE:
                yield f"{node.lineno}: {full}"


def untyped_exceptions(text: str) -> Iterator[str]:
    """Excused lines without a code or without a reason beside it (style.md 19)."""
    for place, line in enumerate(text.splitlines(), start=1):
        if "# noqa" in line and not re.search(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* -- \w", line):
            yield f"{place}: noqa"
        if "# type: ignore" in line and not re.search(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \w", line):
            yield f"{place}: type: ignore"


_UNSAFE = re.compile(r"\|\s*safe(seq)?\b|\{%-?\s*autoescape\s+off|\{%\s*load\s[^%]*\bl10n_unsafe")


def unsafe_template(text: str) -> Iterator[str]:
    """Escaping switched off in a template."""
    for place, line in enumerate(text.splitlines(), start=1):
        yield from (f"{place}: {found[0]}" for found in _UNSAFE.finditer(line))


PLANTS: tuple[tuple[Callable[[Any], Iterator[str]], str], ...] = (
    (reads_the_clock, "x = timezone.now()"),
    (reads_the_clock, "at = models.DateTimeField(default=timezone.now)"),
    (reads_the_clock, "import datetime\nx = datetime.datetime.now(datetime.UTC)"),
    (reads_the_clock, "x = date.today()"),
    (reads_the_clock, "at = models.DateTimeField(auto_now_add=True)"),
    (reads_the_clock, "from django.db.models.functions import Now"),
    (reads_the_clock, "from django.utils.timezone import now"),
    (trusts_markup, "from django.utils.safestring import mark_safe"),
    (trusts_markup, "x = safestring.SafeString(y)"),
    (writes_own_sql, "Case.objects.raw('SELECT 1')"),
    (writes_own_sql, "Case.objects.extra(where=['1=1'])"),
    (writes_own_sql, "x = RawSQL('1', ())"),
    (throws_dice, "import random"),
    (throws_dice, "from random import choice"),
    (listens_or_remembers, "from django.db.models.signals import post_save"),
    (listens_or_remembers, "from django.dispatch import receiver"),
    (listens_or_remembers, "x = threading.local()"),
    (listens_or_remembers, "from asgiref.local import Local"),
    (imports_beside_the_rules, "from dampingi.cases.models import Case"),
    (imports_beside_the_rules, "from dampingi.cases import models"),
    (imports_beside_the_rules, "import dampingi.web.sheets"),
    (imports_beside_the_rules, "from dampingi.people import actions as people"),
)
TEXT_PLANTS: tuple[tuple[Callable[[str], Iterator[str]], str], ...] = (
    (untyped_exceptions, "x = 1  # noqa"),
    (untyped_exceptions, "x = 1  # noqa: E501"),
    (untyped_exceptions, "x = 1  # type: ignore"),
    (untyped_exceptions, "x = 1  # type: ignore[arg-type]"),
    (unsafe_template, "{{ case.title|safe }}"),
    (unsafe_template, "{{ case.title|upper | safe }}"),
    (unsafe_template, "{% autoescape off %}"),
)


@pytest.mark.parametrize(("finder", "planted"), PLANTS)
def test_each_finder_finds_what_is_planted(finder: Callable[[ast.Module], Iterator[str]], planted: str) -> None:
    assert list(finder(ast.parse(planted)))


@pytest.mark.parametrize(("finder", "planted"), TEXT_PLANTS)
def test_each_reader_of_text_finds_what_is_planted(finder: Callable[[str], Iterator[str]], planted: str) -> None:
    assert list(finder(planted))


def test_finders_leave_good_code_alone() -> None:
    good = ast.parse(
        "from dampingi.kernel.words import say\n"
        "from dampingi.protocols.rules import Facts\n"
        "from dampingi.protocols import catalog\n"
        "import secrets\n"
        "x = datetime.fromisoformat(y)\n"
        "case.objects.filter(now=at)\n"
    )
    for finder, _ in PLANTS:
        assert not list(finder(good))
    assert not list(untyped_exceptions("x = 1  # noqa: S311 -- invented\ny = 2  # type: ignore[misc]  # untold\n"))
    assert not list(unsafe_template("{{ case.safe_contact }} {{ form|safe_label }} {% autoescape on %}"))


# -- the house ---------------------------------------------------------------------------------


def _said(finder: Callable[[ast.Module], Iterator[str]]) -> dict[str, list[str]]:
    found = {name: list(finder(tree)) for name, tree in TREES.items()}
    return {name: lines for name, lines in found.items() if lines}


def test_the_house_is_being_read() -> None:
    assert {"access", "audit", "cases", "intake", "keys", "people", "protocols", "triage"} <= set(ROOMS)
    assert {"cases.rules.police", "cases.models", "kernel.fields", "config.settings"} <= set(TREES)


def test_a_room_holds_only_the_modules_everybody_knows() -> None:
    there = {f"{room}.{module}" for room, module in map(_room_and_module, TREES) if room in ROOMS and module}
    strange = {name for name in there if name.partition(".")[2] not in MODULES}
    assert sorted(strange - OTHER_MODULES.keys()) == [], "name it as the others are named, or give it a reason here"
    assert sorted(OTHER_MODULES.keys() - strange) == [], "these need no excuse any more"


def test_no_drawer_is_opened() -> None:
    drawers = re.compile(r"(^|\.)(utils?|helpers?|common|misc|services?|managers?|mixins?|constants)$")
    assert not [name for name in TREES if drawers.search(name) and name != "services"]


def test_rules_fields_and_catalogs_import_only_kernel_and_each_other() -> None:
    read = {name: tree for name, tree in TREES.items() if _room_and_module(name)[1] in PURE | {"facts"}}
    assert len(read) > len(ROOMS) // 2
    assert not {name: lines for name, tree in read.items() if (lines := list(imports_beside_the_rules(tree)))}


def _deeds() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Go over the functions a room offers as actions: all public ones, or those its package names."""
    for name, tree in TREES.items():
        room, module = _room_and_module(name)
        if module != "actions":
            continue
        top = TREES[f"{room}.actions"]
        offered = {
            alias.asname or alias.name
            for node in top.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"dampingi.{room}.actions")
            for alias in node.names
        }
        for node in tree.body:
            own = name == f"{room}.actions"
            if isinstance(node, ast.FunctionDef) and (node.name in offered or (own and node.name[0] != "_")):
                yield f"{room}.{node.name}", node


def test_a_deed_is_told_who_and_when_by_keyword() -> None:
    missing: dict[str, set[str]] = {}
    for name, node in _deeds():
        keywords = {a.arg for a in node.args.kwonlyargs}
        lacking = {"by", "at"} - keywords
        assert not lacking & {a.arg for a in (*node.args.posonlyargs, *node.args.args)}, f"{name}: keyword-only"
        if lacking and not READS.search(node.name):
            missing[name] = lacking
    excused = {name: lacks for name, (lacks, _) in OTHER_DEEDS.items()}
    found = {name: lacks for name, lacks in missing.items() if excused.get(name) != lacks}
    assert not found, "a deed takes by= and at=; an exception gives its reason here"
    assert sorted(excused.keys() - missing.keys()) == [], "these need no excuse any more"


def test_nobody_below_the_doors_reads_the_clock() -> None:
    found = _said(reads_the_clock)
    inside = {
        name: lines
        for name, lines in found.items()
        if not name.startswith("config.") and _room_and_module(name)[1] not in DOORS
    }
    assert set(inside) == set(CLOCKS), inside
    assert any(_room_and_module(name)[1] == "views" for name in found), "the doors do read it"


def test_no_text_is_declared_safe() -> None:
    assert not _said(trusts_markup)


def test_no_template_switches_escaping_off() -> None:
    templates = sorted(HOUSE.rglob("templates/**/*.html"))
    assert len(templates) > len(ROOMS)
    found = {str(p.relative_to(HOUSE)): list(unsafe_template(p.read_text(encoding="utf-8"))) for p in templates}
    assert not {name: lines for name, lines in found.items() if lines}


def test_no_queryset_leaves_the_orm_by_a_side_door() -> None:
    assert not _said(writes_own_sql)


def test_only_invented_data_is_thrown_by_dice() -> None:
    assert {name.partition(".demo")[0] for name in _said(throws_dice)} == {"config"}


def test_nothing_happens_by_signal_or_by_thread() -> None:
    assert not _said(listens_or_remembers)


@pytest.mark.parametrize("folder", ["dampingi", "tools"])
def test_every_exception_carries_its_code_and_its_reason(folder: str) -> None:
    texts = {str(p): p.read_text(encoding="utf-8") for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts}
    assert not {name: lines for name, text in texts.items() if (lines := list(untyped_exceptions(text)))}


def _layers() -> dict[str, int]:
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    return {room.strip(): height for height, row in enumerate(reversed(layers)) for room in row.split("|")}


def test_foreign_keys_point_down_too() -> None:
    heights, pointing = _layers(), 0
    for model in apps.get_models():
        if not model.__module__.startswith("dampingi."):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and isinstance(field.related_model, type):
                here, there = model._meta.app_label, field.related_model._meta.app_label
                pointing += here != there
                assert heights[there] <= heights[here], f"{model.__name__}.{field.name} points up, to {there}"
    assert pointing


def test_the_ledger_points_at_nothing() -> None:
    lines = apps.get_app_config("audit").get_models()
    assert not [f for model in lines for f in model._meta.get_fields() if f.is_relation]
