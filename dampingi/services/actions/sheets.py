"""Writing a sheet: saved half-filled, kept once, corrected by a new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case
from dampingi.cases.rules import ERASED
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services import queries
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.sheets import About, Recorded, SheetKind, joined, obstacles_to_writing, split

TABLE, COLUMN = "services_sheet", "words"


@transaction.atomic
def save_sheet(
    case: Case,
    kind: SheetKind,
    payload: Mapping[str, Any],
    *,
    number: str,
    about: str = "",
    version: int = 0,
    by: Staff,
    at: datetime,
) -> Sheet:
    """Keep a sheet half-filled, whole under the case's key, unchecked, for its author.

    ``number`` is the one the page was shown with, so that a second click saves the same sheet.
    Raises ``Stale`` when another browser saved it meanwhile, ``Refusal`` when nothing may be kept.
    """
    found = _begun(case, kind, number=number, about=about, by=by, at=at)
    if found.state != SheetState.DRAFT or (version and version != found.version):
        raise Stale
    words = _sealed(found, payload)
    told = [*found.told, *(deed for deed in kind.at_once(payload) if deed not in found.told)]
    changed = Sheet.objects.filter(id=found.id, version=found.version, state=SheetState.DRAFT)
    if not changed.update(words=words, told=told, recorded_at=at, version=F("version") + 1):
        raise Stale
    for deed in told[len(found.told) :]:
        protocols.happened(case.id, Deed(deed), when=at, by=by, at=at)
        audit.record("case.event", by=by, at=at, on=case, reason=deed)
    found.words, found.told, found.version = words, told, found.version + 1
    return found


@transaction.atomic
def keep_sheet(
    case: Case,
    kind: SheetKind,
    values: Mapping[str, Any],
    *,
    number: str,
    about: str = "",
    replaces: Sheet | None = None,
    by: Staff,
    at: datetime,
) -> Sheet:
    """Keep a sheet that was cleaned, and record what it records; refuse with every obstacle.

    A sheet that was kept already stays as it is and is returned: a second click changes nothing.
    A correction replaces the earlier sheet, which stays readable. Raises ``Stale`` when that one
    was corrected by somebody else.
    """
    found = _begun(case, kind, number=number, about=about, by=by, at=at)
    if found.state != SheetState.DRAFT:
        return found
    facts = queries.sheet_facts(case)
    if obstacles := obstacles_to_writing(kind, facts, values):
        raise Refusal(*obstacles)
    coded, sealed = split(kind.sheet, values)
    if replaces is not None:
        _replace(found, kind, replaces, by=by, at=at)
    found.words = _sealed(found, sealed)
    found.coded, found.state, found.when, found.recorded_at = coded, SheetState.KEPT, values.get("when") or at, at
    found.explained = kind.form if kind.explains else ""
    found.version += 1
    found.save()
    for recorded in kind.deeds(values):
        # What was told while the sheet was half-filled has been answered from that moment on.
        if recorded.deed not in found.told and _has_its_thing(recorded, found):
            protocols.happened(
                case.id,
                recorded.deed,
                when=at if recorded.on_keeping else recorded.when or found.when,
                due_at=recorded.due_at,
                about=_about(recorded, found),
                by=by,
                at=at,
            )
    act = "sheet.corrected" if replaces else "sheet.kept"
    detail = {"sheet": str(found.id), "form": kind.form}
    if step := coded.get(kind.says):
        detail["step"] = step
    audit.record(act, by=by, at=at, on=case, reason=kind.code, detail=detail)
    return found


def _begun(case: Case, kind: SheetKind, *, number: str, about: str, by: Staff, at: datetime) -> Sheet:
    """Return the sheet of that number, made now if it is new; nobody else's, of no other case."""
    if case.erased_at is not None:
        raise Refusal(ERASED)
    found = Sheet.objects.select_for_update().filter(number=number).first()
    if found is not None:
        if (found.case_id, found.kind, found.by_id) != (case.id, kind.code, by.id):
            raise Stale
        found.case = case
        return found
    made = Sheet(id=new_id(), number=number, case=case, kind=kind.code, form=kind.form, about=about, by_id=by.id)
    made.recorded_at, made.words = at, b""
    made.words = _sealed(made, {})
    made.save(force_insert=True)
    return made


def _sealed(sheet: Sheet, words: Mapping[str, Any]) -> bytes:
    key = keys.load([sheet.case_id])[sheet.case_id]
    return keys.seal(key, dict(words), table=TABLE, pk=sheet.id, column=COLUMN)


def _replace(sheet: Sheet, kind: SheetKind, earlier: Sheet, *, by: Staff, at: datetime) -> None:
    """Let ``sheet`` stand for ``earlier``, and take back what that one said had happened."""
    kept = Sheet.objects.filter(id=earlier.id, case_id=sheet.case_id, state=SheetState.KEPT)
    if not kept.update(state=SheetState.REPLACED, version=F("version") + 1):
        raise Stale
    sheet.replaces, sheet.about = earlier, earlier.about
    said = clean(kind.sheet, read_sheet(earlier, kind), now=at).values
    # What had to be answered at once stays said: a correction neither drops nor repeats it.
    sheet.told = [*{*sheet.told, *earlier.told, *kind.at_once(said)}]
    recorded = [(one.deed, _about(one, earlier)) for one in kind.deeds(said) if one.deed not in sheet.told]
    protocols.taken_back(sheet.case_id, recorded, recorded_at=earlier.recorded_at, by=by, at=at)


def _about(recorded: Recorded, sheet: Sheet) -> str:
    match recorded.about:
        case About.THING:
            return sheet.about
        case About.ITSELF:
            return sheet.first_number
        case _:
            return ""


def _has_its_thing(recorded: Recorded, sheet: Sheet) -> bool:
    return recorded.about is not About.THING or bool(sheet.about)


@transaction.atomic
def throw_sheet_away(sheet: Sheet, *, by: Staff, at: datetime) -> None:
    """Throw a draft away; a kept sheet stays. Raises ``Stale`` when it is a draft no more."""
    if not Sheet.objects.filter(id=sheet.id, by_id=by.id, state=SheetState.DRAFT).delete()[0]:
        raise Stale


def read_sheet(sheet: Sheet, kind: SheetKind) -> dict[str, Any]:
    """Return what a sheet says, in the shape of its form, for somebody who may see the case."""
    return read_sheets([sheet], {kind.code: kind})[0]


def read_sheets(sheets: Sequence[Sheet], kinds: Mapping[str, SheetKind]) -> list[dict[str, Any]]:
    """Return what several sheets of one case say, in one statement; nothing where the key is gone."""
    opened = keys.load(list({sheet.case_id for sheet in sheets}))
    said: list[dict[str, Any]] = []
    for sheet in sheets:
        key = opened.get(sheet.case_id)
        if key is None:
            said.append({})
            continue
        words = dict(keys.unseal(key, bytes(sheet.words), table=TABLE, pk=sheet.id, column=COLUMN))
        draft = sheet.state == SheetState.DRAFT
        said.append(words if draft else joined(kinds[sheet.kind].sheet, sheet.coded, words))
    return said
