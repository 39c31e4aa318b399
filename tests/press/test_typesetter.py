"""Whatever somebody wrote is shown as it was written: never read as markup, never lost, never on a disk."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dampingi.press import typesetter
from dampingi.press.rules import heading, items, pairs, signs, text
from tests.services.reading import pages_of, squeezed, text_of

MARKUP = '#let x = 1 #import "a" $a^2$ @ref \\ *b* _c_ `d` <l> // k /* // "q" = h - i + j ~ -- ---'


def document(*words: str) -> dict:
    blocks = [text(words[0]), pairs(*((w, w) for w in words)), items(*words), heading(words[0]), signs((words[0], words[0]))]
    head = {"top": [], "name": "Unit", "below": []}
    more = {"lang": "id", "practice": "", "mark": "tanda", "foot": "kaki", "page": "Halaman", "of": "dari"}
    return {"title": "Judul", "date": "", "blocks": blocks, "head": head, **more}


@pytest.mark.parametrize("words", [MARKUP, "مرحبا", "שלום", "a\nb\n\nc", "#", "@", "$", "\\", '"', "{{ x }}", "{% x %}"])
def test_it_stands_there_as_written(words: str) -> None:
    pdf = typesetter.pdf_of(document(words))
    assert text_of(pdf).count(squeezed(words)) >= 6, "in every kind of block"
    assert b"pdfuaid" in pdf, "PDF/UA-1"


@settings(max_examples=40, deadline=None)
@example("\u202eabc \u0007 😀 👩\u200d👧 中文")
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60))
def test_any_text_compiles_and_no_letter_is_lost(words: str) -> None:
    said = text_of(typesetter.pdf_of({**document("x"), "blocks": [text(f"BEGIN {words} END")]}))
    for letter in words:
        spelled = f"[U+{ord(letter):04X}]"
        # What no font draws is spelled out as it was written, before a reader would take it apart.
        assert squeezed(letter) in said or spelled in said or unicodedata.category(letter)[0] in "CMZ", (letter, said)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf", "Zs"]), min_size=1))
@settings(max_examples=40, deadline=None)
def test_any_latin_text_stands_there_letter_by_letter(words: str) -> None:
    # A reader of PDFs takes a hyphen at the end of a line for a broken word: it stands inside one here.
    said = text_of(typesetter.pdf_of({**document("x"), "blocks": [text(f"x{words}x")]}))
    assert squeezed(f"x{words}x") in said


@pytest.mark.parametrize("words", ["kata " * 20_000, "x" * 100_000, "#[" * 50_000])
def test_a_hundred_thousand_characters_print(words: str) -> None:
    pdf = typesetter.pdf_of({**document("a"), "blocks": [text(words)]})
    assert pages_of(pdf) > 5
    mark = squeezed(words)[:2]
    assert text_of(pdf).count(mark) >= 20_000


def test_a_letter_that_no_font_draws_is_spelled_out() -> None:
    said = text_of(typesetter.pdf_of(document("senang 😀")))
    assert "[U+1F600]" in said


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    program = f"""
from dampingi.press import typesetter
import io, sys
class Said:
    buffer = io.BytesIO(open("/dev/stdin", "rb").read())
sys.stdin = Said
typesetter._child()
with open({str(tmp_path / 'clear')!r}, "wb") as file:
    file.write(b"x")
"""
    said = json.dumps(document("rahasia")).encode()
    done = subprocess.run([sys.executable, "-c", program], input=said, capture_output=True, check=False)
    assert done.stdout.startswith(b"%PDF-")
    assert done.returncode != 0
    assert b"File too large" in done.stderr
    assert (tmp_path / "clear").read_bytes() == b""


def test_a_child_that_takes_too_long_is_ended_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "SECONDS", -4.99)
    with pytest.raises(typesetter.NotSet) as no:
        typesetter.pdf_of(document("rahasia"))
    assert (str(no.value), no.value.__cause__, no.value.__suppress_context__) == ("", None, True)


def test_a_broken_document_is_refused_without_its_words() -> None:
    with pytest.raises(typesetter.NotSet) as no:
        typesetter.pdf_of({"title": "rahasia"})
    assert str(no.value) == ""


def test_no_variable_of_ours_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    real = subprocess.run

    def run(*args, **how):
        seen.update(how["env"])
        return real(*args, **how)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setitem(os.environ, "DAMPINGI_ROOT_KEY", "k")
    typesetter.pdf_of(document("a"))
    assert seen == {"LC_ALL": "C.UTF-8"}
