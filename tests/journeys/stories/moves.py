"""What whole stories do again and again: fill a sheet, take a case up, be refused, refer, read what stands.

A story says its moments itself, to the minute, so that what the page says is due can be told from
the law (domain.md §2) and not from what the page said before.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus

from playwright.sync_api import Locator, expect

from dampingi.kernel.codes import SIGNS
from dampingi.kernel.days import MONTHS, WIB, Calendar, Counting
from dampingi.protocols.catalog import STEPS
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, Officer
from tests.journeys.reporting import begin, cases_of

Said = Mapping[str, object]
Due = datetime | Sequence[datetime]
Owed = Mapping[str, Due]  # a task by its code, and when it is due
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AWHILE = 2 * MINUTE  # a page says minutes, and a story takes its time
PAGES = ("", "waktu/", "orang/", "rencana/", "layanan/", "rujukan/", "hukum/", "lampiran/", "selesai/")
_SAYS = r"(\d+) (\w+) (\d{4}), (\d\d)\.(\d\d) WIB"
_ROWS = """rows => rows.map(row => [row.querySelector('.rows__verb').textContent.trim(),
  row.querySelector('details').textContent.replace(/\\s+/g, ' ')])"""


def now() -> datetime:
    """Return this minute, as a sheet can say it."""
    return datetime.now(WIB).replace(second=0, microsecond=0)


def working_days(count: int, *, since: datetime) -> datetime:
    """Return when ``count`` working days have passed: at closing time, the first day not counted."""
    return Calendar().due_after(since, count, Counting.WORKING_DAYS)


def closing_time(day: date) -> datetime:
    """Return the moment a unit closes on that day."""
    return Calendar().closing_of(day)


# -- what is written ------------------------------------------------------------------------------------


def fill(officer: Officer, said: Said) -> None:
    """Fill places of the sheet on the screen: words, a code, several codes, a day or a moment."""
    for name, value in said.items():
        if isinstance(value, datetime):
            officer.moment(name, value)
        elif isinstance(value, date):
            officer.write(name, value.isoformat())
        elif isinstance(value, list):
            for one in value:
                officer.choose(name, one)
        elif officer.field(name).evaluate("e => e.matches('select, [type=radio], [type=checkbox]')"):
            officer.choose(name, str(value))
        else:
            officer.write(name, str(value))


def signs(*yes: str) -> dict[str, object]:
    """Return an answer to every sign of danger: yes to these, no to the others."""
    return {f"risk_signs.{sign}": "yes" if sign in yes else "no" for sign in SIGNS}


def report(officer: Officer, said: Said) -> str:
    """Take a report about one person; return the number of her case."""
    begin(officer)
    fill(officer, said)
    officer.press("Simpan laporan")
    (case,) = cases_of(officer)
    return case


def accompanied(visit: Visit, unit: str, case: str, *, width: int = DESK) -> Officer:
    """Let the supervisor assign whoever is ready, and her accept; return her at her screen."""
    supervisor = visit(f"supervisor-{unit}", DESK)
    supervisor.open(f"/berkas/{case}/pendamping/")
    ready = supervisor.page.locator(".rows > li").filter(has_text="✓").first
    supervisor.press("Tugaskan", within=ready)
    supervisor.sees("Ditugaskan. Tugasnya berpindah begitu ia menerima.")
    companion = visit(f"pendamping-{unit}", width)
    companion.open(f"/berkas/{case}/")
    companion.press("Terima kasus ini")
    companion.sees("Diterima. Mulai sekarang tugasnya milik Anda.")
    return companion


def keep(officer: Officer, page: str, said: Said, *, press: str = "Simpan", then: str = "Tersimpan.") -> None:
    """Open a page of a case, fill it and press: ``page`` is what stands after ``/berkas/``."""
    officer.open(f"/berkas/{page}")
    fill(officer, said)
    officer.press(press)
    officer.sees(then)


def event(officer: Officer, case: str, deed: str, at: datetime) -> None:
    """Write down that something was done or has happened."""
    keep(officer, f"{case}/terjadi/", {"deed": deed, "when": at}, then="Tercatat.")


def first_contact(officer: Officer, case: str, at: datetime, **said: object) -> None:
    """Meet her: explained, agreed, supported; ``said`` are her words and how safe she is."""
    answers = {f"agreed.{asked}": "yes" for asked in ("help", "record", "contact")}
    support = {"consent_form": "spoken", "support": ["look", "listen"]}
    then = "Tersimpan. Tugas yang terpenuhi sudah ditandai."
    keep(officer, f"{case}/kontak/", {"at": at, **answers, **support, **said}, then=then)


def assess_risk(officer: Officer, case: str, *yes: str) -> None:
    """Ask every sign of danger again."""
    keep(officer, f"{case}/aman/", signs(*yes), then="Asesmen tersimpan. Tugasnya mengikuti.")


def refused(officer: Officer, press: str, *sentences: str) -> None:
    """Press and be refused, with each of these sentences and nothing stored."""
    with officer.expecting("answered 409"):
        with officer.page.expect_response(lambda answer: answer.status == HTTPStatus.CONFLICT):
            officer.press(press)
        for sentence in sentences:
            officer.sees(sentence)


# -- sharing --------------------------------------------------------------------------------------------


def choose_recipient(officer: Officer, name: str) -> None:
    """Choose whom something goes to, by the name that stands in the list."""
    officer.field("recipient").select_option(label=name)


def ask_consent(officer: Officer, case: str, to: str, parts: list[str], at: datetime, **said: object) -> None:
    """Explain, ask and fill the sheet of her answer about sharing with somebody, up to the button."""
    officer.open(f"/berkas/{case}/persetujuan/")
    choose_recipient(officer, to)
    how = {"how.explained": "yes", "how.form": "spoken", "how.heard_by": "Pendampingnya", "how.capacity": "able"}
    answered = {name.replace("__", "."): value for name, value in said.items()}
    fill(officer, {"when": at, "purposes": ["share"], "parts": parts, "given": "yes", **how, **answered})


def agrees(officer: Officer) -> None:
    """Keep the answer that was filled in."""
    officer.press("Simpan jawabannya")
    officer.sees("Jawabannya tersimpan dan berlaku sekarang.")


def draw_up_referral(officer: Officer, case: str, to: str, service: str, parts: list[str], **said: object) -> None:
    """Fill a referral and look at what would be read; nothing has been sent."""
    officer.open(f"/berkas/{case}/rujuk/")
    choose_recipient(officer, to)
    answered = {name.replace("__", "."): value for name, value in said.items()}
    fill(officer, {"service": service, "parts": parts, **answered})
    officer.press("Lihat yang akan dibaca")
    officer.sees("Yang akan dibaca")


def send_referral(officer: Officer) -> None:
    """Send the referral that was looked at."""
    officer.press("Kirim rujukan")
    officer.sees("Dirujuk. Kasus dan tugasnya tetap di sini; hasilnya ditunggu.")


def make_link(officer: Officer, to: str) -> tuple[str, str]:
    """Make the link of the referral to somebody; return its path and the code that is told apart from it."""
    officer.page.locator("a.rows__verb").filter(has_text=to).first.click()
    officer.press("Buat tautan dan kode")
    officer.sees("Hanya terlihat sekali")
    shown = officer.page.locator(".card--now").inner_text()
    path, code = re.search(r"/kiriman/[\w-]{43}/", shown), re.search(r"\b(\d{4}) (\d{4})\b", shown)
    assert path
    assert code
    return path[0], code[1] + code[2]


def open_link(partner: Officer, link: tuple[str, str]) -> None:
    """Type the code at the address of a link, as a partner without an account does."""
    path, code = link
    partner.open(path)
    partner.write("kode", code)
    partner.press("Buka")
    partner.sees("Permintaan layanan")


# -- what is read ---------------------------------------------------------------------------------------


def owed(officer: Officer, case: str) -> list[tuple[str, datetime]]:
    """Return what stands on the page of a case, in its order: the title of each task and when it is due."""
    officer.open(f"/berkas/{case}/")
    months = [officer.said(month) for month in MONTHS]
    found = []
    for title, told in officer.page.locator(".rows--act > li").evaluate_all(_ROWS):
        said = re.search(f"{officer.words('Sampai')} .*?{_SAYS}", told)
        assert said, told
        day, month, year, hour, minute = said.groups()
        found.append(
            (title, datetime(int(year), months.index(month) + 1, int(day), int(hour), int(minute), tzinfo=WIB))
        )
    return found


def stands(officer: Officer, case: str, due: Owed) -> None:
    """Hold the page of a case against what the law says: exactly these tasks, each due then."""
    wanted = sorted((officer.said(STEPS[code].title), at) for code, moments in due.items() for at in _each(moments))
    found = sorted(owed(officer, case))
    assert [title for title, _ in found] == [title for title, _ in wanted], (found, wanted)
    for (title, at), (_, expected) in zip(found, wanted, strict=True):
        assert abs(at - expected) <= AWHILE, (title, at, expected)


def _each(moments: Due) -> Iterable[datetime]:
    return [moments] if isinstance(moments, datetime) else moments


def row(officer: Officer, code: str) -> Locator:
    """Return the row of one task on the page of a case."""
    return officer.page.locator(".rows--act > li").filter(has_text=officer.said(STEPS[code].title)).first


def timeline(officer: Officer, case: str) -> list[str]:
    """Return what was done with a case, the first deed first; that it was looked at is folded away.

    That a deadline followed the facts is the engine's own line: whether two deeds fall into one
    minute decides how often it stands.
    """
    officer.open(f"/berkas/{case}/waktu/")
    expect(officer.page.locator(".moj-timeline").first).to_be_visible()
    written = officer.page.locator(".moj-timeline__title").all_inner_texts()[::-1]
    facts_did = ("Tenggat dihitung ulang", "Perlu dikerjakan lagi", "Tidak berlaku lagi")
    engines = tuple(officer.words(f"{did} karena ada fakta baru") for did in facts_did)
    return [line for line in written if not line.startswith(engines)]


def finds_nothing(other: Officer, case: str, name: str, *secrets: str) -> None:
    """Let somebody of another unit try every page and the search: the answer is that of an unknown number (H-11)."""
    with other.expecting("answered 404"):
        for page in PAGES:
            other.open(f"/berkas/{case}/{page}")
            mine = _steady(other)
            other.open(f"/berkas/0123456789A/{page}")
            assert mine == _steady(other), page
            assert not [one for one in (name, *secrets) if one in mine], page
    for asked in (name, case):
        other.open("/berkas/")
        other.write("nama", asked)
        other.press("Cari")
        other.sees("Tidak ada yang boleh ditampilkan.")


def _steady(officer: Officer) -> str:
    """Return the page without what differs by address: the secrets of its forms and the way back."""
    return re.sub(r'(value="[^"]*")|(/berkas/\w{11}/\S*)', "", officer.page.content())


def shows_none_of(officer: Officer, *secrets: str) -> None:
    """Hold the whole page, folded and hidden parts too, against what must not be on it."""
    page = officer.page.content()
    assert not [one for one in secrets if one in page], officer.path
