"""The page of the shortest path: each sees her own; the unit's stands there for whoever keeps its certificates."""

from datetime import timedelta

import pytest

from dampingi.access.actor import acting_as
from dampingi.training import actions, queries
from dampingi.training.catalog.competences import COMPETENCES
from dampingi.training.catalog.modules import UNIT_MODULES

PAGE = "/pelatihan/jalan/"
CORE = frozenset(one.code for one in COMPETENCES if one.core)


def certified(room, staff, *codes: str) -> None:
    with acting_as("tests"):
        actions.record_certificate(
            staff=staff, title="Pelatihan", number=f"P-{staff.name}", issuer="Dinas", jp=60, basis="",
            issued_on=room.now.date() - timedelta(days=30), valid_until=None, competences=codes, by=room.tuti, at=room.now,
        )  # fmt: skip


def test_what_is_left_for_a_kind_of_case_is_said_with_its_hours_and_reasons(room) -> None:
    html = room.client(room.sari).get(PAGE).content.decode()
    assert "Kekerasan seksual (TPKS): 6 modul, 27 JP" in html
    assert "syarat mendampingi di kepolisian, kejaksaan, dan pengadilan" in html
    assert "Untuk unit ini" not in html
    certified(room, room.sari, *CORE, "tpks")
    html = room.client(room.sari).get(PAGE).content.decode()
    assert "Kekerasan seksual (TPKS): siap" in html
    assert "Dugaan perdagangan orang (TPPO): 1 modul, 3 JP" in html


def test_the_units_way_names_who_takes_what_and_counts_who_is_ready(room) -> None:
    certified(room, room.sari, *CORE, "tpks", "child")
    html = room.client(room.tuti).get(PAGE).content.decode()
    assert "Dengan 3 JP, satu orang siap untuk tiap jenis kasus:" in html
    assert "Sari Petugas" in html
    assert "Untuk saya" not in html  # an organiser accompanies nobody
    certified(room, room.lina, *CORE, "trafficking")
    assert "Untuk tiap jenis kasus ada yang siap." in room.client(room.tuti).get(PAGE).content.decode()


def test_nobody_of_another_unit_is_named(room) -> None:
    certified(room, room.sari, *CORE, "tpks")
    for staff in (room.budi, room.kepala):
        html = room.client(staff).get(PAGE).content.decode()
        assert "Sari" not in html
        assert "Lina" not in html


@pytest.mark.parametrize("lasts", [True, False])
def test_what_ended_is_on_the_path_again(room, lasts: bool) -> None:
    certified(room, room.sari, *CORE, "tpks")
    on = room.now.date() if lasts else room.now.date() - timedelta(days=60)
    assert queries.path_of(room.sari, on=on)["sexual_violence"].ready is lasts


def test_every_competence_that_readiness_asks_for_is_taught_by_some_module() -> None:
    taught = {code for module in UNIT_MODULES for code in module.competences}
    assert taught >= CORE
    assert {"tpks", "child", "trafficking"} <= taught
