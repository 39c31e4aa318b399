"""Storing reports and drafts; called by the entrance in ``cases`` and by the doors of drafts."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.intake.fields import COMPLAINT_VERSION
from dampingi.intake.forms import Clean
from dampingi.intake.models import Draft, Relation, Report, Rescue, Submission
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Stale
from dampingi.keys import case as keys
from dampingi.keys import root
from dampingi.people.actions import SEALED, Mention, mention
from dampingi.people.models import Person, Role

MOST_RESCUES = 5
REPORT_TABLE, DRAFT_TABLE, RESCUE_TABLE, SHEET = "intake_report", "intake_draft", "intake_rescue", "sheet"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored report and its victims in the order they were told."""

    report: Report
    victims: Sequence[Person]


def store_report(
    clean: Clean,
    *,
    report_id: UUID,
    case_ids: Sequence[UUID],
    by: Staff,
    at: datetime,
) -> Stored:
    """Store the report, everybody named in it and who is what to whom. Judges nothing."""
    values = clean.values
    zone = by.unit.timezone
    incident, trafficking = values["incident"] or {}, values["trafficking"] or {}
    received, occurred = values["received_at"], incident.get("occurred_at")
    mentions = [_mention(Role.VICTIM, row, case_ids[i]) for i, row in enumerate(values["victims"])]
    parties = [_mention(Role.REPORTED, row, report_id) for row in values["reported_parties"]]
    reporter = values["reporter"]
    spoken = [_mention(Role.REPORTER, reporter, report_id)] if reporter else []
    # Every case is a file of its own: its words are sealed under its own key.
    made = keys.create([report_id], kind="report", unit_id=by.unit_id)
    keys.create(case_ids, kind="case", unit_id=by.unit_id)
    persons = mention(
        [*mentions, *parties, *spoken],
        unit_id=by.unit_id,
        reported_on=received.astimezone(zone).date(),
        happened_on=occurred.astimezone(zone).date() if occurred else None,
    )
    sheet = {"narrative": incident.get("narrative") or ""}
    report = Report(
        id=report_id,
        unit=by.unit,
        taken_by=by,
        channel=values["channel"],
        received_at=received,
        recorded_at=at,
        said_received_at=clean.said_received_at,
        reporter_id=spoken[0].id if spoken else None,
        capacity=(reporter or {}).get("capacity") or "",
        safe_now=values["safe_now"] or "",
        region_code=incident.get("region_code") or "",
        occurred_at=occurred,
        place_kind=incident.get("place_kind") or "",
        forms=incident.get("forms") or [],
        domestic=incident.get("domestic"),
        may_include_penetration=incident.get("may_include_penetration"),
        tpks_kinds=incident.get("tpks_kinds") or [],
        ampk=incident.get("ampk") or [],
        acts=trafficking.get("acts") or [],
        means=trafficking.get("means") or [],
        purposes=trafficking.get("purposes") or [],
        checks=sorted({code for where, code in clean.doubts if not where.startswith("/victims/")}),
        sheet=keys.seal(made[report_id], sheet, table=REPORT_TABLE, pk=report_id, column=SHEET),
        sheet_version=COMPLAINT_VERSION,
    )
    report.save(force_insert=True)
    Relation.objects.bulk_create(
        Relation(report=report, victim_id=mentions[pair["victim"]].id, party_id=party.id, relation=pair["relation"])
        for party, row in zip(parties, values["reported_parties"], strict=True)
        for pair in {p["victim"]: p for p in row["relations"]}.values()
    )
    return Stored(report, persons[: len(mentions)])


def _mention(role: Role, row: Mapping[str, Any], file_id: UUID) -> Mention:
    return Mention(
        role=role,
        file_id=file_id,
        identity={name: row.get(name) for name in SEALED},
        sex=row.get("sex") or "unknown",
        birth_date=row.get("birth_date"),
        age_years=row.get("age_years"),
        age_band=row.get("age_band"),
        disability=row.get("disability") or "",
        languages=row.get("languages") or (),
        needs_interpreter=row.get("needs_interpreter"),
    )


# What may be learned of an incident after its report; all of it is coded.
LEARNABLE = (
    "region_code", "occurred_at", "place_kind", "forms", "domestic", "may_include_penetration",
    "tpks_kinds", "ampk", "acts", "means", "purposes",
)  # fmt: skip


def amend_report(report: Report, learned: Mapping[str, Any]) -> list[str]:
    """Write what was learned of the incident; return the names of what changed."""
    changed = [
        name
        for name in LEARNABLE
        if learned.get(name) not in (None, "", []) and learned[name] != getattr(report, name)
    ]
    for name in changed:
        setattr(report, name, learned[name])
    if changed:
        report.save(update_fields=changed)
    return changed


def relate(report: Report, *, victim_id: UUID, party_id: UUID, relation: str | None) -> None:
    """Note what a reported party is to a victim of the same report."""
    Relation.objects.create(report=report, victim_id=victim_id, party_id=party_id, relation=relation or "unknown")


def digest_of(data: object) -> bytes:
    """Return a digest of what was sent, the same for the same content in any order of keys.

    It is keyed: from a dump nobody can try out which name or number a short report held.
    """
    return hmac.digest(root.pepper(), json.dumps(data, sort_keys=True, default=str).encode(), "sha256")


def remember(*, key: str, door: str, data: object, subject_id: UUID, by: Staff, at: datetime) -> None:
    """Remember that ``by`` sent this under ``key``, so that a second sending changes nothing."""
    Submission.objects.create(
        staff=by,
        key=key,
        door=door,
        digest=digest_of(data),
        subject_id=subject_id,
        at=at,
    )


@transaction.atomic
def open_draft(payload: Mapping[str, Any], *, by: Staff, at: datetime) -> Draft:
    """Begin a sheet, sealed under a key of its own and readable by its author alone."""
    draft = Draft(id=new_id(), unit=by.unit, staff=by, opened_at=at, saved_at=at)
    access.let_read([draft.id], [by.id], unit_id=by.unit_id)
    key = keys.create([draft.id], kind="draft", unit_id=by.unit_id)[draft.id]
    draft.sheet = keys.seal(key, dict(payload), table=DRAFT_TABLE, pk=draft.id, column=SHEET)
    draft.save(force_insert=True)
    audit.record("draft.opened", by=by, at=at, on=draft)
    return draft


def save_draft(draft: Draft, payload: Mapping[str, Any], *, version: int, by: Staff, at: datetime) -> Draft:
    """Save what is typed so far; raise ``Stale`` when another browser saved since ``version``."""
    key = keys.load([draft.id]).get(draft.id)
    if key is None:  # finished or thrown away in another browser
        raise Stale
    sheet = keys.seal(key, dict(payload), table=DRAFT_TABLE, pk=draft.id, column=SHEET)
    mine = Draft.objects.filter(id=draft.id, version=version, report=None, staff=by)
    if not mine.update(sheet=sheet, saved_at=at, version=version + 1):
        raise Stale
    draft.version, draft.saved_at, draft.sheet = version + 1, at, sheet
    return draft


def read_draft(draft: Draft) -> dict[str, Any]:
    """Return what was typed."""
    key = keys.load([draft.id])[draft.id]
    return dict(keys.unseal(key, bytes(draft.sheet), table=DRAFT_TABLE, pk=draft.id, column=SHEET))


@transaction.atomic
def finish_draft(draft: Draft, report: Report) -> None:
    """Join the draft to the report it became and destroy the key of the draft."""
    Draft.objects.filter(id=draft.id).update(report=report, sheet=b"")
    Rescue.objects.filter(draft_number=draft.number).delete()
    keys.destroy([draft.id])


@transaction.atomic
def throw_draft_away(draft: Draft, *, by: Staff, at: datetime) -> None:
    """Throw the draft away: its key is destroyed, so nothing of it can be read again."""
    audit.record("draft.thrown-away", by=by, at=at, on=draft)
    keys.destroy([draft.id])
    access.stop_reading([draft.id], [by.id])
    Rescue.objects.filter(draft_number=draft.number).delete()
    Draft.objects.filter(id=draft.id).delete()


def rescue_typing(draft_number: str, payload: Mapping[str, Any], *, draft: Draft, at: datetime) -> Rescue:
    """Keep typing that came without a session, sealed under the draft's key, for its author.

    Of each draft only the newest few are kept: a page that saves itself goes on sending.
    """
    rescue = Rescue(id=new_id(), draft_number=draft_number, at=at)
    key = keys.load([draft.id])[draft.id]
    rescue.sheet = keys.seal(key, dict(payload), table=RESCUE_TABLE, pk=rescue.id, column=SHEET)
    rescue.save(force_insert=True)
    older = Rescue.objects.filter(draft_number=draft_number).order_by("-at", "-id")[MOST_RESCUES:]
    Rescue.objects.filter(id__in=[one.id for one in older]).delete()
    return rescue


def read_rescue(rescue: Rescue, *, draft: Draft) -> dict[str, Any]:
    """Return the rescued typing, for the author of the draft."""
    key = keys.load([draft.id])[draft.id]
    return dict(keys.unseal(key, bytes(rescue.sheet), table=RESCUE_TABLE, pk=rescue.id, column=SHEET))


RESCUES_KEPT = timedelta(days=1)
SUBMISSIONS_KEPT = timedelta(days=90)


def sweep(*, by: Actor, at: datetime) -> int:
    """Drop what is kept for a while only: rescued typing, the memory of what was sent; return how many."""
    rescues, _ = Rescue.objects.filter(at__lt=at - RESCUES_KEPT).delete()
    sent, _ = Submission.objects.filter(at__lt=at - SUBMISSIONS_KEPT).delete()
    return rescues + sent


def move_report(report_id: UUID, *, to_unit: UUID) -> None:
    """Hand a report to the unit that took over the last of its cases."""
    Report.objects.filter(id=report_id).update(unit_id=to_unit)
