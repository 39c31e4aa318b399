"""Certificates by hand and by table: all or none, every wrong row by its line, valid from day to day."""

import time
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dampingi.access.actor import act_as
from dampingi.access.models import Unit
from dampingi.audit.models import Line
from dampingi.kernel.refusals import Unclean
from dampingi.training import actions, queries
from dampingi.training.actions import COLUMNS
from dampingi.training.models import Certificate, Holding

HEADER = ",".join(COLUMNS)
GOOD = "sari@contoh.test,Pelatihan TPKS,A-1,KemenPPPA,40,2025-01-02,2028-01-01,UU 12/2022,tpks pfa"


@pytest.fixture
def keeper(room):
    act_as(room.tuti)
    return room


def take(room, *rows: str, header: str = HEADER, ends: str = "\n") -> int:
    text = ends.join([header, *rows]) + ends
    return actions.import_certificates(text, unit_id=room.palangka.id, by=room.tuti, at=room.now)


def refused(room, *rows: str, **how) -> list[tuple[str, str]]:
    before = Line.objects.count()
    with pytest.raises(Unclean) as no, transaction.atomic():
        take(room, *rows, **how)
    assert not Certificate.objects.exists()
    assert Line.objects.count() == before
    assert all(str(p.words) for p in no.value.problems)
    return [(p.field, p.code) for p in no.value.problems]


def row(**changes: str) -> str:
    said = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    return ",".join({**said, **changes}.values())


def test_a_table_is_taken_with_what_it_gives_and_a_line_for_each(keeper) -> None:
    assert take(keeper, GOOD, row(email="LINA@contoh.test", number="A-2", valid_until="", basis="")) == 2
    one, other = Certificate.objects.order_by("number")
    assert (one.staff, one.jp, one.valid_until, one.recorded_by_id) == (
        keeper.sari,
        40,
        date(2028, 1, 1),
        keeper.tuti.id,
    )
    assert (other.staff, other.valid_until) == (keeper.lina, None)
    assert sorted(Holding.objects.values_list("staff__email", "competence")) == [
        ("lina@contoh.test", "pfa"),
        ("lina@contoh.test", "tpks"),
        ("sari@contoh.test", "pfa"),
        ("sari@contoh.test", "tpks"),
    ]
    found = Line.objects.filter(act="certificate.recorded").order_by("seq")
    assert [(x.subject_id, x.detail) for x in found] == [
        (keeper.sari.id, {"competences": ["tpks", "pfa"]}),
        (keeper.lina.id, {"competences": ["tpks", "pfa"]}),
    ]


SEMI = GOOD.replace(",", ";")


@pytest.mark.parametrize(
    ("rows", "how"),
    [
        ([GOOD], {"header": "\ufeff" + HEADER}),
        ([SEMI], {"header": HEADER.replace(",", ";")}),
        ([SEMI], {"header": "\ufeff" + HEADER.replace(",", ";"), "ends": "\r\n"}),
        ([GOOD], {"ends": "\r\n"}),
        ([GOOD], {"ends": "\r"}),
        ([GOOD, "", ""], {}),
        ([GOOD], {"header": HEADER.upper().replace(",", " , ")}),
        ([",".join(reversed(GOOD.split(",")))], {"header": ",".join(reversed(COLUMNS))}),
        ([GOOD.replace(",", " , ")], {}),
        ([row(title='"Pelatihan TPKS, angkatan 2"')], {}),
        ([row(title='"Pelatihan ""TPKS"""')], {}),
        ([row(title="Pelatihan Ma'anyan – é 😢")], {}),
        ([row(competences="tpks tpks  tpks")], {}),
    ],
)
def test_a_table_is_read_however_an_office_writes_it(keeper, rows, how) -> None:
    assert take(keeper, *rows, **how) == 1
    assert Holding.objects.filter(competence="tpks").count() == 1


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([], [("/", "empty")]),
        ([row(email="budi@contoh.test")], [("/2/email", "unknown-staff")]),  # of another unit
        ([row(email="")], [("/2/email", "unknown-staff")]),
        ([row(competences="tpks terbang")], [("/2/competences", "unknown-code")]),
        ([row(competences="")], [("/2/competences", "unknown-code")]),
        ([row(jp="empat puluh")], [("/2/jp", "range")]),
        ([row(jp="-1")], [("/2/jp", "range")]),
        ([row(jp="1001")], [("/2/jp", "range")]),
        ([row(jp="9" * 5_000)], [("/2/jp", "range")]),
        ([row(issued_on="2025-02-30")], [("/2/issued_on", "date")]),
        ([row(issued_on="")], [("/2/issued_on", "date")]),
        ([row(valid_until="kapan")], [("/2/valid_until", "date")]),
        ([row(valid_until="2024-12-31")], [("/2/valid_until", "range")]),
        ([row(title="")], [("/2/title", "required")]),
        ([row(number=" ")], [("/2/number", "required")]),
        ([row(title="x" * 201)], [("/2/title", "too-long")]),
        ([row(basis="x" * 121)], [("/2/basis", "too-long")]),
        ([row(title="a\x00b")], [("/2/title", "characters")]),
        ([row(title="a\ud800b")], [("/2/title", "characters")]),
        ([row(title="Pelatihan, angkatan 2")], [("/2", "columns")]),  # a comma moved every cell
        ([GOOD, GOOD], [("/3/number", "repeated")]),
        ([row(title='"' + "x" * 200_000 + '"')], [("/2", "table")]),
        ([GOOD, "", row(number="A-2", jp="x")], [("/4/jp", "range")]),  # an empty line is a line
        ([row(title='"dua\nbaris"'), row(number="A-2", jp="x")], [("/4/jp", "range")]),
        # Every wrong row at once.
        ([row(email="x", jp="x"), GOOD, row(number="A-2", jp="y")], [("/2/email", "unknown-staff"), ("/2/jp", "range"), ("/4/jp", "range")]),
    ],
)  # fmt: skip
def test_one_wrong_row_keeps_all_of_them_out_and_is_named_by_its_line(keeper, rows, problems) -> None:
    found = refused(keeper, *rows)
    if problems == [("/2", "columns")]:
        found = found[:1]  # what was moved is wrong in other ways too
    assert found == problems


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("email,title", [("/1", "columns")]),
        (HEADER.replace("issued_on", "tanggal"), [("/1", "columns")]),
    ],
)
def test_a_missing_column_is_said_once_and_not_for_every_row(keeper, header, problems) -> None:
    assert refused(keeper, *[row(number=f"A-{i}")[:60] for i in range(50)], header=header) == problems


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", HEADER, HEADER + "\n\n"])
def test_an_empty_table_says_so(keeper, text: str) -> None:
    with pytest.raises(Unclean) as no:
        actions.import_certificates(text, unit_id=keeper.palangka.id, by=keeper.tuti, at=keeper.now)
    assert [p.code for p in no.value.problems] == ["empty"]


def test_what_stands_in_the_register_is_not_recorded_again(keeper) -> None:
    take(keeper, GOOD)
    with pytest.raises(Unclean) as no:
        take(keeper, row(number="A-9"), GOOD)
    assert [(p.field, p.code) for p in no.value.problems] == [("/3/number", "repeated")]
    assert Certificate.objects.count() == 1


def test_ten_thousand_rows_are_taken_and_one_wrong_among_them_is_found(keeper, django_assert_max_num_queries) -> None:
    rows = [row(number=f"B-{i}") for i in range(10_000)]
    assert refused(keeper, *rows[:7_000], row(jp="x"), *rows[7_000:]) == [("/7002/jp", "range")]
    begun = time.perf_counter()
    with django_assert_max_num_queries(60):
        assert take(keeper, *rows) == 10_000
    assert time.perf_counter() - begun < 30
    assert Holding.objects.count() == 20_000


def by_hand(room, **changes) -> Certificate:
    said = {
        "staff": room.sari, "title": "TPKS", "number": "N-1", "issuer": "KemenPPPA", "jp": 40,
        "issued_on": date(2025, 1, 2), "valid_until": date(2026, 1, 1), "basis": "", "competences": ["tpks"],
    }  # fmt: skip
    return actions.record_certificate(**{**said, **changes}, by=room.tuti, at=room.now)


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2025-01-01", False), ("2025-01-02", True), ("2025-06-01", True), ("2026-01-01", True), ("2026-01-02", False)],
)
def test_a_competence_is_held_from_its_first_day_to_its_last(keeper, day: str, holds: bool) -> None:
    by_hand(keeper)
    found = queries.holdings_of([keeper.sari.id, keeper.lina.id], on=date.fromisoformat(day))
    assert found == ({keeper.sari.id: {"tpks": date(2026, 1, 1)}} if holds else {})


@pytest.mark.parametrize("order", [(date(2027, 1, 1), None), (None, date(2027, 1, 1))])
def test_of_two_certificates_the_one_that_holds_longer_counts(keeper, order) -> None:
    for i, until in enumerate(order):
        by_hand(keeper, number=f"N-{i}", valid_until=until)
    assert queries.holdings_of([keeper.sari.id], on=date(2025, 6, 1)) == {keeper.sari.id: {"tpks": None}}


def test_the_database_keeps_what_must_never_be_false(keeper) -> None:
    by_hand(keeper)
    for changes in ({}, {"number": "N-2", "valid_until": date(2024, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            by_hand(keeper, **changes)


def test_h15_the_head_declares_the_register_complete_and_it_is_written_down(keeper) -> None:
    assert not Unit.objects.get(id=keeper.palangka.id).register_complete
    actions.declare_register_complete(keeper.palangka, by=keeper.ratna, at=keeper.now)
    assert Unit.objects.get(id=keeper.palangka.id).register_complete
    assert not Unit.objects.get(id=keeper.kobar.id).register_complete
    act_as(keeper.ratna)
    assert Line.objects.get(act="register.complete").subject_id == keeper.palangka.id
