"""Two code systems that are never taken for each other, and nearness; no database."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.places.rules import BPS, NEIGHBOURS, Nearness, kemendagri_of_bps, nearness

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("dotted", "bps"),
    [
        ("62.06", "6209"),  # Katingan
        ("62.08", "6206"),  # Sukamara: 6206 is not 62.06
        ("62.07", "6208"),
        ("62.09", "6207"),
        ("62.10", "6211"),
        ("62.11", "6210"),
        ("62.71", "6271"),
    ],
)
def test_a_code_of_one_system_is_translated_and_never_stripped_of_its_dot(dotted: str, bps: str) -> None:
    assert BPS[dotted] == bps
    assert kemendagri_of_bps(bps) == dotted


def test_the_two_systems_pair_all_fourteen_and_differ_for_eight() -> None:
    assert len(BPS) == len(set(BPS.values())) == 14
    assert {kemendagri_of_bps(code) for code in BPS.values()} == BPS.keys()
    assert sum(dotted.replace(".", "") != bps for dotted, bps in BPS.items()) == 8


@pytest.mark.parametrize("code", ["", "62", "62.06", "6299", "1101", "06206"])
def test_what_is_no_bps_code_of_ours_is_not_known(code: str) -> None:
    assert kemendagri_of_bps(code) is None


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("62.71.01", "62.71.01.1001", Nearness.SAME_DISTRICT),
        ("62.71.01.1001", "62.71.01.1002", Nearness.SAME_DISTRICT),
        ("62.71.01", "62.71.02", Nearness.SAME_REGENCY),
        ("62.71", "62.71.01", Nearness.SAME_REGENCY),
        ("62.71", "62.71", Nearness.SAME_REGENCY),
        ("62.06", "62.71", Nearness.NEIGHBOUR),
        ("62.06.01", "62.71.02.1001", Nearness.NEIGHBOUR),
        ("62.08", "62.71", Nearness.SAME_PROVINCE),
        ("62", "62.71", Nearness.SAME_PROVINCE),
        ("62", "62", Nearness.SAME_PROVINCE),
        ("62.71", "63.71", Nearness.ELSEWHERE),
        ("62", "63", Nearness.ELSEWHERE),
        ("62.71.01", "63.71.01", Nearness.ELSEWHERE),
        ("", "62.71", Nearness.ELSEWHERE),
    ],
)
def test_nearness(one: str, other: str, near: Nearness) -> None:
    assert nearness(one, other) is nearness(other, one) is near


codes = st.from_regex(r"\A6[23](\.(0[1-9]|1[0-3]|71)(\.0[1-3](\.100[12])?)?)?\Z")


@given(codes, codes)
@settings(max_examples=300)
def test_nearness_is_the_same_both_ways(one: str, other: str) -> None:
    assert nearness(one, other) is nearness(other, one)


def test_neighbours_are_regencies_of_ours_and_neighbours_of_each_other() -> None:
    assert {code for pair in NEIGHBOURS for code in pair} == BPS.keys(), "each has at least one"
    assert all((b, a) in NEIGHBOURS and a != b for a, b in NEIGHBOURS)


def test_the_names_behind_the_codes_are_those_of_the_gazetteer() -> None:
    """What domain.md says of the pairs that are easily confused, held against the package itself."""
    path = ROOT / "node_modules" / "idn-area-data" / "data" / "regencies.csv"
    if not path.is_file():
        pytest.skip("idn-area-data is not installed on this machine: run make once with the network")
    with path.open(encoding="utf-8", newline="") as file:
        names = {r["code"]: r["name"] for r in csv.DictReader(file) if r["province_code"] == "62"}
    assert names.keys() == BPS.keys()
    expected = {"62.06": "Katingan", "62.08": "Sukamara", "62.71": "Palangkaraya", "62.03": "Kapuas"}
    assert all(names[code].endswith(name) for code, name in expected.items())
