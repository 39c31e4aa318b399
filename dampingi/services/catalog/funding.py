"""Who can pay for each service (H-23). She is never asked to pay first; nobody in this list is she."""

from collections.abc import Mapping
from dataclasses import dataclass

from dampingi.kernel.codes import PAYERS, SERVICES, CodeList
from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import Status

V, M = Status.VERIFIED, Status.TO_CONFIRM
UNPAID = "unpaid"

PAYMENTS = CodeList(
    "payment",
    say("Siapa yang menanggung biayanya"),
    {**PAYERS.words, UNPAID: say("Belum ada yang menanggung: unit yang mencarikan")},
    "practice H-23",
    to_confirm=True,
)


@dataclass(frozen=True, slots=True)
class Fund:
    """Who can pay, for what, on which ground, and whether that ground was read in its source."""

    payer: str
    words: Words
    law: str
    status: Status


_FREE = Fund("free", say("Layanan unit sendiri tidak dipungut biaya."), "Permen PPPA 2/2022", V)
_DAK_HEALTH = Fund("dak", say("DAK nonfisik membiayai visum dan tenaga ahli."), "Permen PPPA 2/2025", V)
_DAK_EXPERT = Fund("dak", say("DAK nonfisik membiayai tenaga ahli, penampungan, penjangkauan, pembahasan kasus."), "Permen PPPA 2/2025", V)
_REGION = Fund("regional", say("APBD atau Jamkesda, menurut peraturan daerah."), "APBD", M)
_LPSK = Fund("lpsk", say("LPSK, sesudah permohonan dikabulkan."), "UU 31/2014", M)
_DBK = Fund("dbk", say("DBK untuk pemulihan, melalui LPSK."), "PP 29/2025", V)
_ORIGIN = Fund("regional", say("Biaya pemulangan dibagi dengan provinsi asal."), "kebiasaan antardaerah", M)

FUNDING: Mapping[str, tuple[Fund, ...]] = {
    "complaint": (_FREE,),
    "health": (_REGION, _DAK_HEALTH, _LPSK, _DBK),
    "social_rehabilitation": (_FREE, _DAK_EXPERT, _LPSK, _DBK),
    "law_enforcement": (_FREE, _DAK_HEALTH),
    "legal": (_FREE, _LPSK),
    "repatriation": (_ORIGIN, _DAK_EXPERT),
    "reintegration": (_REGION, _DBK),
}
if set(FUNDING) != set(SERVICES):
    message = "every service says who can pay"
    raise ValueError(message)

NOT_JKN = Fund(
    "",
    say("JKN tidak menanggung perawatan akibat penganiayaan, kekerasan seksual, dan perdagangan orang."),
    "Perpres 82/2018 Pasal 52",
    V,
)
