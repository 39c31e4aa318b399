"""The words of the pages: gathered from code and templates, kept in English, compiled.

``python tools/messages.py`` gathers every sentence (Babel reads what Django makes of a template, the
syntax tree gives what stands in code), keeps the translations that are there, drops what nobody says
any more, compiles, and lists what has no English yet. ``compile`` only compiles; ``check`` only says
whether anything is missing, and ends with 1 if so.

Indonesian is the source and needs no catalog. A sentence with the blank ``{n}`` has a singular and a
plural in English; the two Indonesian forms are the same. A word without a blank that stands for many
(the page *Kasus* lists cases) carries the context ``many``.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "dampingi"
PO = CODE / "locale" / "en" / "LC_MESSAGES" / "django.po"
COUNT = "n"
PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy"}
# Whose arguments are sentences: position and name. Functions that pass on one of their own are found.
SAYS = {
    "dampingi.kernel.words.say": {(0, "text")},
    "dampingi.protocols.rules.Clause": {(0, "law"), (1, "article")},
    "dampingi.training.catalog.competences.Competence": {(2, "law"), (3, "article")},
    "dampingi.training.catalog.modules.Module": {(7, "law"), (8, "article")},
}
# Numbers of laws and rules: read the same in every language.
_REFERENCE = re.compile(r"(UU|PP|Perpres|Perma|Permen PPPA|H-)[ \d/-]+(\(\w+\))?")
IN_TEMPLATES = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = """# English words of Dampingi. Source: the Indonesian sentences in code and templates.
# Gathered by `make messages`; translate here, by hand.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence where it is said: in which file, on which line, with which blanks filled."""

    text: str
    file: str
    line: int
    plural: str = ""
    context: str = ""
    fills: frozenset[str] | None = None  # None: nobody can tell from here


@dataclass(slots=True)
class Gathered:
    """Every sentence, and every ``say`` whose sentence cannot be read from the code."""

    said: list[Said] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


# -- code -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Module:
    """One file of code: what its names stand for, and its functions."""

    name: str
    file: str
    tree: ast.Module
    names: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def full(self, called: ast.expr) -> str:
        """Return the full name of what is called, as far as imports tell."""
        match called:
            case ast.Name(id=name):
                return self.names.get(name, f"{self.name}.{name}")
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                return f"{self.names.get(name, name)}.{attr}"
        return ""


def _modules() -> list[_Module]:
    found = []
    for path in sorted(CODE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        module = _Module(name, str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                module.names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                module.constants |= {one.id: node.value.value for one in node.targets if isinstance(one, ast.Name)}
        found.append(module)
    return found


def _literals(node: ast.expr, module: _Module) -> list[str] | None:
    """Return the sentences ``node`` may be; None when it is not written out."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) if name in module.constants:
            return [module.constants[name]]
        case ast.IfExp(body=one, orelse=other):
            both = _literals(one, module), _literals(other, module)
            return None if None in both else [*(both[0] or []), *(both[1] or [])]
    return None


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """Go over every call with the function around it."""

    def inside(node: ast.AST, around: ast.FunctionDef | None) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield around, child
            yield from inside(child, child if isinstance(child, ast.FunctionDef) else around)

    return inside(tree, None)


def _is_sentence(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not _REFERENCE.fullmatch(text)


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if position < len(call.args):
        return call.args[position]
    return next((k.value for k in call.keywords if k.arg == name), None)


def _in_code(modules: list[_Module]) -> Gathered:
    """Gather from code. A function that says its own argument makes its callers' strings sentences."""
    got = Gathered()
    says = {name: set(places) for name, places in SAYS.items()}
    while True:
        got, before = Gathered(), sum(map(len, says.values()))
        for module in modules:
            for around, call in _functions(module.tree):
                name = module.full(call.func)
                if name.startswith("django.utils.translation.") and name.rpartition(".")[2] in PLAIN:
                    _django(got, says, module, around, call)
                for position, parameter in sorted(says.get(name, ())):
                    direct = name == "dampingi.kernel.words.say"
                    _one(got, says, module, around, call, _argument(call, position, parameter), direct=direct)
        if sum(map(len, says.values())) == before:
            return got


def _django(
    got: Gathered,
    says: dict[str, set[tuple[int, str]]],
    module: _Module,
    around: ast.FunctionDef | None,
    call: ast.Call,
) -> None:
    texts = [_literals(one, module) for one in call.args[:2]]
    match module.full(call.func).rpartition(".")[2], texts:
        case "ngettext", [[one], [many]]:
            got.said.append(Said(one, module.file, call.lineno, many))
        case "pgettext" | "pgettext_lazy", [[context], [text]]:
            got.said.append(Said(text, module.file, call.lineno, context=context))
        case "gettext" | "gettext_lazy" | "gettext_noop", [list() as said]:
            got.said.extend(Said(text, module.file, call.lineno) for text in said)
        case _:
            _passed_on(got, says, module, around, call, call.args[0])


def _one(
    got: Gathered,
    says: dict[str, set[tuple[int, str]]],
    module: _Module,
    around: ast.FunctionDef | None,
    call: ast.Call,
    node: ast.expr | None,
    *,
    direct: bool,
) -> None:
    if node is None:
        return
    if (texts := _literals(node, module)) is not None:
        fills = frozenset(k.arg for k in call.keywords if k.arg) if direct else None
        for text in filter(_is_sentence, texts):
            plural = text if COUNT in blanks(text) else ""
            got.said.append(Said(text, module.file, call.lineno, plural, fills=fills))
        return
    _passed_on(got, says, module, around, call, node)


def _passed_on(
    got: Gathered,
    says: dict[str, set[tuple[int, str]]],
    module: _Module,
    around: ast.FunctionDef | None,
    call: ast.Call,
    node: ast.expr,
) -> None:
    """Note that the function around says one of its own arguments, or that nobody can read ``node``."""
    parameters = (
        [a.arg for a in (*around.args.posonlyargs, *around.args.args, *around.args.kwonlyargs)] if around else []
    )
    if around and isinstance(node, ast.Name) and node.id in parameters:
        says.setdefault(f"{module.name}.{around.name}", set()).add((parameters.index(node.id), node.id))
    elif not (isinstance(node, ast.Attribute) and node.attr == "text"):  # words said before, said again with blanks
        got.unreadable.append(f"{module.file}:{call.lineno}: {ast.unparse(call)}")


# -- templates --------------------------------------------------------------------------------


def _in_templates() -> Iterator[Said]:
    for path in sorted(CODE.rglob("templates/**/*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        name = str(path.relative_to(ROOT))
        # What templatize returns is indented like the template, which no Python may be.
        lines = templatize(path.read_text(encoding="utf-8"), origin=name).splitlines()
        python = "\n".join(line.lstrip() for line in lines).encode()
        for line, text, _comments, context in extract("python", io.BytesIO(python), keywords=IN_TEMPLATES):
            one, many = text if isinstance(text, tuple) else (text, "")
            yield Said(one, name, line, many, context or "")


# -- the catalog ------------------------------------------------------------------------------


def blanks(text: str) -> frozenset[str]:
    """Return the blanks of a sentence, as they are written: ``{n}``, ``%(n)s``."""
    return frozenset(re.findall(r"(?<!\{)\{(\w+)[^{}]*\}", text)) | frozenset(re.findall(r"%\(\w+\)\w|%[sd]", text))


def gather() -> Gathered:
    """Return every sentence of code and templates."""
    got = _in_code(_modules())
    got.said.extend(_in_templates())
    return got


def kept() -> Catalog:
    """Return the catalog as it lies in the folder."""
    if not PO.is_file():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def merged(gathered: Gathered, before: Catalog) -> Catalog:
    """Return a catalog of exactly what is said now, with the English that was there."""
    together: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for one in gathered.said:
        files, plurals = together.setdefault((one.context, one.text), (set(), set()))
        files.add(one.file)
        plurals.update({one.plural} - {""})
    catalog = Catalog(locale="en")
    for (context, text), (files, plurals) in sorted(together.items()):
        english = _english(before.get(text, context or None), plural=bool(plurals))
        said = (text, max(plurals)) if plurals else text
        catalog.add(said, english, locations=[(file, 0) for file in sorted(files)], context=context or None)
    return catalog


def _english(old: Message | None, *, plural: bool) -> str | tuple[str, str]:
    forms = (old.string if isinstance(old.string, list | tuple) else (old.string,)) if old else ("",)
    forms = tuple(str(one) for one in forms if one)
    if not plural:
        return forms[0] if forms else ""
    return (forms[0], forms[-1]) if forms else ("", "")


def written(catalog: Catalog) -> str:
    """Return the catalog as text: sorted, without dates and line numbers, so that nothing churns."""
    out = io.BytesIO()
    for message in catalog:
        message.flags -= {"python-format", "python-brace-format"}
    write_po(out, catalog, width=0, sort_output=True, omit_header=True, include_lineno=False)
    return HEADER + out.getvalue().decode()


def untranslated(catalog: Catalog) -> list[str]:
    """Return what has no English, in order."""
    empty = (m for m in catalog if m.id and not all(m.string if isinstance(m.string, list | tuple) else (m.string,)))
    return sorted(m.id[0] if isinstance(m.id, list | tuple) else m.id for m in empty)


def compile_all() -> None:
    """Write what Django reads beside every catalog, all at once, so that a reader never sees half."""
    for path in sorted(CODE.rglob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        half = path.with_suffix(f".{os.getpid()}.part")
        with half.open("wb") as file:
            write_mo(file, catalog)
        half.replace(path.with_suffix(".mo"))


def main() -> int:
    """Do what was asked; return the exit status."""
    asked = sys.argv[1].lstrip("-") if len(sys.argv) > 1 else "update"
    if asked == "compile":
        compile_all()
        return 0
    gathered, before = gather(), kept()
    catalog = merged(gathered, before)
    for where in gathered.unreadable:
        print(f"cannot be read from the code: {where}")
    missing = untranslated(catalog)
    for text in missing:
        print(f"no English yet: {text}")
    print(f"{len(catalog)} sentences, {len(missing)} without English")
    if asked == "update":
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(written(catalog), encoding="utf-8")
        compile_all()
        return 0
    stale = not PO.is_file() or PO.read_text(encoding="utf-8") != written(catalog)
    if stale:
        print(f"{PO.relative_to(ROOT)} is not what the pages say now: make messages")
    return 1 if gathered.unreadable or missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
