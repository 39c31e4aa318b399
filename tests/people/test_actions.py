"""A name lies sealed under its own key, leaves with a reason, and is written down."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.kernel.ids import new_id
from dampingi.keys import identity
from dampingi.keys.models import DataKey
from dampingi.keys.tokens import Purpose, token
from dampingi.keys.vault import Unreadable
from dampingi.people import actions
from dampingi.people.actions import Because, Identity, Mention, mention
from dampingi.people.models import Person, Role, Token
from tests.fixtures import SECRET

NIK, PHONE = "6271014201900001", "081234567890"
TODAY = date(2026, 6, 8)


def tell(room, *mentions: Mention, happened_on: date | None = None) -> list[Person]:
    return mention(mentions, unit_id=room.palangka.id, reported_on=TODAY, happened_on=happened_on)


def somebody(**changes) -> Mention:
    known = {"name": SECRET, "nik": NIK, "phone": PHONE}
    return Mention(**{"role": Role.VICTIM, "file_id": new_id(), "identity": known, **changes})


@pytest.fixture
def job(room):
    with acting_as("tests"):
        yield room


def test_every_mention_lies_under_a_key_of_its_own(job) -> None:
    one, other = tell(job, somebody(), somebody())
    assert DataKey.objects.filter(owner_id__in=[one.id, other.id], owner_kind="person").count() == 2
    assert bytes(one.identity) != bytes(other.identity)
    identity.destroy([one.id])
    opened = actions.open_for_matching([one, other])
    assert {who: known.name for who, known in opened.items()} == {other.id: SECRET}


def test_nothing_of_an_identity_lies_in_clear(job) -> None:
    known = {
        "name": SECRET, "nik": NIK, "phone": PHONE, "birth_date": date(1990, 1, 2), "address": "Jalan Rahasia 7",
        "village_code": "62.71.01.1001", "contact_number": "0813999000111", "contact_note": "Pagi saja qwxyz",
    }  # fmt: skip
    (person,) = tell(job, somebody(identity=known, birth_date=date(1990, 1, 2)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM people_person p WHERE id = %s", [person.id])
        lies = cursor.fetchone()[0]
    assert '"district_code":"62.71.01"' in lies  # the control: what is coded is there to be found
    for secret in (SECRET, NIK, PHONE, "1990-01-02", "Rahasia", "62.71.01.1001", "0813999", "qwxyz"):
        assert secret not in lies
        assert secret.encode() not in bytes(person.identity)
    assert str(actions.open_for_matching([person])[person.id].values["address"]) == "Jalan Rahasia 7"


def lying_tokens() -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for purpose, value in Token.objects.values_list("purpose", "value"):
        found.setdefault(purpose, set()).add(bytes(value))
    return found


def test_there_is_a_token_of_a_number_and_none_of_a_name(job) -> None:
    tell(job, somebody(), somebody(identity={"name": SECRET}))
    assert lying_tokens() == {
        "nik": {token(Purpose.NIK, NIK)},
        "phone": {token(Purpose.PHONE, "6281234567890")},
    }
    shapes = {shape for text in (SECRET, *SECRET.split()) for shape in (text, text.lower(), text.upper(), text[:3])}
    of_names = {token(purpose, shape) for purpose in Purpose for shape in shapes}
    assert not of_names & set.union(*lying_tokens().values())
    assert {f.name for f in Token._meta.get_fields()} == {"id", "person", "file_id", "purpose", "version", "value"}


@pytest.mark.parametrize(
    ("known", "purposes"),
    [
        ({"name": SECRET}, set()),
        ({"nik": NIK}, {"nik"}),
        ({"nik": "6271 0142 0190 0001"}, {"nik"}),
        ({"nik": "1234567"}, set()),  # short enough to be guessed by trying all
        ({"nik": "tidak punya"}, set()),
        ({"nik": SECRET}, set()),  # a name written where a number belongs
        ({"phone": "0812345"}, {"phone"}),  # eight digits once the country stands before them
        ({"phone": "081234"}, set()),
        ({"phone": SECRET}, set()),
        ({"contact_number": PHONE}, {"phone"}),
        ({"nik": NIK, "phone": PHONE}, {"nik", "phone"}),
    ],
)
def test_only_numbers_of_eight_digits_and_more_have_a_token(job, known, purposes) -> None:
    tell(job, somebody(identity=known))
    assert set(lying_tokens()) == purposes


def test_two_ways_of_writing_one_number_meet_in_one_token(job) -> None:
    tell(job, somebody(), somebody(identity={"nik": "6271-0142-0190-0001", "phone": "+62 (0)812 3456 7890"}))
    assert {purpose: len(values) for purpose, values in lying_tokens().items()} == {"nik": 1, "phone": 1}


def test_each_reveal_is_one_line_a_person_with_its_reason(job) -> None:
    people = tell(job, somebody(), somebody(role=Role.REPORTER), somebody(role=Role.REPORTED))
    opened = actions.reveal(people, by=job.sari, at=job.now, because=Because.OWN_CASE)
    assert {known.name for known in opened.values()} == {SECRET}
    found = Line.objects.filter(act="person.revealed").order_by("seq")
    assert [(x.subject_id, x.actor_id, x.reason, x.detail["person"], x.detail["role"]) for x in found] == [
        (p.file_id, job.sari.id, "own-case", str(p.id), p.role) for p in people
    ]
    assert SECRET not in str(list(found.values()))


def test_the_look_is_written_down_before_anything_opens(job, monkeypatch) -> None:
    (person,) = tell(job, somebody())

    def stops(*_args, **_more):
        assert Line.objects.filter(act="person.revealed").count() == 1
        raise Unreadable

    monkeypatch.setattr(identity, "load", stops)
    with pytest.raises(Unreadable):
        actions.reveal([person], by=job.sari, at=job.now, because=Because.SUPERVISION)


def test_an_opened_identity_does_not_print_itself(job) -> None:
    (person,) = tell(job, somebody())
    opened = actions.open_for_matching([person])[person.id]
    assert isinstance(opened, Identity)
    for shown in (repr(opened), str(opened), f"{opened}", str(person), repr(person)):
        assert SECRET not in shown
        assert "Marlina" not in shown


def test_two_sealed_identities_swapped_in_the_database_do_not_open(job, as_owner) -> None:
    one, other = tell(job, somebody(), somebody(identity={"name": "Orang Lain"}))
    swap = """
        UPDATE people_person p SET identity = q.identity FROM people_person q
        WHERE (p.id, q.id) IN ((%s, %s), (%s, %s))
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(swap, [one.id, other.id, other.id, one.id])
        assert cursor.rowcount == 2
    for person in Person.objects.filter(id__in=[one.id, other.id]):
        with pytest.raises(Unreadable):
            actions.reveal([person], by=job.sari, at=job.now, because=Because.OWN_CASE)


def test_an_identity_moved_to_another_row_with_its_key_does_not_open(job, as_owner) -> None:
    one, other = tell(job, somebody(), somebody())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET identity = (SELECT identity FROM people_person WHERE id = %s) WHERE id = %s",
            [one.id, other.id],
        )
        key = DataKey.objects.filter(owner_id=one.id).values_list("wrapped", flat=True).get()
        DataKey.objects.filter(owner_id=other.id).update(wrapped=key)
    with pytest.raises(Unreadable):
        actions.open_for_matching([Person.objects.get(id=other.id)])


@pytest.mark.parametrize(
    ("changes", "happened_on", "expected"),
    [
        ({"birth_date": date(2009, 1, 1)}, None, (17, 17, True)),
        ({"birth_date": date(2007, 1, 1)}, date(2024, 6, 8), (19, 17, True)),  # a child when it happened
        ({"birth_date": date(2009, 1, 1)}, date(2999, 1, 1), (17, 990, True)),  # a wrong date takes nothing away
        ({"birth_date": date(1990, 1, 1)}, date(2024, 6, 8), (36, 34, False)),
        ({"age_years": 18}, date(2025, 1, 1), (18, 17, True)),
        ({"age_years": 30}, date(2025, 1, 1), (30, 29, False)),
        ({"age_band": "adult"}, None, (None, None, False)),
        ({"age_band": "child"}, date(2020, 1, 1), (None, None, True)),
        ({}, None, (None, None, None)),
        ({"birth_date": date(2026, 9, 1)}, None, (0, 0, True)),  # unborn
    ],
)
def test_whoever_was_a_child_when_it_happened_or_is_one_now_is_protected_as_one(
    job, changes, happened_on, expected
) -> None:
    (person,) = tell(job, somebody(**changes), happened_on=happened_on)
    assert (person.age_at_report, person.age_at_incident, person.is_child) == expected


def test_a_mention_of_another_unit_is_not_there_for_ones_own_eyes(room) -> None:
    (case,) = room.report()
    act_as(room.peni)
    assert Person.objects.filter(file_id=case.id).exists()
    act_as(room.budi)
    assert not Person.objects.filter(file_id=case.id).exists()
    assert not Token.objects.exists()
    act_as(room.dian)
    assert not Person.objects.exists()


def test_three_statements_for_one_mention_and_for_fifty(job, django_assert_num_queries) -> None:
    tell(job, somebody())  # the unit's key is in memory from here on
    for many in (1, 50):
        with django_assert_num_queries(3):
            tell(job, *(somebody() for _ in range(many)))


def test_a_report_of_the_night_is_of_the_units_own_day(room) -> None:
    """Half past six in the morning in Palangka Raya is still yesterday in Greenwich."""
    at = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
    (case,) = room.report(victims=[{"birth_date": "2008-06-08"}], received_at=at.isoformat())
    assert Person.objects.get(id=case.victim_id).age_at_report == 18
