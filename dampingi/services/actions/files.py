"""Keeping a file with a case, and letting its original out."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.cases.models import Case
from dampingi.cases.rules import ERASED
from dampingi.files import actions as files
from dampingi.files.actions import About
from dampingi.files.models import File
from dampingi.files.store import Arriving
from dampingi.kernel.codes import CodeList
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services import queries
from dampingi.services.rules import images

WHY_REMOVED = CodeList(
    "file_removed",
    say("Alasan menghapus berkas"),
    {
        "wrong_file": say("Berkas yang salah"),
        "wrong_case": say("Kasus yang salah"),
        "her_wish": say("Permintaannya"),
        "handed_over": say("Sudah diserahkan ke polisi"),
    },
    "Dampingi",
)
NOT_YOURS = Obstacle(
    "not-yours-to-remove",
    say("Berkas ini disimpan orang lain."),
    say("Minta yang menyimpannya, atau supervisor kasus."),
)


@transaction.atomic
def attach(case: Case, one: Arriving, said: Mapping[str, Any], *, warned: bool, by: Staff, at: datetime) -> File:
    """Keep a file that has arrived with its case; a sexual image owes handing over (H-13). Else nothing stays."""
    try:
        _may_attach(case, warned=warned, intimate=said.get("intimate"))
        made = files.keep_file(case, one, said, by=by, at=at)
        if made.intimate:
            # From the minute: a sheet says no seconds, and may hand it over within the same one.
            minute = at.replace(second=0, microsecond=0)
            protocols.happened(case.id, Deed.IMAGE_EVIDENCE, when=minute, about=made.number, by=by, at=at)
    except BaseException:
        one.discard()
        raise
    return made


def _may_attach(case: Case, *, warned: bool, intimate: bool | None) -> None:
    if case.erased_at is not None:
        raise Refusal(ERASED)
    facts = queries.image_facts(case)
    if obstacles := images.obstacles_to_attaching(facts, warned=warned, intimate=intimate):
        raise Refusal(*obstacles)


def open_original(case: Case, one: File, *, by: Staff, at: datetime) -> tuple[About, Iterator[bytes]]:
    """Open the original of a file; a sexual image leaves only once it is handed to the police (H-13)."""
    handed = queries.was_handed_over(case, one)
    if obstacles := images.obstacles_to_leaving(intimate=one.intimate, handed_over=handed):
        raise Refusal(*obstacles)
    return files.open_file(case, one, why="handover" if one.intimate else "", by=by, at=at)


def remove(case: Case, one: File, *, reason: str, by: Staff, at: datetime) -> None:
    """Destroy a file that does not belong here: its author may, and whoever supervises."""
    if one.by_id != by.id and not by.supervises:
        raise Refusal(NOT_YOURS)
    files.remove_file(case, one, reason=reason, by=by, at=at)
