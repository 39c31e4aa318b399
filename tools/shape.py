"""Print how big modules and functions are: information, never a gate.

Good houses of this kind sit at a module median under 75 lines (p90 under 250) and a function median
under 8 (p90 under 25). ``.venv/bin/python tools/shape.py [FOLDER ...]``.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 8
Sized = tuple[int, str]


def modules(folder: Path) -> Iterator[tuple[Path, str]]:
    """Go over the modules people wrote, each with its text; an empty one counts for nothing."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "migrations" not in path.parts and text.strip():
            yield path.relative_to(ROOT), text


def functions(path: Path, text: str) -> Iterator[Sized]:
    """Return the lines of each function's body, its docstring left out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield lines, f"{path}:{node.lineno} {node.name}"


def told(what: str, sized: list[Sized]) -> str:
    """Return count, median, p90 and the largest in lines of text."""
    sizes = [size for size, _ in sized]
    p90 = quantiles(sizes, n=10)[-1] if len(sizes) > 1 else max(sizes, default=0)
    head = f"{what}: {len(sizes)}, {sum(sizes)} lines, median {median(sizes):.0f}, p90 {p90:.0f}"
    largest = sorted(sized, reverse=True)[:LARGEST]
    return "\n".join([head, *(f"  {size:5} {name}" for size, name in largest)])


def main() -> int:
    """Print the shape of each folder asked for, the programme's by default."""
    for name in sys.argv[1:] or ["dampingi"]:
        found = list(modules(ROOT / name))
        if not found:
            sys.stderr.write(f"No module lies in {name}.\n")
            return 1
        print(f"{name}/")
        print(told("modules", [(text.count("\n"), str(path)) for path, text in found]))
        print(told("functions", [one for path, text in found for one in functions(path, text)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
