"""``dampingi init``: a real installation, its keys outside the data folder, and the key sheet on paper.

Everything is asked and checked before anything is written. What is asked may be answered by options;
the password never, since a list of processes shows options.
"""

import argparse
import getpass
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage

from dampingi.config import ground, installation, upkeep
from dampingi.config.ground import FAILED, REFUSED, complain, data_folder, say
from dampingi.config.installation import FEWEST_RECIPIENTS, Chosen
from dampingi.keys import paper

ROOT_NAME, LEDGER_NAME = "root.key", "ledger.key"
_ASKED_BACK = 3  # groups of each sheet
_TRIES = 3
_CODE = re.compile(r"\d\d(\.\d\d)?")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_SHEETS = {"root": "KUNCI UTAMA / ROOT KEY", "ledger": "KUNCI CATATAN / LEDGER KEY"}

_PRACTICE = (
    "{data}: ini folder latihan. Instalasi nyata dibuat di folder baru: sebutkan DAMPINGI_DATA lain. / "
    "this is a practice folder. A real installation is made in a new one: name another DAMPINGI_DATA."
)
_THERE = "{data}: instalasi nyata sudah ada di sini. / there is a real installation here already."
_NONE = "{data}: belum ada instalasi nyata di sini. / there is no real installation here yet."
_NO_ANSWER = "Jawaban berikut diperlukan: {what}. / This answer is needed: {what}."
_MISSING = "(berhenti di sini; tidak ada yang dibuat / stopped here; nothing was made)"
_KEY_THERE = (
    "{path}: sudah ada kunci di sini; tidak ditimpa. Sebutkan folder lain (--keys). / "
    "there is a key here already; it was not overwritten. Name another folder (--keys)."
)
_ENOUGH = "Kata sandi kedua tidak sama. / The second password is not the same."
_PAPER_HEAD = """
══════════════════════════════════════════════════════════════════════════════
 LEMBAR KUNCI — tulis tangan atau cetak, simpan di brankas, jangan difoto.
 THE KEY SHEET — write by hand or print, keep in a safe, take no photograph.
 Tanpa lembar ini, cadangan tidak dapat dibuka bila komputer ini hilang.
 Without it no backup can be opened once this computer is lost.
══════════════════════════════════════════════════════════════════════════════"""
_PAPER_FOOT = """
 Tiap kelompok: 4 huruf atau angka dan 1 tanda periksa. O sama dengan 0; I dan L sama dengan 1.
 Each group: 4 letters or digits and 1 check sign. O is 0; I and L are 1.
 Membaca kembali / reading it back:  dampingi init --from-paper --keys FOLDER
══════════════════════════════════════════════════════════════════════════════
"""
_ASK_BACK = "Baca dari lembar yang Anda tulis / read from the sheet you wrote: {sheet}, kelompok / group {number}: "
_WRONG_BACK = (
    "Kelompok {number} tidak sama dengan kuncinya; periksa lembarnya. / "
    "Group {number} is not that of the key; look at the sheet again."
)
_PAPER_DONE = "Lembar kunci terbaca benar. / The key sheet was read back right."
_PAPER_OPEN = (
    "Lembar kunci belum dibaca ulang: jalankan `dampingi init --paper`; `serve` menunggunya. / "
    "The key sheet was not read back: run `dampingi init --paper`; `serve` waits for it."
)
_MISREAD = (
    "{sheet}: kelompok {groups} salah baca. Tidak ada kunci yang ditulis. / "
    "group {groups} was misread. No key was written."
)
_MISREAD_WHOLE = (
    "{sheet}: tiap kelompok benar, keseluruhannya tidak; ini dari dua lembar? / "
    "each group is right, the whole is not; is it from two sheets?"
)
_WRITTEN = "{path}: kunci ditulis. / the key was written."
_NEXT = """
Instalasi nyata dibuat di {data}. Sebelum nama pertama (H-24):
A real installation was made in {data}. Before the first name (H-24):
  1. dampingi backup
  2. dampingi restore --drill --identity BERKAS-KUNCI-PENERIMA
  3. dampingi serve        (di balik proxy TLS pada komputer ini / behind a TLS proxy on this computer)
  4. dampingi doctor"""


def options(parser: argparse.ArgumentParser) -> None:
    """Say what may be said to it."""
    parser.add_argument("--unit", metavar="62.71", help="code of the region the unit serves; 62 for a province's unit")
    parser.add_argument("--unit-name", metavar="NAME")
    parser.add_argument("--province-name", metavar="NAME", help="name of the provincial unit above a district's")
    parser.add_argument("--head-name", metavar="NAME")
    parser.add_argument("--head-email", metavar="ADDRESS", help="with it she signs in")
    parser.add_argument("--recipient", action="append", metavar="age1…", help="for whom backups open; two or more")
    parser.add_argument("--backups", metavar="FOLDER", help="where backups go, best on another disk")
    parser.add_argument("--keys", metavar="FOLDER", help="where the keys are made, outside the data folder")
    parser.add_argument("--host", action="append", metavar="NAME", help="host names of the service")
    parser.add_argument("--paper", action="store_true", help="print the key sheet again and have it read back")
    parser.add_argument("--from-paper", action="store_true", help="write the keys from the sheet, and nothing else")


class NotAnswered(Exception):
    """An answer is missing or cannot be taken; the message says which and why."""


def init(asked: argparse.Namespace) -> int:
    """Make a real installation: unit, head, keys outside the data folder, the key sheet on paper."""
    folder = data_folder()
    try:
        if asked.from_paper:
            return _from_paper(asked)
        if asked.paper:
            return _paper(folder)
        if no := _refusal(folder):
            complain(no)
            return REFUSED
        answers = _answers(asked, folder)
    except NotAnswered as no:
        complain(f"{no}\n{_MISSING}")
        return REFUSED
    return _make(folder, answers)


def _refusal(folder: Path) -> str:
    if installation.chosen(folder) is not None:
        return _THERE.format(data=folder) if upkeep.last(folder, upkeep.What.MADE).done_at else ""
    if (folder / "demo-accounts.txt").exists() or (folder / "practice-root.key").exists():
        return _PRACTICE.format(data=folder)
    return _THERE.format(data=folder) if folder.exists() and any(folder.iterdir()) else ""


# -- answers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything that is needed, checked."""

    unit: str
    unit_name: str
    province_name: str
    head_name: str
    head_email: str
    password: str
    chosen: Chosen


def _answers(asked: argparse.Namespace, folder: Path) -> Answers:
    """Ask for whatever the options did not say. Raises ``NotAnswered``."""
    half = installation.chosen(folder)  # of an init that was interrupted: its keys stay
    unit = _ask("Kode wilayah unit (62.71; provinsi: 62) / region code of the unit", asked.unit, _is_code)
    unit_name = _ask("Nama unit / name of the unit", asked.unit_name)
    above = unit if "." not in unit else unit.partition(".")[0]
    province_name = unit_name
    if above != unit:
        province_name = _ask(f"Nama unit provinsi {above} / name of the provincial unit", asked.province_name)
    head_name = _ask("Nama kepala unit / name of the head", asked.head_name)
    head_email = _ask("Alamat masuk kepala unit / address with which she signs in", asked.head_email, _is_address)
    hosts = _ask_many("Nama host layanan (dipisah spasi) / host names of the service", asked.host, _is_host)
    where = f"Folder kunci [{folder.parent / 'dampingi-keys'}] / folder for the keys"
    home = Path(_ask(where, asked.keys, default=str(folder.parent / "dampingi-keys"))).absolute()
    if home.resolve().is_relative_to(folder.resolve()):
        raise NotAnswered(f"{home}: kunci harus di luar folder data. / keys must lie outside the data folder.")
    if half is None:
        for name in (ROOT_NAME, LEDGER_NAME):
            if (home / name).exists():
                raise NotAnswered(_KEY_THERE.format(path=home / name))
    backups = Path(_ask("Folder cadangan, sebaiknya cakram lain / folder for backups", asked.backups)).absolute()
    if backups.resolve().is_relative_to(folder.resolve()):
        raise NotAnswered(f"{backups}: cadangan harus di luar folder data. / backups must lie outside the data folder.")
    said = "Dua penerima cadangan age1… (buat: `dampingi backup --new-recipient BERKAS`) / two recipients of backups"
    recipients = _ask_many(said, asked.recipient, _is_recipient)
    if len(set(recipients)) < FEWEST_RECIPIENTS:
        raise NotAnswered("Perlu dua penerima yang berbeda. / Two different recipients are needed.")
    chosen = half or Chosen(
        root_key=home / ROOT_NAME, ledger_key=home / LEDGER_NAME, backups=backups, recipients=recipients, hosts=hosts
    )
    return Answers(
        unit=unit,
        unit_name=unit_name,
        province_name=province_name,
        head_name=head_name,
        head_email=head_email,
        password=_password(head_email, head_name),
        chosen=chosen,
    )


def _ask(what: str, said: str | None, good: Callable[[str], str] = lambda _one: "", *, default: str = "") -> str:
    """Return the answer of the option, else of whoever sits there. Raises ``NotAnswered``."""
    answer = said if said is not None else _line(f"{what}: ")
    answer = answer.strip() or default
    if not answer:
        raise NotAnswered(_NO_ANSWER.format(what=what))
    if why := good(answer):
        raise NotAnswered(f"{answer}: {why}")
    return answer


def _ask_many(what: str, said: list[str] | None, good: Callable[[str], str]) -> tuple[str, ...]:
    answers = said or _line(f"{what}: ").split()
    if not answers:
        raise NotAnswered(_NO_ANSWER.format(what=what))
    for one in answers:
        if why := good(one):
            raise NotAnswered(f"{one}: {why}")
    return tuple(answers)


def _line(prompt: str) -> str:
    """Ask; what is piped in is read line by line."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise NotAnswered(_NO_ANSWER.format(what=prompt.strip(": ")))
    if not sys.stdin.isatty():
        sys.stderr.write("\n")
    return line.rstrip("\n")


def _password(email: str, name: str) -> str:
    """Ask for the head's password, twice, unseen; refuse one that pages would refuse too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampingi.config.settings")
    ground.start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from dampingi.access.models import Staff

    unseen = sys.stdin.isatty()
    first, second = (
        getpass.getpass(words) if unseen else _line(words)
        for words in ("Kata sandi kepala unit (≥ 12) / password of the head: ", "Sekali lagi / once more: ")
    )
    if first != second:
        raise NotAnswered(_ENOUGH)
    try:
        validate_password(first, user=Staff(email=email, name=name))
    except ValidationError as no:
        raise NotAnswered(" ".join(no.messages)) from None
    return first


def _is_code(said: str) -> str:
    return "" if _CODE.fullmatch(said) else "bukan kode wilayah bertitik seperti 62.71 / not a dotted code like 62.71"


def _is_address(said: str) -> str:
    if said.lower().endswith("@contoh.test"):
        return "itu alamat latihan / that is an address of practice"
    return "" if _ADDRESS.fullmatch(said) else "bukan alamat surel / not a mail address"


def _is_host(said: str) -> str:
    return "" if _HOST.fullmatch(said) else "bukan nama host / not the name of a host"


def _is_recipient(said: str) -> str:
    try:
        pyrage.x25519.Recipient.from_str(said)
    except pyrage.RecipientError:
        return "bukan penerima age1… / not a recipient age1…"
    return ""


# -- making -----------------------------------------------------------------------------------


def _make(folder: Path, answers: Answers) -> int:
    """Write the keys, the mark, the tables and the first account; then have the sheet read back."""
    from dampingi.keys import root

    chosen = answers.chosen
    ground.make_folder(folder)
    for path in (chosen.root_key, chosen.ledger_key):
        if not path.exists():
            root.make_root(path)
    chosen.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    installation.keep(folder, chosen)
    ground.environment()
    said = {
        name: getattr(answers, name)
        for name in ("unit", "unit_name", "province_name", "head_name", "head_email", "password")
    }
    with ground.database(make=True):
        if failed := ground.step("_prepare") or _found_by(said):
            return failed
    upkeep.note(folder, upkeep.What.MADE, at=datetime.now(UTC))
    read = _read_back(folder, _secrets(chosen))
    say(_NEXT.format(data=folder))
    return read


def _found_by(said: dict[str, Any]) -> int:
    """Run the step that fills the empty database; what it is told goes through a pipe, not a list of processes."""
    child = subprocess.Popen([sys.executable, "-m", "dampingi.config.command", "_found"], stdin=subprocess.PIPE)
    child.communicate(json.dumps(said).encode())
    return child.returncode


def found(_: argparse.Namespace) -> int:
    """Add the unit, its keys and its head to an empty real database, all or nothing."""
    said = json.load(sys.stdin)
    ground.start_django()
    from django.db import transaction

    from dampingi.access import actions as access
    from dampingi.access.actor import acting_as
    from dampingi.access.models import Unit
    from dampingi.access.rules import Role
    from dampingi.kernel.actors import System
    from dampingi.keys import actions as keys

    load_gazetteer()
    at, by = ground.now(), System("init")

    def add(code: str, name: str, parent: Unit | None) -> Unit:
        kind = "district" if parent else "province"
        unit = access.add_unit(code=code, name=name, kind=kind, parent=parent, by=by, at=at)
        keys.create_unit(unit.id, at=at)
        return unit

    with acting_as("init"), transaction.atomic():
        if Unit.objects.exists():
            return 0
        above = add(said["unit"].partition(".")[0], said["province_name"], None)
        unit = add(said["unit"], said["unit_name"], above) if "." in said["unit"] else above
        # One account holds every role of a unit kecil (H-06); she gives them to others as they come.
        access.add_staff(
            email=said["head_email"],
            name=said["head_name"],
            unit=unit,
            roles=[Role.INTAKE, Role.COMPANION, Role.SUPERVISOR, Role.HEAD, Role.ADMIN],
            password=said["password"],
            by=by,
            at=at,
        )
    return 0


def load_gazetteer() -> None:
    """Load the list of regions where it is at hand and not loaded yet."""
    from dampingi.places import actions as places
    from dampingi.places.models import Village

    gazetteer = ground.ROOT / "node_modules" / "idn-area-data"
    if gazetteer.is_dir() and not Village.objects.exists():
        say("Memuat daftar wilayah … / Loading the gazetteer …")
        places.load(folder=gazetteer)


# -- the sheet --------------------------------------------------------------------------------


def _secrets(chosen: Chosen) -> dict[str, bytes]:
    return {"root": chosen.root_key.read_bytes(), "ledger": chosen.ledger_key.read_bytes()}


def sheet(both: dict[str, bytes]) -> str:
    """Return the key sheet as it is printed."""
    lines = [_PAPER_HEAD]
    for name, secret in both.items():
        lines += ["", f" {_SHEETS[name]}"]
        groups = [f"{place:>2} {group}" for place, group in enumerate(paper.groups(name, secret), start=1)]
        lines += ["   " + "   ".join(groups[at : at + 7]) for at in range(0, len(groups), 7)]
    return "\n".join([*lines, _PAPER_FOOT])


def _paper(folder: Path) -> int:
    """Print the sheet of an installation again and have it read back."""
    chosen = installation.chosen(folder)
    if chosen is None:
        complain(_NONE.format(data=folder))
        return REFUSED
    return _read_back(folder, _secrets(chosen))


def _read_back(folder: Path, both: dict[str, bytes]) -> int:
    """Print the sheet, ask for some groups of it, remember that they were right."""
    say(sheet(both))
    places = secrets.SystemRandom().sample(range(paper.GROUPS), _ASKED_BACK)
    try:
        for name, secret in both.items():
            for place in places:
                _one_back(name, place, paper.groups(name, secret)[place])
    except NotAnswered:
        complain(_PAPER_OPEN)
        return FAILED
    upkeep.note(folder, upkeep.What.PAPER, at=datetime.now(UTC))
    say(_PAPER_DONE)
    return 0


def _one_back(name: str, place: int, right: str) -> None:
    for _ in range(_TRIES):
        typed = _line(_ASK_BACK.format(sheet=_SHEETS[name], number=place + 1))
        try:
            if paper.read_group(name, place, typed) == right:
                return
        except paper.Misread:
            pass
        complain(_WRONG_BACK.format(number=place + 1))
    raise NotAnswered(_PAPER_OPEN)


def _from_paper(asked: argparse.Namespace) -> int:
    """Write both key files from the sheet; nothing where a group is misread."""
    from dampingi.keys import root

    home = Path(_ask("Folder kunci / folder for the keys", asked.keys)).absolute()
    paths = {"root": home / ROOT_NAME, "ledger": home / LEDGER_NAME}
    for path in paths.values():
        if path.exists():
            raise NotAnswered(_KEY_THERE.format(path=path))
    both = {}
    for name, words in _SHEETS.items():
        typed = _line(f"{words}, {paper.GROUPS} kelompok dipisah spasi / groups separated by spaces: ").split()
        try:
            both[name] = paper.read(name, typed)
        except paper.Misread as no:
            groups = ", ".join(map(str, no.groups))
            complain((_MISREAD if groups else _MISREAD_WHOLE).format(sheet=words, groups=groups))
            return REFUSED
    for name, path in paths.items():
        root.keep_secret(path, both[name])
        say(_WRITTEN.format(path=path))
    return 0
