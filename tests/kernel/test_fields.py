"""Cleaning what somebody sent: never an exception, every problem in its place, twice the same."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.intake.fields import COMPLAINT
from dampingi.kernel import codes
from dampingi.kernel.fields import LONGEST_TEXT, Field, Group, Kind, Privacy, clean, json_schema
from dampingi.kernel.words import say

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
LABEL = say("Isian")
# One field of every kind, alone, in a group, and in a list of groups.
EVERY = tuple(
    Field(str(kind), LABEL, kind, codes=codes.SIGNS if kind in (Kind.CODE, Kind.CODES, Kind.ANSWERS) else None)
    for kind in Kind
)
SHEET = Group(
    "sheet",
    LABEL,
    (
        *EVERY,
        Group("inner", LABEL, EVERY),
        Group("rows", LABEL, (*EVERY, Group("deeper", LABEL, EVERY, many=True)), many=True, at_most=3),
    ),
)
OWING = Group(
    "sheet",
    LABEL,
    (
        *(Field(f.code, LABEL, f.kind, codes=f.codes, required=True) for f in EVERY),
        Group("inner", LABEL, EVERY, required=True),
        Group("rows", LABEL, EVERY, many=True, at_least=1),
    ),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def names_of(group: Group) -> list[str]:
    return [item.code for item in group.items]


def wild(item: Field | Group) -> st.SearchStrategy:
    """Return JSON that has the names of a sheet and any value at all beneath them."""
    if isinstance(item, Field):
        return anything | proper(item)
    inner = st.dictionaries(st.sampled_from(names_of(item)) | st.text(), anything, max_size=3)
    shaped = st.fixed_dictionaries({}, optional={i.code: wild(i) for i in item.items if isinstance(i, Field)})
    one = inner | shaped | anything
    return st.lists(one, max_size=5) | anything if item.many else one


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
moments = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 -- the strategy adds the zone
    datetime(2026, 6, 7),  # noqa: DTZ001 -- as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-9, minutes=-30))]),
).map(datetime.isoformat)


def proper(f: Field) -> st.SearchStrategy:
    """Return values that a field takes."""
    known = st.sampled_from(list(f.codes or ["-"]))
    return {
        Kind.TEXT: text, Kind.LONG_TEXT: text, Kind.PHONE: text, Kind.NIK: text,
        Kind.CODE: known,
        Kind.CODES: st.lists(known, max_size=4),
        Kind.DATE: st.dates(date(1901, 1, 1), date(2026, 6, 7)).map(date.isoformat),
        Kind.MOMENT: moments,
        Kind.NUMBER: st.integers(f.lowest or 0, f.highest if f.highest is not None else 1_000_000),
        Kind.YES_NO: st.booleans(),
        Kind.PLACE: st.from_regex(r"\A[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?\Z"),
        Kind.ANSWERS: st.dictionaries(known, st.sampled_from(["yes", "no"]), max_size=4),
    }[f.kind]  # fmt: skip


def left_open(f: Field) -> st.SearchStrategy:
    """Return values that say that a field was left open."""
    return st.none() if f.kind is Kind.NUMBER else st.sampled_from([None, ""])


def valid(item: Field | Group) -> st.SearchStrategy:
    """Return JSON that a sheet takes."""
    if isinstance(item, Field):
        return proper(item) if item.required else proper(item) | left_open(item)
    must = {i.code: valid(i) for i in item.items if i.required or getattr(i, "at_least", 0)}
    may = {i.code: valid(i) for i in item.items if i.code not in must}
    one = st.fixed_dictionaries(must, optional=may)
    if not item.many:
        return one if item.required or item.code in ("sheet", "complaint") else st.none() | one
    rows = st.lists(one, min_size=item.at_least, max_size=min(item.at_most, 3))
    return rows if item.at_least else st.none() | rows


def told(values: object) -> object:
    """Return cleaned values as they would be sent again."""
    return json.loads(json.dumps(values, default=lambda when: when.isoformat()))


def there(data: object, pointer: str) -> bool:
    """Tell whether a JSON pointer names something that was sent, or a field left out of it."""
    here, steps = data, pointer.split("/")[1:]
    for i, step in enumerate(steps):
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict):
            if name not in here:
                return i == len(steps) - 1 or here is None
            here = here[name]
        elif isinstance(here, list):
            here = here[int(name)]
        else:
            return False
    return True


@given(wild(SHEET))
@settings(max_examples=400, deadline=None)
def test_any_json_is_cleaned_and_every_problem_has_a_place(data) -> None:
    found = clean(SHEET, data, now=NOW)
    for problem in found.problems:
        assert there(data, problem.field), problem.field
        assert re.fullmatch("[a-z-]+", problem.code)
        assert str(problem.words)
    json.dumps(found.values, default=str)


@given(wild(COMPLAINT))
@settings(max_examples=150, deadline=None)
def test_any_json_is_cleaned_by_the_real_sheet_too(data) -> None:
    assert all(there(data, p.field) for p in clean(COMPLAINT, data, now=NOW).problems)


@pytest.mark.parametrize("sheet", [SHEET, OWING, COMPLAINT], ids=["every", "owing", "complaint"])
def test_what_is_right_has_no_problems_and_is_the_same_when_cleaned_again(sheet) -> None:
    valid_for_schema = jsonschema_rs.validator_for(json_schema(sheet))

    @given(valid(sheet))
    @settings(max_examples=150, deadline=None)
    def holds(data) -> None:
        once = clean(sheet, data, now=NOW)
        if [p for p in once.problems if p.code != "required"]:
            raise AssertionError(once.problems)
        if once.problems:
            return  # a required text of blanks
        assert valid_for_schema.is_valid(data), list(valid_for_schema.iter_errors(data))
        again = clean(sheet, told(once.values), now=NOW)
        assert again.problems == ()
        assert told(again.values) == told(once.values)
        assert valid_for_schema.is_valid(told(once.values))

    holds()


@pytest.mark.parametrize("sheet", [SHEET, COMPLAINT], ids=["every", "complaint"])
def test_the_schema_refuses_nothing_that_is_taken(sheet) -> None:
    published = jsonschema_rs.validator_for(json_schema(sheet))

    @given(wild(sheet))
    @settings(max_examples=200, deadline=None)
    def holds(data) -> None:
        if not clean(sheet, data, now=NOW).problems:
            assert published.is_valid(data), data

    holds()


def problems(kind: Kind, value: object, **how: object) -> list[tuple[str, str]]:
    sheet = Group("s", LABEL, (Field("x", LABEL, kind, codes=codes.SEXES, **how),))
    return [(p.field, p.code) for p in clean(sheet, {"x": value}, now=NOW).problems]


@pytest.mark.parametrize(
    ("kind", "value", "how", "code"),
    [
        (Kind.TEXT, 7, {}, "type"),
        (Kind.TEXT, "a\x00b", {}, "characters"),
        (Kind.TEXT, "a\ud800b", {}, "characters"),
        (Kind.TEXT, "x" * 1_001, {}, "too-long"),
        (Kind.LONG_TEXT, "x" * (LONGEST_TEXT + 1), {}, "too-long"),
        (Kind.TEXT, "", {"required": True}, "required"),
        (Kind.TEXT, " \n ", {"required": True}, "required"),
        (Kind.CODE, "Female", {}, "unknown-code"),
        (Kind.CODE, ["female"], {}, "unknown-code"),
        (Kind.CODES, "female", {}, "type"),
        (Kind.DATE, "2026-02-30", {}, "date"),
        (Kind.DATE, "08-06-2026", {}, "date"),
        (Kind.DATE, "0015-06-08", {}, "date"),  # a year of two digits on a phone
        (Kind.DATE, "٢٠٢٦-٠٦-٠٨", {}, "date"),
        (Kind.DATE, 20260608, {}, "date"),
        (Kind.DATE, "2026-06-10", {"past_only": True}, "future"),
        (Kind.MOMENT, "2026-06-08T10:00:00", {}, "moment"),
        (Kind.MOMENT, "2026-06-08", {}, "moment"),
        (Kind.MOMENT, "2026-06-08T24:30:00Z", {}, "moment"),
        (Kind.MOMENT, "2026-06-31T10:00:00+07:00", {}, "moment"),
        (Kind.MOMENT, "2026-06-08T10:00:00+25:00", {}, "moment"),
        (Kind.MOMENT, "9999-12-31T23:59:59-14:00", {}, "moment"),  # would not come back from the database
        (Kind.MOMENT, "0001-01-01T00:00:00+14:00", {}, "moment"),
        (Kind.MOMENT, 1780887600, {}, "moment"),
        (Kind.MOMENT, "2026-06-08T03:05:01Z", {"past_only": True}, "future"),
        (Kind.NUMBER, "7", {}, "type"),
        (Kind.NUMBER, "", {}, "type"),
        (Kind.NUMBER, True, {}, "type"),
        (Kind.NUMBER, 7.0, {}, "type"),
        (Kind.NUMBER, -1, {}, "range"),
        (Kind.NUMBER, 121, {"highest": 120}, "range"),
        (Kind.NUMBER, 10**4_000, {}, "range"),
        (Kind.YES_NO, "yes", {}, "type"),
        (Kind.YES_NO, 1, {}, "type"),
        (Kind.PLACE, "6271", {}, "place-code"),
        (Kind.PLACE, "62.71.", {}, "place-code"),
        (Kind.PLACE, "62.71\n", {}, "place-code"),
        (Kind.PLACE, "６２.７１", {}, "place-code"),
    ],
)
def test_what_is_refused_says_why(kind, value, how, code) -> None:
    assert problems(kind, value, **how) == [("/x", code)]


@pytest.mark.parametrize(
    ("kind", "value", "how", "taken"),
    [
        (Kind.TEXT, "  Siti  ", {}, "Siti"),
        (Kind.TEXT, "😢" * 1_000, {}, "😢" * 1_000),
        (Kind.LONG_TEXT, "  baris\n  dua ", {}, "  baris\n  dua "),
        (Kind.LONG_TEXT, "x" * LONGEST_TEXT, {}, "x" * LONGEST_TEXT),
        (Kind.CODES, ["male", "female", "male"], {}, ["male", "female"]),
        (Kind.CODES, None, {}, []),
        (Kind.ANSWERS, None, {}, {}),
        (Kind.CODE, "", {}, None),
        (Kind.MOMENT, "2026-06-08t10:00z", {}, datetime(2026, 6, 8, 10, tzinfo=UTC)),
        (Kind.MOMENT, "2026-06-08T03:05:00Z", {"past_only": True}, NOW + timedelta(minutes=5)),
        (Kind.DATE, "2024-02-29", {"past_only": True}, date(2024, 2, 29)),
        (Kind.NUMBER, 0, {}, 0),
        (Kind.PLACE, "62.71.01.1001", {}, "62.71.01.1001"),
        (Kind.PLACE, "62", {}, "62"),
    ],
)
def test_what_is_taken(kind, value, how, taken) -> None:
    sheet = Group("s", LABEL, (Field("x", LABEL, kind, codes=codes.SEXES, **how),))
    found = clean(sheet, {"x": value}, now=NOW)
    assert (found.values["x"], found.problems) == (taken, ())


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], ""),
        ("x", ""),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"rows": {}}, "/rows"),
        ({"rows": [7]}, "/rows/0"),
        ({"rows": [{}, {"nope": 1}]}, "/rows/1/nope"),
        ({"rows": [{}] * 4}, "/rows"),
        ({"inner": []}, "/inner"),
        ({"codes": ["weapon", "gun"]}, "/codes/1"),
        ({"answers": {"weapon": "maybe"}}, "/answers/weapon"),
        ({"answers": {"a/b": "yes"}}, "/answers/a~1b"),
    ],
)
def test_a_problem_points_to_its_place(data, where: str) -> None:
    assert [p.field for p in clean(SHEET, data, now=NOW).problems] == [where]


def test_a_sheet_knows_its_fields_by_privacy_and_by_name() -> None:
    victim = COMPLAINT.item("victims")
    assert {"name", "nik", "phone", "birth_date", "address"} <= victim.only(Privacy.IDENTITY)
    assert "sex" in victim.only(Privacy.CODED)
    assert len(list(COMPLAINT.fields())) > 30
    with pytest.raises(KeyError):
        COMPLAINT.item("religion")
