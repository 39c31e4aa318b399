"""Courses that ship; a unit works with editable copies of them (domain.md §6).

How long a certificate holds and when it is refreshed stands in no rule that was found (Perpres 9/2024
leaves the standard open): both are proposals, to confirm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dampingi.kernel.words import Words, say
from dampingi.training.catalog.modules import BY_CODE as MODULES
from dampingi.training.catalog.modules import SCHOOL_MODULES, UNIT_MODULES


@dataclass(frozen=True, slots=True)
class CourseTemplate:
    """A course that ships: its modules in order; ``hours`` says where one is shorter than in the catalog."""

    code: str
    title: Words
    aims: Words
    audience: str
    modules: tuple[str, ...]
    basis: Words
    hours: Mapping[str, int] = field(default_factory=dict)
    validity_months: int | None = None  # no rule found: without limit until somebody decides otherwise
    refresh_months: int | None = None
    refreshed_by: str = ""
    to_confirm: bool = True

    def jp(self, code: str) -> int:
        """Return the hours of one of its modules."""
        return self.hours.get(code, MODULES[code].jp)

    @property
    def total(self) -> int:
        """Return the hours of all its modules."""
        return sum(self.jp(code) for code in self.modules)


_BASIS = say("UU 12/2022 Pasal 26 dan 81; Perpres 9/2024")
COURSES: tuple[CourseTemplate, ...] = (
    CourseTemplate(
        "full",
        say("Pelatihan pendampingan: kurikulum lengkap"),
        say("Petugas layanan siap menerima, mendampingi, dan mengakhiri pendampingan menurut hukum dan pilihan penerima manfaat."),
        "unit", tuple(m.code for m in UNIT_MODULES), _BASIS, refresh_months=24, refreshed_by="refresher",
    ),
    CourseTemplate(
        "short",
        say("Pelatihan pendampingan: kursus singkat"),
        say("Siapa pun yang menyentuh kasus menguasai intinya: hukum, dukungan pertama, penerimaan, risiko, kerahasiaan, pencatatan."),
        "unit",
        tuple(m.code for m in UNIT_MODULES if m.core),
        _BASIS,
        {"m02-law": 5, "m06-intake": 5, "m13-recording": 3},
        refresh_months=24, refreshed_by="refresher",
    ),
    CourseTemplate(
        "refresher",
        say("Penyegaran tahunan"),
        say("Memperbarui hukum, risiko, dan kerahasiaan; membahas yang sulit sepanjang tahun tanpa menyebut kasus."),
        "unit",
        ("m02-law", "m07-risk", "m12-confidentiality", "m15-care"),
        _BASIS,
        {"m02-law": 3, "m07-risk": 2, "m12-confidentiality": 2, "m15-care": 1},
    ),
    CourseTemplate(
        "school",
        say("Tim sekolah 2026: mendengar, menjaga, meneruskan"),
        say("Guru dan tenaga sekolah tahu apa yang dikatakan dan dikerjakan pada jam pertama, dan apa yang bukan tugasnya."),
        "school", tuple(m.code for m in SCHOOL_MODULES), say("Permendikdasmen 6/2026"), refresh_months=24, refreshed_by="school",
    ),
)  # fmt: skip
BY_CODE: Mapping[str, CourseTemplate] = {c.code: c for c in COURSES}
