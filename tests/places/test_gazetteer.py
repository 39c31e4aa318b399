"""The gazetteer, read from the real package: as often as one likes, and its source named to everybody."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dampingi.places import queries
from dampingi.places.actions import NoGazetteer, load
from dampingi.places.models import District, Province, Regency, UnitPlace, Village

PACKAGE = Path(__file__).resolve().parents[2] / "node_modules" / "idn-area-data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db: None) -> int:
    if not (PACKAGE / "data").is_dir():
        pytest.skip("idn-area-data is not installed on this machine: run make once with the network")
    return load(folder=PACKAGE)


def counted() -> tuple[int, int, int, int]:
    return (Province.objects.count(), Regency.objects.count(), District.objects.count(), Village.objects.count())


def test_indonesias_provinces_and_regencies_and_all_of_kalimantan_tengah(loaded) -> None:
    provinces, regencies, districts, villages = counted()
    assert (provinces, regencies) == (38, 514)
    assert Regency.objects.filter(province_id="62").count() == 14
    assert districts == 136
    assert villages > 1_500
    assert loaded == sum(counted())
    assert not Village.objects.exclude(code__startswith="62.").exists()


def test_loading_again_changes_nothing_and_mends_what_was_changed(loaded) -> None:
    before = counted()
    Regency.objects.filter(code="62.71").update(name="Salah", bps_code="")
    assert load(folder=PACKAGE) == loaded
    assert counted() == before
    mended = Regency.objects.get(code="62.71")
    assert ("Palangka" in mended.name, mended.bps_code) == (True, "6271")


def test_both_codes_stand_side_by_side(loaded) -> None:
    katingan, sukamara = Regency.objects.get(code="62.06"), Regency.objects.get(code="62.08")
    assert ("Katingan" in katingan.name, katingan.bps_code) == (True, "6209")
    assert ("Sukamara" in sukamara.name, sukamara.bps_code) == (True, "6206")


def test_without_the_package_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoGazetteer, match="make"):
        load(folder=tmp_path)
    assert not Province.objects.exists()


def test_a_table_that_is_missing_loads_nothing_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "provinces.csv").write_text("code,name\n62,Kalimantan Tengah\n", encoding="utf-8")
    with pytest.raises(NoGazetteer):
        load(folder=tmp_path)
    assert not Province.objects.exists()


def test_a_code_is_known_at_its_own_depth(loaded) -> None:
    ours = {"62", "62.06", "62.71.01", "62.71.01.1001", "11.01"}
    assert queries.known(ours | {"6206", "62.99", "11.01.01", "62.71.01.1001.1", "", "x"}) == ours


def test_an_unknown_code_is_asked_again_after_it_was_loaded() -> None:
    assert queries.known({"61.01"}) == set()
    Province.objects.create(code="61", name="Kalimantan Barat")
    Regency.objects.create(code="61.01", province_id="61", name="Sambas")
    assert queries.known({"61.01"}) == {"61.01"}


def test_a_city_and_a_regency_of_one_name_are_told_apart_by_their_kind(loaded) -> None:
    one, other = queries.resolve("Bandung")
    assert queries.resolve("Kabupaten Bandung") == queries.resolve("kab. bandung") == [one]
    assert queries.resolve("Kota Bandung") == queries.resolve("Kota Bandung, Jawa Barat") == [other]
    assert one[1].startswith("Kabupaten Bandung, Jawa Barat")


def test_a_place_is_said_with_its_path(loaded) -> None:
    path = queries.path_of("62.71.01.1001")
    village = Village.objects.select_related("district__regency__province").get(code="62.71.01.1001")
    district = village.district
    assert path == f"{village.name}, {district.name}, {district.regency.name}, {district.regency.province.name}"
    assert queries.path_of("99.99") == ""


def test_regencies_of_a_province_by_code(loaded) -> None:
    found = queries.regions_under("62")
    assert [code for code, _ in found] == sorted(code for code, _ in found)
    assert len(found) == 14


TYPED = {
    "62.71": ["62.71"],
    "Palangka Raya": ["62.71"],
    "  palangkaraya ": ["62.71"],
    "Kota Palangka Raya": ["62.71"],
    "Kab. Katingan": ["62.06"],
    "Kalimantan Tengah": ["62"],
    "6206": [],  # undotted: nobody knows which of the two systems is meant
    "62.99": [],
    "Atlantis": [],
    "": [],
    ",": [],
    "%": [],
    "a\x00b": [],
    "a\ud800b": [],
    "６２.７１": [],
}


def test_what_is_typed_means_a_place_or_nothing(loaded) -> None:
    assert {typed: [code for code, _path in queries.resolve(typed)] for typed in TYPED} == TYPED


def test_a_name_of_several_villages_is_a_question_and_its_path_the_answer(loaded) -> None:
    names = list(Village.objects.values_list("name", flat=True))
    twice = next(name for name in sorted(names) if names.count(name) > 1)
    meant = queries.resolve(twice, village_first=True)
    assert len(meant) > 1
    code, path = meant[0]
    assert code in [found for found, _ in queries.resolve(path, village_first=True)]


def test_a_unit_knows_a_place_by_its_own_name_and_another_unit_does_not(room) -> None:
    UnitPlace.objects.create(unit_id=room.palangka.id, name="Barak Sungai", district_code="62.71.01")
    assert [c for c, _ in queries.resolve("barak  sungai", unit_id=room.palangka.id)] == ["62.71.01"]
    assert queries.resolve("Barak Sungai", unit_id=room.kobar.id) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_may_read_where_the_regions_come_from(language: str) -> None:
    with translation.override(language):
        answer = Client().get(reverse("places:notice"), headers={"accept-language": language})
    assert answer.status_code == 200
    page = answer.content.decode()
    for said in ("idn-area-data", "4.0.1", "ODbL", "300.2.2-2138"):
        assert said in page
