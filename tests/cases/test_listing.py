"""The list as it was asked for, and the views somebody keeps: only what one may see, nothing dropped."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dampingi.access.actor import act_as, acting_as
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.cases import actions, queries, rules
from dampingi.cases.catalog import FILTERS, KIND_OF, READY
from dampingi.cases.models import Case, SavedView
from dampingi.kernel.codes import CaseKind
from dampingi.kernel.fields import clean
from dampingi.kernel.refusals import Refusal
from dampingi.keys.models import DataKey
from dampingi.protocols import actions as protocols
from dampingi.protocols.models import Duty
from tests.cases.steps import ALL_NO, GIRL, contact, hand, taken
from tests.fixtures import SECRET
from tests.web.test_pages import WORDS

NUMBER = re.compile(r'href="/berkas/([0-9A-Z]{11})/"')
UNKNOWN = "Pilihan ini tidak ada dalam daftar."
NO_DATE = "Tanggal ini tidak ada."


def listed(room, staff, **asked: Any) -> list[str]:
    """Return the numbers on the page that an address shows, in their order."""
    answer = room.client(staff).get("/berkas/?" + urlencode(asked, doseq=True))
    assert answer.status_code == 200, answer.status_code
    return NUMBER.findall(answer.content.decode())


def put(case: Case, **to: Any) -> Case:
    """Let a case stand so, whatever led there."""
    with acting_as("tests"):
        Case.objects.filter(id=case.id).update(**to)
    return case


def end(room, case: Case, state: str = "closed", **to: Any) -> Case:
    with acting_as("tests"):
        protocols.set_aside(case.id, reason="tests", at=room.now)
    return put(case, state=state, closed_at=room.now if state == "closed" else None, **to)


# -- what each filter keeps ------------------------------------------------------------------------


def test_state_keeps_what_is_open_or_how_it_ended(room) -> None:
    open_, closed, asked = taken(room), end(room, taken(room)), end(room, taken(room), "consulted")
    elsewhere = room.report(room.budi)[0]
    assert listed(room, room.ratna, keadaan="open") == [open_.number]
    assert set(listed(room, room.ratna, keadaan="ended")) == {closed.number, asked.number}
    assert listed(room, room.ratna, keadaan="closed") == [closed.number]
    assert listed(room, room.ratna, keadaan="consulted") == [asked.number]
    assert elsewhere.number not in listed(room, room.ratna)


def test_several_filters_hold_at_once_and_several_risks_are_either(room) -> None:
    low, unasked = taken(room, risk_signs=ALL_NO), taken(room)
    high = taken(room, risk_signs={"weapon": "yes"})
    ended = end(room, taken(room, risk_signs=ALL_NO))
    assert set(listed(room, room.ratna, risiko=["low", "high"])) == {low.number, high.number, ended.number}
    assert listed(room, room.ratna, risiko="low", keadaan="open") == [low.number]
    assert listed(room, room.ratna, risiko=["unassessed"], hanya="late") == []
    assert listed(room, room.ratna, risiko="unassessed") == [unasked.number]


def test_kind_is_asked_by_a_letter_that_says_nothing(room) -> None:
    girl, woman = taken(room, victims=[GIRL], incident={"forms": ["sexual"]}), taken(room)
    assert set(KIND_OF.values()) == set(CaseKind)
    assert listed(room, room.ratna, jenis="c") == [girl.number]
    assert listed(room, room.ratna, jenis="a") == [woman.number]


def test_companion_is_mine_nobody_or_for_a_supervisor_one_of_hers(room) -> None:
    mine, hers, free = taken(room), taken(room, room.lina), room.report()[0]
    assert listed(room, room.sari, petugas="saya") == [mine.number]
    assert listed(room, room.ratna, petugas="saya") == []
    assert listed(room, room.ratna, petugas="belum") == [free.number]
    assert listed(room, room.ratna, petugas=str(room.lina.id)) == [hers.number]
    page = room.client(room.ratna).get("/berkas/").content.decode()
    assert str(room.lina.id) in page
    assert str(room.budi.id) not in page
    for who, whom in ((room.sari, room.lina), (room.ratna, room.budi)):
        answer = room.client(who).get(f"/berkas/?petugas={whom.id}")
        assert (answer.status_code, UNKNOWN in answer.content.decode()) == (422, True)
        assert whom.name not in answer.content.decode() or who is room.ratna
    with acting_as("tests"):
        room.lina.is_active = False
        room.lina.save()
    assert "Lina Petugas (akun ditutup)" in room.client(room.ratna).get("/berkas/").content.decode()


def test_overdue_is_what_protocols_calls_late(room) -> None:
    late, calm = taken(room, at=room.now - timedelta(hours=2)), taken(room, risk_signs=ALL_NO)
    reminded = taken(room, risk_signs=ALL_NO)
    assert listed(room, room.ratna, hanya="late") == [late.number]
    assert calm.number not in listed(room, room.sari, hanya="late")
    with acting_as("tests"):  # a clock of the police is chased, and late is late
        duty = Duty.objects.open().filter(run_id=reminded.id)[0]
        duty.reminder, duty.began_at = True, room.now - timedelta(days=9)
        duty.due_at = duty.late_at = room.now - timedelta(days=2)
        duty.save()
    assert set(listed(room, room.ratna, hanya="late")) == {late.number, reminded.number}
    with acting_as("tests"):
        protocols.set_aside(late.id, reason="tests", at=room.now)
    assert listed(room, room.ratna, hanya="late") == [reminded.number]


def test_without_a_next_step_is_what_today_counts(room) -> None:
    case, owes = taken(room, risk_signs=ALL_NO), taken(room, risk_signs=ALL_NO)
    end(room, taken(room))
    assert listed(room, room.sari, hanya="idle") == []
    contact(room, case, room.sari, help=True, support=["look"])
    assert listed(room, room.sari, hanya="idle") == [case.number]
    act_as(room.sari)
    assert queries.today(room.sari, at=room.now).without_next == 1
    assert owes.number not in listed(room, room.ratna, hanya="idle")


def test_after_care_runs_until_it_is_ended(room) -> None:
    runs = end(room, taken(room), aftercare_until=room.now.date())
    end(room, taken(room))
    assert listed(room, room.sari, hanya="after") == [runs.number]
    assert listed(room, room.sari, hanya=["after", "late"]) == []


def test_received_between_two_days_on_the_units_clock(room) -> None:
    zone = room.palangka.timezone
    noon = room.now.astimezone(zone).replace(hour=12, minute=0) - timedelta(days=3)
    first = taken(room, at=noon.replace(hour=0, minute=5))
    last = taken(room, at=noon.replace(hour=23, minute=55))
    before, after = taken(room, at=noon - timedelta(days=1)), taken(room, at=noon + timedelta(days=1))
    day = f"{noon:%Y-%m-%d}"
    assert listed(room, room.ratna, dari=day, sampai=day) == [last.number, first.number]
    assert set(listed(room, room.ratna, dari=day)) == {after.number, last.number, first.number}
    assert set(listed(room, room.ratna, sampai=day)) == {before.number, last.number, first.number}


def test_no_filter_shows_a_case_outside_ones_sight(room) -> None:
    hidden = [
        taken(room, room.lina, at=room.now - timedelta(hours=2)),
        end(room, taken(room, room.lina), aftercare_until=room.now.date()),
    ]
    own = taken(room, risk_signs=ALL_NO)
    asked = [{f.code: code} for f in FILTERS.fields() for code in f.codes or ()] + [{"dari": "2020-01-01"}, {"sampai": "2099-01-01"}]
    assert len(asked) > 20
    for one in asked:
        assert set(listed(room, room.sari, **one)) <= {own.number}, one
        assert not set(listed(room, room.budi, **one)) & {own.number, *(c.number for c in hidden)}, one
    assert set(listed(room, room.ratna)) == {own.number, *(c.number for c in hidden)}


# -- the address -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ("keadaan=nganu", "keadaan", UNKNOWN),
        ("keadaan=open&keadaan=closed", "keadaan", UNKNOWN),
        ("jenis=sexual_violence", "jenis", UNKNOWN),
        ("petugas=%00", "petugas", UNKNOWN),
        ("petugas=00000000-0000-0000-0000-000000000000", "petugas", UNKNOWN),
        ("risiko=nganu&risiko=medium&risiko=%27%3B--", "risiko", UNKNOWN),
        ("hanya=late%00", "hanya", UNKNOWN),
        ("dari=kemarin", "dari", NO_DATE),
        ("dari=0015-01-01", "dari", NO_DATE),
        ("sampai=2026-02-30", "sampai", NO_DATE),
        ("sampai=%00", "sampai", NO_DATE),
        ("dari=2020-02-02&sampai=2020-02-01", "sampai", "Tanggal ini ada sebelum tanggal mulainya."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field_and_the_rest_is_kept(room, wrong: str, field: str, said: str) -> None:
    high, low = taken(room, risk_signs={"weapon": "yes"}), taken(room, risk_signs=ALL_NO)
    rest = "hanya=late" if field == "risiko" else "risiko=low"
    answer = room.client(room.ratna).get(f"/berkas/?{wrong}&{rest}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["problems"][0].field == f"/{field}"
    [shown] = [one for one in answer.context["filters"].inputs if one.error]
    assert shown.name == field
    assert said in shown.error
    assert said in page
    assert f"#i-{field}" in page
    assert rest in [f"{name}={value}" for name, value in answer.context["pairs"]]
    if field != "risiko":
        assert high.number not in page
        assert low.number in page


@pytest.mark.parametrize("empty", ["", "keadaan=&jenis=&petugas=&dari=&sampai=", "lain=1", "sesudah=nganu", "sesudah=%00"])
def test_a_form_left_empty_and_words_of_others_ask_nothing(room, empty: str) -> None:
    case = taken(room)
    answer = room.client(room.ratna).get(f"/berkas/?{empty}")
    assert answer.status_code == 200
    assert case.number in answer.content.decode()
    assert answer.context["on"] == []


def test_u07_nothing_an_address_can_hold_says_what_this_service_is() -> None:
    for field in FILTERS.fields():
        for text in (field.code, *(field.codes or ())):
            assert not WORDS.search(text), text


def test_every_filter_can_be_left_open_again(room) -> None:
    for staff in (room.sari, room.ratna):
        inputs = room.client(staff).get("/berkas/?petugas=saya").context["filters"].inputs
        assert {one.kind for one in inputs} == {"select", "checkboxes", "date"}


def test_filters_are_counted_and_each_is_taken_away_by_one_link(room) -> None:
    taken(room)
    answer = room.client(room.ratna).get("/berkas/?risiko=unassessed&keadaan=open&risiko=high&dari=2026-01-05")
    on = answer.context["on"]
    assert [(str(one["label"]), one["words"]) for one in on] == [
        ("Keadaan", "Masih didampingi"),
        ("Risiko", "Tinggi"),
        ("Risiko", "Belum dinilai"),
        ("Diterima sejak", "Senin, 5 Januari 2026"),
    ]
    assert "Saringan (4)" in answer.content.decode()
    left = [dict.fromkeys(parse_qsl(one["url"].partition("?")[2])) for one in on]
    every = list(answer.context["pairs"])
    assert [[pair for pair in every if pair not in kept] for kept in left] == [[pair] for pair in every]


def test_pages_keep_the_filters_and_lead_back(room, monkeypatch) -> None:
    made = [room.report(at=room.now - timedelta(minutes=n), risk_signs=ALL_NO)[0] for n in range(5)]
    room.report(at=room.now - timedelta(minutes=2))
    monkeypatch.setattr(queries.case_list, "__kwdefaults__", {**queries.case_list.__kwdefaults__, "most": 2})
    browser, address, seen = room.client(room.ratna), "/berkas/?risiko=low", []
    while address:
        answer = browser.get(address)
        seen += NUMBER.findall(answer.content.decode())
        address = answer.context["more"]
        assert not address or address.startswith("/berkas/?risiko=low&sesudah=")
    assert seen == [case.number for case in made]
    assert answer.context["first"] == "/berkas/?risiko=low"


def test_nothing_found_says_what_to_do(room) -> None:
    taken(room)
    page = room.client(room.ratna).get("/berkas/?keadaan=declined").content.decode()
    assert "Tidak ada kasus dengan saringan ini." in page
    assert 'href="/berkas/">Semua kasus Anda</a>' in page


@pytest.mark.parametrize(("who", "most"), [("sari", 1), ("ratna", 1)])
def test_a_page_of_the_list_is_one_statement_over_cases(room, who: str, most: int) -> None:
    for _ in range(3):
        taken(room)
    every = {"keadaan": "open", "risiko": "unassessed", "hanya": ["late", "idle"], "petugas": "saya", "jenis": "a", "dari": "2020-01-01"}
    browser = room.client(getattr(room, who))
    with CaptureQueriesContext(connection) as found:
        browser.get("/berkas/?" + urlencode(every, doseq=True))
    asked = [one["sql"] for one in found if 'FROM "cases_case"' in one["sql"]]
    assert len(asked) == most
    assert not any("COUNT(" in sql for sql in asked)


# -- views -----------------------------------------------------------------------------------------


def save(room, staff, name: str = "Punya saya", **asked: Any):
    shared = asked.pop("shared", False)
    act_as(staff)
    return actions.save_view(asked or {"keadaan": "open"}, name=name, shared=shared, by=staff, at=room.now)


def named(room, staff) -> list[str]:
    act_as(staff)
    return [str(one.name) for one in queries.views_for(staff)]


def test_four_views_are_ready_for_everybody_and_can_be_asked(room) -> None:
    for one in READY:
        assert clean(FILTERS, one.asked, now=room.now).problems == ()
    for staff in (room.peni, room.sari, room.ratna, room.budi):
        assert named(room, staff) == ["Saya", "Terlambat", "Tanpa langkah berikutnya", "Pemantauan sesudah selesai"]
    late = taken(room, at=room.now - timedelta(hours=2))
    browser = room.client(room.sari)
    [link] = [one for one in browser.get("/berkas/").context["views"] if str(one["view"].name) == "Terlambat"]
    answer = browser.get(link["url"])
    assert NUMBER.findall(answer.content.decode()) == [late.number]
    assert [str(one["view"].name) for one in answer.context["views"] if one["current"]] == ["Terlambat"]
    assert answer.context["keeping"] is None, "what has a name need not be kept"


def test_a_view_is_kept_opened_and_removed(room) -> None:
    case, browser = taken(room, risk_signs=ALL_NO), room.client(room.sari)
    taken(room)
    page = browser.get("/berkas/?risiko=low&keadaan=open").content.decode()
    assert "Simpan tampilan ini" in page
    answer = browser.post("/berkas/tampilan/", {"keadaan": "open", "risiko": ["low"], "name": "Yang tenang"})
    assert answer.url == "/berkas/?keadaan=open&risiko=low"
    answer = browser.get(answer.url)
    assert "Tampilan disimpan." in answer.content.decode()
    [current] = [one for one in answer.context["views"] if one["current"]]
    assert (current["view"].name, current["url"]) == ("Yang tenang", "/berkas/?keadaan=open&risiko=low")
    assert NUMBER.findall(answer.content.decode()) == [case.number]
    answer = browser.post(f"/berkas/tampilan/{current['view'].number}/hapus/")
    assert answer.url == current["url"]
    assert "Yang tenang" not in browser.get("/berkas/").content.decode()


def test_the_name_of_a_view_is_sealed_and_in_no_line_of_the_ledger(room) -> None:
    made = save(room, room.sari, SECRET)
    with acting_as("tests"):
        row = SavedView.objects.get(id=made.id)
        lines = list(Line.objects.filter(act__startswith="view."))
    assert SECRET.encode() not in bytes(row.name)
    assert [(line.act, line.actor_id, line.subject_id) for line in lines] == [("view.saved", room.sari.id, made.id)]
    assert SECRET not in str([vars(line) for line in lines])
    act_as(room.sari)
    actions.remove_view(row, by=room.sari, at=room.now)
    with acting_as("tests"):
        assert not DataKey.objects.filter(owner_id=made.id).exists(), "with its key the name is gone for good"
        assert Line.objects.filter(act="view.removed", subject_id=made.id).count() == 1
        SavedView(**{f.attname: getattr(row, f.attname) for f in SavedView._meta.fields}).save(force_insert=True)
    assert named(room, room.sari)[4:] == [], "a view whose key is gone is not shown"


def test_a_view_is_its_owners_and_a_shared_one_is_her_units(room) -> None:
    mine = save(room, room.sari, "Sari sendiri")
    shared = save(room, room.ratna, "Rapat Senin", shared=True, hanya=["late"])
    seen = {who: named(room, getattr(room, who))[4:] for who in ("sari", "lina", "ratna", "peni", "budi", "wati", "kepala")}
    everybodys = {who: ["Rapat Senin"] for who in ("lina", "ratna", "peni")}
    assert seen == {"sari": ["Sari sendiri", "Rapat Senin"], **everybodys, "budi": [], "wati": [], "kepala": []}
    for who, number, answer in (
        *((who, mine.number, 404) for who in ("lina", "ratna", "budi")),
        *((who, shared.number, 404) for who in ("budi", "wati")),
        *((who, shared.number, 409) for who in ("lina", "sari")),
        ("ratna", "00000000000", 404),
    ):
        assert room.client(getattr(room, who)).post(f"/berkas/tampilan/{number}/hapus/").status_code == answer, (who, answer)
    assert named(room, room.lina)[4:] == ["Rapat Senin"]
    assert room.client(room.ratna).post(f"/berkas/tampilan/{shared.number}/hapus/").status_code == 302
    assert named(room, room.lina)[4:] == []


def test_any_supervisor_of_the_unit_may_remove_what_is_everybodys(room) -> None:
    with acting_as("tests"):
        head = room._staff("hana", room.palangka, Role.HEAD)
    shared = save(room, room.ratna, "Rapat", shared=True)
    assert room.client(head).post(f"/berkas/tampilan/{shared.number}/hapus/").status_code == 302


FACTS = rules.ViewFacts({"keadaan": "open"}, "Baru", (), shared=False, supervises=False)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"asked": {}}, ["nothing-asked"]),
        ({"asked": {"risiko": []}}, ["nothing-asked"]),
        ({"names": ("BARU",)}, ["name-taken"]),
        ({"names": tuple("abcdefghijklmnopqrst")}, ["too-many"]),
        ({"names": tuple("abcdefghijklmnopqrs")}, []),
        ({"shared": True}, ["not-supervisor"]),
        ({"shared": True, "supervises": True}, []),
        ({"shared": True, "supervises": True, "asked": {"petugas": "saya"}}, []),
        ({"shared": True, "supervises": True, "asked": {"petugas": "0190"}}, ["names-somebody"]),
        ({"supervises": True, "asked": {"petugas": "0190"}}, []),
        ({"shared": True, "asked": {}, "names": ("baru",)}, ["nothing-asked", "name-taken", "not-supervisor"]),
    ],
)
def test_a_view_is_refused_with_everything_that_stands_in_the_way(said: dict[str, Any], codes: list[str]) -> None:
    facts = rules.ViewFacts(**{f: said.get(f, getattr(FACTS, f)) for f in ("asked", "name", "names", "shared", "supervises")})
    assert [one.code for one in rules.obstacles_to_keeping(facts)] == codes


def test_refused_by_the_rule_the_page_keeps_what_was_typed(room) -> None:
    save(room, room.sari, "Yang tenang")
    answer = room.client(room.sari).post("/berkas/tampilan/", {"keadaan": "open", "risiko": ["low"], "name": "yang TENANG", "for": ["unit"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sudah ada tampilan dengan nama itu." in page
    assert "dibuat supervisor kasus" in page
    assert 'value="yang TENANG"' in page
    assert answer.context["pairs"] == (("keadaan", "open"), ("risiko", "low"))
    with acting_as("tests"):
        assert SavedView.objects.count() == 1
        assert Line.objects.filter(outcome="refused", actor_id=room.sari.id).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Isian ini perlu diisi."),
        ("   ", "Isian ini perlu diisi."),
        ("a" * 41, "Terlalu panjang: paling banyak 40 huruf."),
        ("a\x00b", "Ada karakter yang tidak dapat disimpan."),
    ],
)
def test_a_name_that_cannot_be_taken_is_said_beside_it(room, name: str, said: str) -> None:
    answer = room.client(room.sari).post("/berkas/tampilan/", {"keadaan": "open", "name": name})
    assert answer.status_code == 422
    [wrong] = [one for one in answer.context["keeping"].inputs if one.error]
    assert (wrong.name, wrong.error) == ("name", said)
    assert "Terlambat" in named(room, room.sari)
    assert len(named(room, room.sari)) == 4


def test_a_view_of_filters_that_cannot_be_asked_is_not_kept(room) -> None:
    for asked in ({"keadaan": "nganu"}, {"petugas": str(room.lina.id)}, {"dari": "2026-02-02", "sampai": "2026-02-01"}):
        answer = room.client(room.sari).post("/berkas/tampilan/", {**asked, "name": "Baru"})
        assert answer.status_code == 422, asked
    assert room.client(room.sari).post("/berkas/tampilan/", {"name": "Baru"}).status_code == 409
    assert len(named(room, room.sari)) == 4


def test_only_a_supervisor_is_asked_for_whom(room) -> None:
    taken(room)
    pages = [room.client(staff).get("/berkas/?keadaan=closed").content.decode() for staff in (room.sari, room.ratna)]
    assert ['name="for"' in page for page in pages] == [False, True]


def test_a_view_whose_companion_has_left_says_so_and_can_be_removed(room) -> None:
    made = save(room, room.ratna, "Punya Lina", petugas=str(room.lina.id))
    with acting_as("tests"):
        room.lina.roles = [Role.DATA]
        room.lina.save()
    browser = room.client(room.ratna)
    [link] = [one for one in browser.get("/berkas/").context["views"] if one["view"].name == "Punya Lina"]
    answer = browser.get(link["url"])
    assert (answer.status_code, UNKNOWN in answer.content.decode()) == (422, True)
    assert f"/berkas/tampilan/{made.number}/hapus/" in answer.content.decode()


def test_more_views_and_more_rows_cost_no_more_statements(room) -> None:
    counts = []
    for more in (1, 2):
        for n in range(more):
            hand(room, room.report()[0], room.sari)
            save(room, room.sari, f"Tampilan {more}{n}")
            save(room, room.ratna, f"Rapat {more}{n}", shared=True)
        browser = room.client(room.sari)
        for _ in range(2):
            with CaptureQueriesContext(connection) as found:
                assert browser.get("/berkas/?keadaan=open&hanya=late&hanya=idle").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_name_is_taken_once_for_each_person(room) -> None:
    save(room, room.sari, "Sama")
    with pytest.raises(Refusal, match="name-taken"):
        save(room, room.sari, "sama")
    save(room, room.lina, "Sama")
    assert named(room, room.sari)[4:] == ["Sama"]
