"""Indonesian in the source, English in the catalog: complete, exact, and in the words of the house."""

import dataclasses
import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

import dampingi
from dampingi.access.models import Staff
from dampingi.kernel.days import WIB, span, spoken_moment
from dampingi.kernel.words import Words
from tests.fixtures import Room

ROOT = Path(__file__).resolve().parent.parent.parent


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages_tool"] = module
    spec.loader.exec_module(module)
    return module


messages = _tool()


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Let every worker read the catalog as it lies in the folder, not an older one."""
    messages.compile_all()
    trans_real._translations.clear()
    trans_real._default = None


@pytest.fixture(scope="module")
def gathered() -> object:
    return messages.gather()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return messages.kept()


def _forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    said = message.id if isinstance(message.id, list | tuple) else (message.id,)
    english = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(said), tuple(english)


# -- the catalog is what the pages say --------------------------------------------------------


def test_every_sentence_can_be_read_from_the_code(gathered):
    assert gathered.unreadable == []


def test_the_catalog_holds_exactly_what_is_said_in_code_and_templates(gathered, catalog):
    now = {(one.context, one.text) for one in gathered.said}
    kept = {(m.context or "", _forms(m)[0][0]) for m in catalog if m.id}
    assert sorted(now - kept) == [], "make messages, then translate"
    assert sorted(kept - now) == [], "make messages drops what nobody says"
    assert messages.PO.read_text(encoding="utf-8") == messages.written(messages.merged(gathered, catalog))


def test_every_sentence_has_english_and_none_is_a_guess(catalog):
    assert messages.untranslated(catalog) == []
    assert [m.id for m in catalog if m.id and m.fuzzy] == []


def test_a_new_sentence_is_missed_and_an_old_one_dropped(gathered, catalog):
    first, *rest = gathered.said
    rest = [one for one in rest if one.text != first.text]
    said = [*rest, messages.Said("Kalimat yang baru saja ditulis.", "dampingi/new.py", 1)]
    merged = messages.merged(messages.Gathered(said), catalog)
    assert "Kalimat yang baru saja ditulis." in messages.untranslated(merged)
    assert merged.get(first.text, first.context or None) is None


def test_english_has_the_same_blanks(catalog):
    wrong = [
        (m.id, m.string)
        for m in catalog
        if m.id and {messages.blanks(s) for s in _forms(m)[0]} != {messages.blanks(e) for e in _forms(m)[1]}
    ]
    assert wrong == []


# The ledger's findings are listed without numbers and get them where they are found.
FILLED_LATER = {"dampingi/audit/rules/chain.py"}


def test_every_blank_of_a_sentence_is_filled_where_it_is_said(gathered):
    wrong = [
        f"{one.file}:{one.line}: {one.text}"
        for one in gathered.said
        if one.fills is not None
        and one.fills != {b for b in messages.blanks(one.text) if "%" not in b}
        and one.file not in FILLED_LATER
    ]
    assert wrong == []


# -- what is reachable at run time ------------------------------------------------------------


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(dampingi.__path__, "dampingi."):
        if ".migrations" not in found.name and not found.name.endswith(("wsgi", "__main__")):
            yield importlib.import_module(found.name)


def _words(thing: object, seen: set[int]) -> Iterator[Words]:
    if id(thing) in seen or isinstance(thing, str | bytes | int | float | ModuleType):
        return
    seen.add(id(thing))
    if isinstance(thing, Words):
        yield thing
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _words(getattr(thing, field.name, None), seen)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _words(key, seen)
            yield from _words(value, seen)
    elif isinstance(thing, list | tuple | set | frozenset):
        for one in thing:
            yield from _words(one, seen)


def test_whatever_stands_in_lists_steps_sheets_and_tables_has_english(catalog):
    seen: set[int] = set()
    found = {(module.__name__, w.text) for module in _modules() for w in _words(vars(module), seen) if w.text}
    assert len(found) > 500, "the walk reaches the code lists, the protocols and the sheets"
    missing = sorted(
        (where, text) for where, text in found if not (message := catalog.get(text)) or not all(_forms(message)[1])
    )
    assert missing == []


# -- the words of the house (practice.md, "Words on screen"; look.md, "Words") ------------------

LEGAL_LIST = "dampingi/kernel/codes.py"
LEGAL_TEXT = "dampingi/protocols/catalog/sources.py"
FORBIDDEN = {
    r"\bpenyelia\b": "supervisor kasus",
    r"(?<!unit )\bpenerima\b(?! manfaat)": "petugas pengaduan",
    r"\bpelatih\b": "penyelenggara pelatihan",
    r"kewajiban yang jatuh tempo|\bjatuh tempo\b": "Ada pembaruan. Silakan masuk.",
    r"\bkewajiban\b": "tugas",
    r"\blewat \{|\blewat \d|^lewat\b": "terlambat",
    r"^nanti$": "berikutnya",
    r"(?-i:\bKTP\b|\bKTA\b)": "kekerasan terhadap perempuan (KtP); kekerasan terhadap anak (KtA)",
    r"di luar standar": "diberi informasi dan dihubungkan ke layanan lain",
    r"penilaian risiko|\bnilai ulang\b|dinilai ulang": "asesmen risiko, lakukan asesmen ulang",
    r"case conference": "pembahasan kasus (gelar kasus)",
    r"\bterminasi\b": "pendampingan selesai",
    r"(?<!dana bantuan )\bkorban\b": "penerima manfaat, ia, yang didampingi",
    r"\bpelaku\b": "terlapor",
    r"\bkartu\b": "kode Anda",
    r"perilaku sosial menyimpang": "legal label only in the code list",
    r"\bcacat\b": "penyandang disabilitas",
    r"(?-i:\bPSK\b)": "korban eksploitasi seksual",
    r"\bmengaku\b|\bmenggoda\b": "nothing that blames",
    r"\bvalid\b": "name the field and what to do",
}
# Where the law itself speaks, or the word has its other sense: file or sentence, with the reason.
ALLOWED = {
    ("perilaku sosial menyimpang", LEGAL_LIST): "AMPK 14 is the law's own category",
    ("korban", LEGAL_LIST): "AMPK categories as UU 35/2014 art. 59(2) names them",
    ("korban", LEGAL_TEXT): "clauses in plain words speak of the victim as the law does",
    ("korban", "dampingi/services/catalog/letters.py"): "letters to those who pursue the law name her as the law does",
    ("kewajiban", "Menentukan kewajiban kita menurut undang-undang."): "our duty under the law, not a list of tasks",
    ("lewat", "Sudah lewat 72 jam: tetap menjadi tugas, segera."): "hours since the incident; nobody is late",
    ("korban", "Diversi tidak pernah berjalan tanpa persetujuan bebas dari korban."): "the juvenile court's term",
    ("korban", "dampingi/services/catalog/simfoni.py"): "Simfoni's own word, named beside ours",
    ("pelaku", "dampingi/services/catalog/simfoni.py"): "Simfoni's own word, named beside ours (practice.md)",
    ("korban", "Diversi dijelaskan kepada anak korban"): "anak korban is the term of UU 11/2012",
}


def _allowed(found: str, file: str, text: str) -> bool:
    return any(word in found.lower() and place in (file, text) for word, place in ALLOWED)


def test_no_word_on_screen_that_practice_rules_out(gathered):
    wrong = sorted(
        f"{one.file}: “{found[0]}” in “{one.text}”: say {better}"
        for one in gathered.said
        for pattern, better in FORBIDDEN.items()
        if (found := re.search(pattern, one.text, re.IGNORECASE)) and not _allowed(found[0], one.file, one.text)
    )
    assert wrong == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Hubungi penyelia.",
        "Kasus KTP baru",
        "Anak cacat",
        "Tugas lewat 3 jam",
        "Korban datang.",
        "Tanggal tidak valid.",
    ],
)
def test_the_guard_of_words_catches(sentence):
    assert any(re.search(pattern, sentence, re.IGNORECASE) for pattern in FORBIDDEN)


def test_every_exception_is_still_needed(gathered):
    for (word, place), why in ALLOWED.items():
        assert any(word in one.text.lower() and place in (one.file, one.text) for one in gathered.said), (word, why)


ENGLISH_RULED_OUT = r"\bperpetrator|\babuser\b|\boffender\b|\bclient\b|\bsurvivor|\binvalid\b|\bprostitute\b|\bhandicap"


def test_english_keeps_to_the_same_rules(catalog):
    wrong = [e for m in catalog if m.id for e in _forms(m)[1] if re.search(ENGLISH_RULED_OUT, e, re.IGNORECASE)]
    assert wrong == []


def test_no_words_of_a_page_stand_outside_translation():
    """Every text of a template is said through the catalog; what is left is a name or an abbreviation."""
    wrong = []
    for path in sorted((ROOT / "dampingi").rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL
        )
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", " ", text, flags=re.DOTALL)
        shown = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
        shown += re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "\n", text, flags=re.DOTALL).splitlines()
        wrong += [f"{path.name}: {s.strip()}" for s in shown if set(re.findall(r"[^\W\d_]{2,}", s)) - {"JP"}]
    assert wrong == []


# -- the switch -------------------------------------------------------------------------------


def test_indonesian_is_never_taken_for_one_of_djangos_own_sentences(catalog):
    with translation.override("id"):
        taken = [m.id for m in catalog if m.id and translation.gettext(_forms(m)[0][0]) != _forms(m)[0][0]]
    assert taken == []


def test_djangos_own_words_in_forms_come_in_the_language_of_the_page():
    class Asked(forms.Form):
        number = forms.IntegerField()
        mail = forms.EmailField()

    with translation.override("id"):
        wrong = Asked({"number": "", "mail": "x"}).errors
        assert wrong["number"] == ["Isian ini perlu diisi."]
        assert wrong["mail"] == ["Tulis alamat surel lengkap, misalnya nama@contoh.id."]
    with translation.override("en"):
        wrong = Asked({"number": "", "mail": "x"}).errors
        assert wrong["number"] == ["This field is required."]
        assert wrong["mail"] == ["Enter a valid email address."]


def test_our_wording_of_djangos_sentences_answers_to_sentences_django_still_says():
    places = [Path(django.__file__).parent / part / "locale" for part in ("conf", "contrib/auth")]
    theirs = [read_po((place / "id/LC_MESSAGES/django.po").open("rb")) for place in places]
    ours = read_po((ROOT / "dampingi/locale/id/LC_MESSAGES/django.po").open("rb"))
    assert [m.id for m in ours if m.id and not any(one.get(m.id) for one in theirs)] == []


def test_a_moment_reads_as_look_asks_in_both_languages():
    moment = datetime(2026, 6, 8, 22, 30, tzinfo=WIB)
    with translation.override("id"):
        assert spoken_moment(moment, WIB) == "Senin, 8 Juni 2026, 22.30 WIB"
    with translation.override("en"):
        assert spoken_moment(moment, WIB) == "Monday, 8 June 2026, 22.30 WIB"


def test_one_hour_is_not_hours():
    with translation.override("en"):
        said = [str(span(timedelta(hours=n))) for n in (1, 4)] + [str(span(timedelta(days=3)))]
    assert said == ["1 hour", "4 hours", "3 days"]
    with translation.override("id"):
        assert [str(span(timedelta(hours=n))) for n in (1, 4)] == ["1 jam", "4 jam"]


def _menu(room: Room, staff: Staff, language: str) -> tuple[str, str]:
    browser = room.client(staff)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = browser.get("/", follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    return answer["Content-Language"], re.sub(r"<[^>]+>", " ", page[page.index("<nav") : page.index("</nav>")])


def test_switching_the_language_changes_the_pages(room):
    language, menu = _menu(room, room.ratna, "en")
    assert language == "en"
    for words in ("Today", "Reports", "Cases"):
        assert words in menu
    language, menu = _menu(room, room.ratna, "id")
    assert language == "id"
    for words in ("Hari ini", "Laporan", "Kasus"):
        assert words in menu


def test_an_unknown_language_is_indonesian(room):
    language, menu = _menu(room, room.ratna, "xx")
    assert language == "id"
    assert "Hari ini" in menu
