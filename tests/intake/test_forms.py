"""From what somebody sent to what may be stored: refused, doubted, or simply taken (contract, Bad input)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dampingi.intake.fields import COMPLAINT
from dampingi.intake.forms import WARNINGS, clean_complaint
from dampingi.kernel.days import WIB, WIT
from dampingi.kernel.fields import Group, Owed
from dampingi.kernel.refusals import Unclean
from dampingi.places.models import District, Province, Regency, Village

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)


@pytest.fixture
def gazetteer(db: None) -> None:
    Province.objects.create(code="62", name="Kalimantan Tengah")
    Regency.objects.create(code="62.71", province_id="62", name="Kota Palangka Raya")
    District.objects.create(code="62.71.01", regency_id="62.71", name="Pahandut")
    Village.objects.create(code="62.71.01.1001", district_id="62.71.01", name="Pahandut")


def said(**changes) -> dict:
    return {"channel": "visit", "received_at": NOW.isoformat(), "victims": [{"sex": "unknown"}], **changes}


def taken(zone=WIB, *, known_late: bool = False, **changes):
    return clean_complaint(said(**changes), now=NOW, zone=zone, known_late=known_late)


def refused(data) -> list[tuple[str, str]]:
    with pytest.raises(Unclean) as no:
        clean_complaint(data, now=NOW, zone=WIB)
    return [(p.field, p.code) for p in no.value.problems]


def test_h12_a_channel_a_time_and_an_unknown_person_are_enough() -> None:
    clean = taken()
    assert clean.values["victims"][0]["sex"] == "unknown"
    assert (clean.doubts, clean.said_received_at, clean.doubts_by_victim) == ((), None, {0: ()})


def test_h12_nothing_is_required_but_what_a_clock_needs() -> None:
    def required(group: Group) -> set[str]:
        inside = [required(item) for item in group.items if isinstance(item, Group)]
        return {item.code for item in group.items if item.required} | set().union(*inside)

    assert required(COMPLAINT) == {"channel", "received_at", "capacity", "victim", "relation"}


def test_h12_no_field_asks_sexual_history_clothing_virginity_or_why_she_stayed() -> None:
    asked = " ".join(f"{f.code} {f.label} {f.hint} {f.purpose}" for f in COMPLAINT.fields()).lower()
    assert "bahasa" in asked  # the control
    for word in ("perawan", "keperawanan", "pakaian", "bertahan", "agama", "pernah berhubungan", "riwayat seksual"):
        assert word not in asked


def test_h12_papers_come_later_and_say_why() -> None:
    by_code = {f.code: f for f in COMPLAINT.item("victims").items}
    for code in ("nik", "birth_date", "address", "phone"):
        assert by_code[code].owed is Owed.WHEN_NEEDED, code
        assert by_code[code].purpose, code


def test_h08_safe_contact_is_asked_first_of_each_victim() -> None:
    assert COMPLAINT.item("victims").items[0].code == "contact_way"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([], [("", "type")]),
        (None, [("", "type")]),
        ("laporan", [("", "type")]),
        ({}, [("/channel", "required"), ("/received_at", "required"), ("/victims", "too-few")]),
        (said(victims=None), [("/victims", "too-few")]),
        (said(victims={}), [("/victims", "type")]),
        (said(victims=[None]), [("/victims/0", "type")]),
        (said(reporter={}), [("/reporter/capacity", "required")]),
        (said(reporter="Ibu"), [("/reporter", "type")]),
        (said(received_at="2026-06-08T03:05:01Z"), [("/received_at", "future")]),
        (said(received_at="2026-06-08 10:00"), [("/received_at", "moment")]),
        (said(victims=[{"birth_date": "2026-02-30"}]), [("/victims/0/birth_date", "date")]),
        (said(victims=[{"birth_date": "0015-02-03"}]), [("/victims/0/birth_date", "date")]),
        (said(victims=[{"age_years": 121}]), [("/victims/0/age_years", "range")]),
        (said(victims=[{"ethnicity": "x"}]), [("/victims/0/ethnicity", "unknown-field")]),
        (said(victims=[{}, {"sex": "woman"}]), [("/victims/1/sex", "unknown-code")]),
        (said(incident={"ampk": ["ampk_16"]}), [("/incident/ampk/0", "unknown-code")]),
        (said(incident={"occurred_at": "9999-12-31T23:59:59Z"}), [("/incident/occurred_at", "moment")]),
        (said(risk_signs={"gun": "yes"}), [("/risk_signs/gun", "unknown-code")]),
        (said(risk_signs={"weapon": True}), [("/risk_signs/weapon", "unknown-code")]),
        (said(trafficking={"acts": ["buy"]}), [("/trafficking/acts/0", "unknown-code")]),
        (said(incident={"region_code": "6271"}), [("/incident/region_code", "place-code")]),
        # Every problem at once, each in its place.
        (said(channel="fax", victims=[{"age_years": -1}]), [("/channel", "unknown-code"), ("/victims/0/age_years", "range")]),
    ],
)  # fmt: skip
def test_what_is_refused_says_where_and_why(data, expected) -> None:
    assert refused(data) == expected


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ([], []),
        ([{"victim": 0, "relation": "parent"}, {"victim": 1, "relation": "neighbour"}], []),
        ([{"victim": 2, "relation": "parent"}], [("/reported_parties/1/relations/0/victim", "unknown-victim")]),
        (
            [{"victim": 0, "relation": "parent"}, {"victim": 49, "relation": "parent"}],
            [("/reported_parties/1/relations/1/victim", "unknown-victim")],
        ),
        ([{"victim": -1, "relation": "parent"}], [("/reported_parties/1/relations/0/victim", "range")]),
        ([{"relation": "parent"}], [("/reported_parties/1/relations/0/victim", "required")]),
        ([{"victim": 0}], [("/reported_parties/1/relations/0/relation", "required")]),
        ([{"victim": "0", "relation": "parent"}], [("/reported_parties/1/relations/0/victim", "type")]),
    ],
)
def test_a_relation_names_a_victim_of_the_same_report(relations, expected) -> None:
    data = said(victims=[{}, {}], reported_parties=[{"name": "Anu"}, {"relations": relations}])
    if expected:
        assert refused(data) == expected
    else:
        assert clean_complaint(data, now=NOW, zone=WIB).values["reported_parties"][1]["relations"] == relations


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("62", True),
        ("62.71", True),
        ("62.71.01", True),
        ("62.71.01.1001", True),
        ("62.06", False),
        ("62.71.01.1002", False),
        ("99", False),
    ],
)
def test_places_are_those_of_the_gazetteer_at_any_depth(gazetteer, code: str, known: bool) -> None:
    data = said(incident={"region_code": code}, victims=[{"village_code": "62.71.01.1001"}, {"village_code": code}])
    if known:
        assert clean_complaint(data, now=NOW, zone=WIB).values["incident"]["region_code"] == code
    else:
        assert refused(data) == [("/incident/region_code", "unknown-code"), ("/victims/1/village_code", "unknown-code")]


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"victims": [{"birth_date": "1996-01-01", "age_years": 30}]}, []),
        ({"victims": [{"birth_date": "2010-01-01", "age_years": 40}]}, [("/victims/0/age_years", "age_against_birth_date")]),
        ({"victims": [{"nik": "123"}]}, [("/victims/0/nik", "nik_length")]),
        ({"victims": [{}, {"nik": "6271010101900001", "birth_date": "1990-01-02"}]}, [("/victims/1/nik", "nik_date")]),
        ({"victims": [{"nik": "6271014201900001", "birth_date": "1990-01-02", "sex": "female"}]}, []),
        ({"victims": [{"nik": "6271014201900001", "birth_date": "1990-01-02", "sex": "male"}]}, [("/victims/0/nik", "nik_date")]),
        ({"incident": {"occurred_at": "2026-06-08T10:00:00+07:00"}}, []),
        ({"incident": {"occurred_at": "2026-06-08T10:00:01+07:00"}}, [("/incident/occurred_at", "incident_after_report")]),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_taken_with_a_doubt_in_its_place(changes, doubts) -> None:
    clean = taken(**changes)
    assert list(clean.doubts) == doubts
    assert {code for _, code in doubts} <= WARNINGS.keys()
    by_victim = {int(where.split("/")[2]): code for where, code in doubts if where.startswith("/victims/")}
    assert {i: codes[0] for i, codes in clean.doubts_by_victim.items() if codes} == by_victim


def test_an_age_is_counted_on_the_units_own_day() -> None:
    """At 23.30 WIB her birthday is tomorrow; in Papua it has come."""
    late = {"received_at": "2026-06-07T16:30:00Z", "victims": [{"birth_date": "1996-06-08", "age_years": 28}]}
    assert [code for _, code in taken(zone=WIB, **late).doubts] == []
    assert [code for _, code in taken(zone=WIT, **late).doubts] == ["age_against_birth_date"]


@pytest.mark.parametrize(
    ("ahead", "flagged"),
    [
        (timedelta(minutes=-1), False),
        (timedelta(0), False),
        (timedelta(minutes=5), False),  # near enough to be believed
        (timedelta(minutes=5, seconds=1), True),
        (timedelta(hours=3), True),
        (timedelta(days=400), True),
    ],
)
def test_a_phone_with_a_wrong_clock_keeps_both_times(ahead: timedelta, flagged: bool) -> None:
    claim = NOW + ahead
    clean = taken(known_late=True, received_at=claim.isoformat())
    if flagged:
        assert (clean.values["received_at"], clean.said_received_at) == (NOW, claim)
        assert clean.doubts == (("/received_at", "clock"),)
    else:
        assert (clean.values["received_at"], clean.said_received_at, clean.doubts) == (claim, None, ())


@pytest.mark.parametrize("claim", ["9999-12-31T23:59:59-14:00", "2999", "besok", None, 7, "2027-W01-1T00:00:00Z"])
def test_a_clock_that_says_no_moment_is_refused_even_from_a_phone(claim) -> None:
    with pytest.raises(Unclean) as no:
        taken(known_late=True, received_at=claim)
    assert [p.field for p in no.value.problems] == ["/received_at"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_taken_or_refused_with_places(data) -> None:
    for late in (True, False):
        with pytest.raises(Unclean) as no:
            clean_complaint(data, now=NOW, zone=WIB, known_late=late)
        assert all(p.words and p.field.startswith(("", "/")) for p in no.value.problems)
