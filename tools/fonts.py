"""Turn the typeface of the pages into what Typst reads: it knows no woff2, and @fontsource ships nothing else."""

from pathlib import Path

from fontTools.merge import Merger

ROOT = Path(__file__).resolve().parent.parent
FROM = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible" / "files"
TO = ROOT / "dampingi" / "press" / "built"
CUTS = ("400-normal", "700-normal", "400-italic")


def main() -> None:
    TO.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        # Typst takes one file for each cut: the Latin letters and the rarer ones are joined.
        parts = [str(FROM / f"atkinson-hyperlegible-{letters}-{cut}.woff2") for letters in ("latin", "latin-ext")]
        made = Merger().merge(parts)
        made.flavor = None
        made.save(TO / f"atkinson-hyperlegible-{cut}.ttf")


if __name__ == "__main__":
    main()
