"""Sexual images: the link instead of the image, asking for removal, handing over to the police (H-13)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

CIRCULATES = CodeList(
    "circulates",
    say("Apakah beredar"),
    {"yes": say("Ya"), "no": say("Tidak"), "unknown": say("Belum diketahui")},
    "Dampingi",
)
PLATFORMS = CodeList(
    "platform",
    say("Tempat beredar"),
    {
        "whatsapp": say("WhatsApp"),
        "telegram": say("Telegram"),
        "instagram": say("Instagram"),
        "facebook": say("Facebook"),
        "tiktok": say("TikTok"),
        "x": say("X (Twitter)"),
        "website": say("Situs web"),
        "other": say("Lainnya"),
    },
    "Dampingi",
    to_confirm=True,
)
ASKED_OF = CodeList(
    "removal_asked_of",
    say("Kepada siapa"),
    {
        "platform": say("Penyedia layanan (platform)"),
        "ministry": say("Kementerian yang mengurus konten internet"),
        "police": say("Polisi"),
        "other": say("Lainnya"),
    },
    "Dampingi",
    to_confirm=True,
)
OUTCOMES = CodeList(
    "removal_outcome",
    say("Hasilnya"),
    {"waiting": say("Belum dijawab"), "removed": say("Sudah dihapus"), "refused": say("Ditolak atau masih ada")},
    "Dampingi",
)
NO_LINK = Obstacle(
    "no-link",
    say("Belum ada tautan atau akun yang dicatat."),
    say("Tulis paling sedikit satu; bila belum tahu, pilih “Belum diketahui”."),
)


def _electronic(facts: SheetFacts) -> bool:
    return "electronic_based" in facts.facts.tpks_kinds or "image-links" in facts.owed or "image-link" in facts.kept


def _without_links(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    rows = values.get("links") or ()
    named = any(row.get("link") or row.get("account") for row in rows)
    return (NO_LINK,) if values.get("circulates") == "yes" and not named else ()


def _known(values: Mapping[str, Any]) -> Iterable[Recorded]:
    if values.get("circulates") != "unknown":
        yield Recorded(Deed.IMAGE_LINKS_ASKED)
    if values.get("circulates") == "yes":
        yield Recorded(Deed.IMAGE_ONLINE, about=About.ITSELF)
        yield Recorded(Deed.IMAGE_EVIDENCE, about=About.ITSELF)


def _asked(values: Mapping[str, Any]) -> Iterable[Recorded]:
    yield Recorded(Deed.REMOVAL_ASKED, about=About.THING)
    if values.get("outcome") in ("removed", "refused"):
        yield Recorded(Deed.REMOVAL_ANSWERED, about=About.THING)


_KSBE = SheetFacts(replace(SEXUAL, tpks_kinds=frozenset({"electronic_based"})))
_LINK = {"links": [{"link": "https://contoh.test/1"}]}

LINK = SheetKind(
    code="image-link",
    title=say("Tautan gambar, tanpa gambarnya"),
    tab=Tab.LAW,
    form="2026-11",
    source="practice H-13",
    purpose=say("Cukup untuk memohonkan penghapusan dan membantu polisi; gambarnya sendiri tidak kita simpan."),
    sheet=Group(
        "image-link",
        say("Tautan gambar"),
        (
            WHEN,
            Field(
                "circulates",
                say("Apakah gambarnya beredar?"),
                Kind.CODE,
                Privacy.CODED,
                codes=CIRCULATES,
                required=True,
            ),
            Group(
                "links",
                say("Tautan"),
                (
                    Field("platform", say("Di mana"), Kind.CODE, Privacy.CODED, codes=PLATFORMS),
                    Field(
                        "link",
                        say("Tautan"),
                        Kind.TEXT,
                        longest=2_000,
                        hint=say("Salin alamatnya; jangan dibuka lagi."),
                    ),
                    Field("account", say("Akun yang menyebarkan"), Kind.TEXT),
                    Field("seen_at", say("Kapan terlihat"), Kind.MOMENT, Privacy.CODED, past_only=True),
                ),
                many=True,
                at_least=1,
                at_most=20,
            ),
            Field(
                "holder",
                say("Siapa yang memegang buktinya"),
                Kind.TEXT,
                hint=say("Misalnya: tersimpan di ponselnya sendiri; jangan diminta mengirim."),
            ),
            Field("wishes", say("Yang ia inginkan terjadi dengan gambarnya"), Kind.LONG_TEXT),
        ),
    ),
    appears=_electronic,
    obstacles=_without_links,
    deeds=_known,
    examples=(
        SheetExample(
            say("Foto disebar di Instagram."),
            _KSBE,
            {"when": MONDAY, "circulates": "yes", **_LINK},
            deeds=(Deed.IMAGE_LINKS_ASKED, Deed.IMAGE_ONLINE, Deed.IMAGE_EVIDENCE),
        ),
        SheetExample(
            say("Diancam, belum disebar."),
            _KSBE,
            {"when": MONDAY, "circulates": "no"},
            deeds=(Deed.IMAGE_LINKS_ASKED,),
        ),
        SheetExample(say("Belum tahu: tugasnya tetap terbuka."), _KSBE, {"when": MONDAY, "circulates": "unknown"}),
        SheetExample(
            say("Beredar, tetapi tautannya belum ditulis."),
            _KSBE,
            {"when": MONDAY, "circulates": "yes", "links": [{}]},
            obstacles=("no-link",),
        ),
        SheetExample(
            say("Kasus tanpa gambar: tidak ditawarkan."),
            SheetFacts(CALM),
            {"circulates": "no"},
            deeds=(Deed.IMAGE_LINKS_ASKED,),
            appears=False,
        ),
    ),
)

REMOVAL = SheetKind(
    code="image-removal",
    title=say("Permohonan penghapusan gambar"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 pasal 68; practice H-13",
    purpose=say("Penghapusan adalah haknya; lembar ini mencatat kepada siapa dimohonkan dan apa jawabannya."),
    says="outcome",
    sheet=Group(
        "image-removal",
        say("Permohonan penghapusan"),
        (
            WHEN,
            Field("asked_of", say("Kepada siapa"), Kind.CODE, Privacy.CODED, codes=ASKED_OF, required=True),
            Field("reference", say("Nomor aduan"), Kind.TEXT),
            Field("outcome", say("Hasilnya"), Kind.CODE, Privacy.CODED, codes=OUTCOMES, required=True),
            Field("notes", say("Catatan"), Kind.LONG_TEXT),
        ),
    ),
    for_thing=True,
    deeds=_asked,
    examples=(
        SheetExample(
            say("Baru dimohonkan."),
            _KSBE,
            {"when": MONDAY, "asked_of": "platform", "outcome": "waiting"},
            deeds=(Deed.REMOVAL_ASKED,),
        ),
        SheetExample(
            say("Sudah hilang dari tautannya."),
            _KSBE,
            {"when": MONDAY, "asked_of": "platform", "outcome": "removed"},
            deeds=(Deed.REMOVAL_ASKED, Deed.REMOVAL_ANSWERED),
        ),
    ),
)

HANDOVER = SheetKind(
    code="image-handover",
    title=say("Penyerahan bukti gambar ke unit siber polisi"),
    tab=Tab.LAW,
    form="2026-11",
    source="practice H-13",
    purpose=say("Satu-satunya jalan keluar bagi berkas seperti itu; tercatat siapa menerima dan kapan."),
    sheet=Group(
        "image-handover",
        say("Penyerahan bukti"),
        (
            WHEN,
            Field("police_unit", say("Unit polisi yang menerima"), Kind.TEXT, required=True),
            Field("officer", say("Nama dan pangkat yang menerima"), Kind.TEXT),
            Field("reference", say("Nomor tanda terima atau laporan polisi"), Kind.TEXT),
            Field("notes", say("Catatan"), Kind.LONG_TEXT),
        ),
    ),
    for_thing=True,
    deeds=lambda values: (Recorded(Deed.IMAGE_HANDED_OVER, about=About.THING),),
    examples=(
        SheetExample(
            say("Diserahkan ke Subdit Siber."),
            _KSBE,
            {"when": MONDAY, "police_unit": "Subdit Siber Polda"},
            deeds=(Deed.IMAGE_HANDED_OVER,),
        ),
    ),
)
