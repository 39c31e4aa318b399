"""A case in hand: assigned, accepted, met, opened, raised, lowered, searched, reported, referred up."""

import re
from datetime import datetime, timedelta

from dampingi.kernel.codes import RISKS
from dampingi.kernel.days import WIB
from tests.config.installation import Installation
from tests.journeys.conftest import Visit
from tests.journeys.officer import Officer, on_each_screen, unit_of
from tests.journeys.reporting import take_report

NEIGHBOUR = "pendamping-6201"


@on_each_screen
def test_a_supervisor_assigns(visit: Visit, installation: Installation, width: int, language: str) -> None:
    unit = unit_of(width, language)
    full = f"pendamping2-{unit}@contoh.test"  # with as many cases as she can carry
    installation.cluster().sql(f"UPDATE access_staff SET case_cap = 0 WHERE email = '{full}'")
    [ready, override] = [
        take_report(visit(f"pengaduan-{unit}", width, language), incident__tpks_kinds="physical_harassment")[0]
        for _ in range(2)
    ]
    officer = visit(f"supervisor-{unit}", width, language)
    officer.open("/papan/")
    officer.look("board")
    unassigned = officer.page.locator(".board section").first
    assert _spoken(ready) in unassigned.inner_text()
    unassigned.get_by_role("link", name=_spoken(ready)).click()
    officer.look("companions")
    officer.press("Tugaskan")
    officer.sees("Ditugaskan. Tugasnya berpindah begitu ia menerima.")
    assert _spoken(ready) not in officer.page.locator(".board section").first.inner_text()

    officer.open(f"/berkas/{override}/pendamping/")
    row = officer.page.locator(".rows > li").filter(has_text=f"◔ {officer.words('belum siap')}").first
    with officer.expecting("answered 409"):
        officer.press("Tugaskan", within=row)  # no reason yet
        officer.sees("Belum bisa disimpan:")
    officer.shot("no-reason")
    row = officer.page.locator(".rows > li").filter(has_text=f"◔ {officer.words('belum siap')}").first
    row.locator("[name=alasan]").fill("Sudah dikenal dan dipercaya keluarganya")
    officer.press("Tugaskan", within=row)
    officer.sees("Ditugaskan. Tugasnya berpindah begitu ia menerima.")
    officer.open(f"/berkas/{override}/waktu/")
    officer.sees("Pendamping ditugaskan")

    officer.open("/jaga/")
    officer.choose("part", "night")
    officer.page.locator("[name=staff]").select_option(index=1)
    officer.write("phone", "0811-2222-3333")
    officer.write("turn", "3")
    officer.press("Simpan")
    officer.reads("0811-2222-3333")
    assert officer.page.locator("ol a[href^='tel:']").count() > 1
    officer.look("on-call")


@on_each_screen
def test_a_companion_stands_beside_her(visit: Visit, width: int, language: str) -> None:
    unit = unit_of(width, language)
    name = f"Rahmah{width}{language} Zzyzx"
    kinds = {"incident__forms": "sexual", "incident__tpks_kinds": "physical_harassment"}
    [case] = take_report(visit(f"pengaduan-{unit}", width, language), name=name, **kinds)
    supervisor = visit(f"supervisor-{unit}", width, language)
    supervisor.open(f"/berkas/{case}/pendamping/")
    supervisor.press("Tugaskan", within=supervisor.page.locator(".rows > li").filter(has_text=re.compile("✓")).first)

    officer = visit(f"pendamping-{unit}", width, language)
    officer.open("/hari-ini/")
    waiting = officer.page.locator(".rows > li").filter(has_text=_spoken(case)).first
    officer.look("asked")
    officer.press("Terima", within=waiting)
    officer.sees("Diterima. Mulai sekarang tugasnya milik Anda.")
    officer.open("/hari-ini/")
    officer.look("today")
    assert officer.page.locator(".rows .govuk-button:not(.govuk-button--secondary)").count() == 1  # the next step, once

    _meets(officer, case)
    _opens_names(officer, case, name)
    _judges(officer, case)
    _asks_the_police(officer, case)
    _learns(officer, case)
    _refers_up(officer, case)
    officer.open(f"/berkas/{case}/waktu/")
    for words in ("Nama dibuka", "Kontak pertama", "Asesmen risiko", "Fakta dilengkapi", "Diteruskan ke unit provinsi"):
        officer.sees(words)
    assert name not in officer.text
    officer.look("timeline")
    _only_own(officer, visit(NEIGHBOUR, width, language), case, name)


def _meets(officer: Officer, case: str) -> None:
    """First contact: explained, agreed, supported; what it meets is owed no longer."""
    officer.open(f"/berkas/{case}/")
    duty = officer.words("Hubungi dan temui: kontak pertama")
    assert duty in officer.page.locator(".rows--act").inner_text()
    officer.follow("Kontak pertama")
    officer.sees("Jelaskan dulu, dengan kata-kata Anda")
    for asked in ("help", "record", "contact"):
        officer.choose(f"agreed.{asked}", "yes")
    officer.choose("consent_form", "spoken")
    officer.choose("safe_now", "safe")
    officer.choose("support", "look")
    officer.choose("support", "listen")
    officer.write("needs", "Tempat tidur yang aman")
    officer.write("hopes", "Pulang ke rumah ibunya")
    officer.look("first-contact")
    officer.press("Simpan")
    officer.sees("Tersimpan. Tugas yang terpenuhi sudah ditandai.")
    assert duty not in officer.page.locator(".rows--act").inner_text()
    officer.unfold_named("Sudah selesai")
    officer.reads(duty)
    officer.reads("Tempat tidur yang aman")
    officer.look("case")


def _opens_names(officer: Officer, case: str, name: str) -> None:
    officer.open(f"/berkas/{case}/orang/")
    officer.sees("tertutup")
    assert name not in officer.text
    officer.press("Buka nama")
    officer.reads(name)
    officer.look("names")


def _judges(officer: Officer, case: str) -> None:
    """Raise with a tap; lower only with a reason (H-01)."""
    officer.open(f"/berkas/{case}/")
    officer.press("Naikkan risiko menjadi tinggi")
    officer.sees("Risiko dinaikkan menjadi tinggi.")
    officer.follow("Lakukan asesmen risiko ulang")
    for sign in officer.page.locator("[name^='risk_signs.'][value='no']").evaluate_all("all => all.map(e => e.name)"):
        officer.choose(sign, "no")
    officer.choose("risk_signs.phone_controlled", "yes")
    officer.page.locator("[name=level]").select_option("low")
    with officer.expecting("answered 409"):
        officer.press("Simpan")
        officer.sees("Belum bisa disimpan:")
    officer.shot("lowered-without-reason")
    officer.write("reason", "Ia tinggal di rumah ibunya, terlapor di luar kota")
    officer.press("Simpan")
    officer.sees("Asesmen tersimpan. Tugasnya mengikuti.")
    assert officer.said(RISKS.words["low"]) in officer.page.locator(".moj-identity-bar").inner_text()


def _asks_the_police(officer: Officer, case: str) -> None:
    """Before the police she is told, a safe meeting is agreed, her plan is renewed (H-09)."""
    officer.open(f"/berkas/{case}/langkah/")
    officer.choose("outcome", "reported")
    officer.write("objection", "Ia takut suaminya tahu")
    with officer.expecting("answered 409"):
        officer.press("Simpan")
        officer.sees("Belum bisa disimpan:")
    assert officer.field("objection").input_value() == "Ia takut suaminya tahu"
    officer.look("police")
    for asked in ("told", "meeting_agreed", "safety_updated"):
        officer.choose(asked, "yes")
    officer.press("Simpan")
    officer.sees("Tercatat.")


def _learns(officer: Officer, case: str) -> None:
    """A fact learned late brings the medical duty first (H-04)."""
    officer.open(f"/berkas/{case}/lengkapi/")
    officer.choose("incident.may_include_penetration", "yes")
    officer.moment("incident.occurred_at", datetime.now(WIB) - timedelta(hours=10))
    officer.press("Simpan")
    officer.sees("Tersimpan. Jenis kasus, kewenangan dan tugasnya mengikuti.")
    first = officer.page.locator(".rows--act > li").first.inner_text()
    assert officer.words("Antar ke layanan kesehatan") in first
    officer.shot("learned")


def _refers_up(officer: Officer, case: str) -> None:
    officer.open(f"/berkas/{case}/provinsi/")
    officer.choose("basis", "consent")
    officer.press("Teruskan")
    officer.sees("unit provinsi ikut melihat")


def _only_own(own: Officer, other: Officer, case: str, name: str) -> None:
    """Outside one's own cases the answer is always the same (H-11)."""
    own.open("/berkas/")
    own.write("nama", name.split(maxsplit=1)[0])
    own.press("Cari")
    own.reads(_spoken(case))
    own.look("found")
    answers = []
    for asked in (name.split(maxsplit=1)[0], "Takadayangbernama", _spoken(case)):
        other.open("/berkas/")
        other.write("nama", asked)
        other.press("Cari")
        other.sees("Tidak ada yang boleh ditampilkan.")
        answers.append(re.sub(r'value="[^"]*"', "", other.page.content()))
    assert len(set(answers)) == 1
    other.shot("nothing")
    with other.expecting("answered 404"):
        pages = []
        for number in (case, "0123456789A"):
            other.open(f"/berkas/{number}/")
            pages.append(re.sub(r'value="[^"]*"', "", other.page.content()))
        assert pages[0] == pages[1]


def _spoken(number: str) -> str:
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"
