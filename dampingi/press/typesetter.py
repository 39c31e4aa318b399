"""Documents become PDF in a child process: in memory alone, within limits, and without a name in any error.

Run as ``python -m dampingi.press.typesetter`` it is that child: a document as JSON comes
in, a PDF goes out. It may write no file and dump no core, and it ends after a few seconds.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
FONTS = HERE / "built"
SECONDS = 20
MEMORY = 2 * 1024**3
LONGEST_WORD = 40
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
ACCESSIBLE: Literal["ua-1"] = "ua-1"
TURNING = {sign: f"[U+{sign:04X}]" for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class NotSet(Exception):
    """A document could not be made; it never says what stood in it."""


def pdf_of(document: Mapping[str, Any]) -> bytes:
    """Return ``document`` as a PDF; raises ``NotSet`` when it takes too long or too much."""
    said = json.dumps(_readable(document)).encode()
    try:
        made = subprocess.run(
            [sys.executable, "-I", "-m", "dampingi.press.typesetter"],
            input=said,
            capture_output=True,
            timeout=SECONDS + 5,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSet from None
    if made.returncode or not made.stdout.startswith(b"%PDF-"):
        raise NotSet
    return made.stdout


def _readable(value: Any) -> Any:
    """Return the same with a place to break in every overlong word, and no sign that turns letters around unseen."""
    match value:
        case str():
            return _LONG.sub(lambda found: found[0] + "\u200b", value.translate(TURNING))
        case Mapping():
            return {key: _readable(one) for key, one in value.items()}
        case list() | tuple():
            return [_readable(one) for one in value]
        case _:
            return value


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    doc = sys.stdin.buffer.read().decode()
    setter = _Setter()
    made = setter.pdf(doc) or setter.pdf(setter.spelled(doc)) or setter.pdf(doc, accessible=False)
    if made is None:
        sys.exit(1)
    sys.stdout.buffer.write(made)


class _Setter:
    """Typst with our typeface; it reads nothing but its template and draws nothing from elsewhere."""

    def __init__(self) -> None:
        import typst

        self.typst = typst
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
        self.page = str(HERE / "page.typ")

    def pdf(self, doc: str, *, accessible: bool = True) -> bytes | None:
        """Return the PDF, as PDF/UA-1 (which refuses a letter that no font draws), or nothing."""
        standards = ACCESSIBLE if accessible else None
        said = {"doc": doc}
        try:
            return self.typst.compile(
                self.page, root=str(HERE), font_paths=self.fonts, sys_inputs=said, pdf_standards=standards
            )
        except self.typst.TypstError:
            return None

    def spelled(self, doc: str) -> str:
        """Return the document with every letter that no font draws spelled out, so that none is lost unseen."""
        rare = sorted({letter for letter in _texts(json.loads(doc)) if not letter.isascii() or not letter.isprintable()})
        unknown = dict.fromkeys(self._undrawn(rare))
        table = {ord(letter): f"[U+{ord(letter):04X}]" for letter in unknown if letter not in "\n\u200b"}
        return json.dumps(_translated(json.loads(doc), table))

    def _undrawn(self, letters: list[str]) -> list[str]:
        words = {"doc": json.dumps(" ".join(letters))}
        try:
            self.typst.compile(_TRY, font_paths=self.fonts, sys_inputs=words, pdf_standards=ACCESSIBLE)
        except self.typst.TypstError:
            if len(letters) == 1:
                return letters
            half = len(letters) // 2
            return [*self._undrawn(letters[:half]), *self._undrawn(letters[half:])]
        return []


_TRY = b"""#set document(title: "x")
#set text(font: ("Atkinson Hyperlegible", "Libertinus Serif", "DejaVu Sans Mono"))
#json(bytes(sys.inputs.doc))"""


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "".join(map(_texts, parts))


def _translated(value: Any, table: Mapping[int, str]) -> Any:
    match value:
        case str():
            return value.translate(table)
        case dict():
            return {key: _translated(one, table) for key, one in value.items()}
        case list():
            return [_translated(one, table) for one in value]
        case _:
            return value


if __name__ == "__main__":
    _child()
