"""Lists, board, case page and report ask the same number of questions with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dampingi.cases import actions
from dampingi.protocols.rules import Deed
from tests.cases.steps import ALL_NO, WOMAN, contact, hand, on_call, taken


def asked(browser, address: str, **said) -> int:
    """Return how many statements an address takes, asked a second time."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            answer = browser.post(address, said) if said else browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
    return len(found)


@pytest.mark.parametrize(
    ("who", "address", "said"),
    [
        ("sari", "/hari-ini/", {}),
        ("sari", "/berkas/", {}),
        ("ratna", "/berkas/?risiko=unassessed", {}),
        ("ratna", "/berkas/?keadaan=open&hanya=late&hanya=idle&petugas=belum&jenis=a", {}),
        ("ratna", "/papan/", {}),
        ("ratna", "/berkas/cari/", {"nama": "marlina"}),
        ("sari", "/catatan/", {}),
        ("ratna", "/jaga/", {}),
    ],
)
def test_one_row_or_three(room, who, address, said) -> None:
    on_call(room, room.lina)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            taken(room)
            taken(room, by=room.sari)
        counts.append(asked(room.client(getattr(room, who)), address, **said))
    assert counts[0] == counts[1]


def test_a_case_page_of_one_person_and_of_a_full_history(room) -> None:
    one = hand(room, taken(room, room.lina), room.sari)
    contact(room, one, room.sari, help=True)
    full = room.report(
        victims=[WOMAN] * 3, reported_parties=[{"name": f"Si {n}"} for n in "ABC"], incident={"forms": ["sexual"]}
    )[0]
    hand(room, full, room.lina)
    hand(room, full, room.sari)
    for _ in range(3):
        contact(room, full, room.sari, help=True, needs="x")

    for answers in (ALL_NO, {"weapon": "yes"}):
        actions.reassess(room.case(full, room.sari), answers, by=room.sari, at=room.now)
    actions.happened(room.case(full, room.sari), Deed.VALUES_CHECKED, when=room.now, by=room.sari, at=room.now)
    browser = room.client(room.sari)
    for part in ("", "waktu/", "orang/"):
        assert asked(browser, f"/berkas/{one.number}/{part}") == asked(browser, f"/berkas/{full.number}/{part}"), part


def test_a_report_of_one_and_of_three(room) -> None:
    browser = room.client(room.peni)
    counts = [asked(browser, f"/catatan/{room.report(victims=[WOMAN] * n)[0].report.number}/") for n in (1, 3)]
    assert counts[0] == counts[1]
