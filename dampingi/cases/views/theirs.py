"""What another officer wrote while this page was open: hers beside mine, nothing lost of either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from dampingi.access.doors import StaffRequest
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.fields import ENDINGS
from dampingi.cases.models import AfterCareVisit, Case, FirstContact, PoliceStep
from dampingi.cases.timeline import ROLES
from dampingi.kernel.codes import RISKS
from dampingi.kernel.fields import Group
from dampingi.kernel.words import say
from dampingi.people.actions import SEALED
from dampingi.triage import actions as triage
from dampingi.web.filled import differences

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands now, in the shape of the sheet, and who wrote it when.

    ``sealed`` names the questions about an identity that were written anew: it stays unread. ``lead``
    says what was done where the answers do not; ``shows`` is what the page carries on with.
    """

    values: Mapping[str, Any]
    by_id: UUID
    at: datetime
    role: str = ""
    lead: str = ""
    sealed: frozenset[str] = frozenset()
    shows: Mapping[str, Any] = field(default_factory=dict)


def written(line: Line, values: Mapping[str, Any], **more: Any) -> Written:
    """Return what the line of the ledger says was written, with what it wrote."""
    return Written(values=values, by_id=line.actor_id, at=line.at, role=line.actor_role, **more)


def beside(request: StaffRequest, found: Case, sheet: Group, mine: Mapping[str, Any], hers: Written) -> dict[str, Any]:
    """Return hers beside mine, as far as they differ; that it was looked at is written down first."""
    actions.look(found, by=request.user, at=timezone.now())
    names = queries.names_of_staff({hers.by_id}, seen_by=request.user)
    me = hers.by_id == request.user.id
    return {
        "name": _("Anda, di jendela lain") if me else names.get(hers.by_id) or ROLES.get(hers.role, say("petugas")),
        "at": hers.at,
        "lead": hers.lead,
        "differences": list(differences(sheet, hers.values, mine, sealed=hers.sealed)),
    }


Row = TypeVar("Row", FirstContact, PoliceStep)


def _newest(rows: Sequence[Row], line: Line) -> Row | None:
    """Return the row that was written last by whoever the line names: what it tells may be of an earlier hour."""
    return max((row for row in rows if row.by_id == line.actor_id), key=lambda row: row.id, default=None)


# --- what stands now, sheet by sheet ---------------------------------------------------------------


def learned(found: Case, since: datetime) -> Written | None:
    """Return the facts of the case, when somebody wrote them after ``since``."""
    line = queries.last_line(found, ("case.learned",), since=since)
    if line is None:
        return None
    lines = queries.lines_since(found, ("person.amended",), since=since)
    anew = {name for one in lines for name in one.detail.get("fields", ())}
    sealed = {f"victim.{name}" for name in anew & set(SEALED)}
    if line.detail.get("party"):
        sealed.add("party.name")
    return written(line, queries.known_now(found), sealed=frozenset(sealed))


def contacted(found: Case, since: datetime) -> Written | None:
    """Return the contact that was written after ``since``."""
    line = queries.last_line(found, ("contact.first",), since=since)
    last = _newest(queries.case_file(found).contacts, line) if line else None
    if line is None or last is None:
        return None
    agreed = {"help": last.agrees_help, "record": last.agrees_record, "contact": last.agrees_contact}
    form = "" if last.consent_form == "spoken" else last.consent_form  # what an empty answer means
    coded = {"at": last.at, "agreed": agreed, "consent_form": form, "safe_now": last.safe_now}
    return written(line, {**coded, "support": last.support, **actions.read_words(last)})


def assessed(found: Case, since: datetime) -> Written | None:
    """Return the assessment that was made after ``since``, with the level it set."""
    line = queries.last_line(found, ("risk.assessed",), since=since)
    last = next(iter(queries.case_file(found).assessments), None) if line else None
    if line is None or last is None:
        return None
    level = str(RISKS.words.get(last.level, last.level))
    lead = _("Tingkat yang ditetapkan: %(level)s.") % {"level": level}
    return written(line, {"risk_signs": last.answers, "reason": triage.read_reason(last)}, lead=lead)


def police(found: Case, since: datetime) -> Written | None:
    """Return the police step that was written after ``since``."""
    line = queries.last_line(found, ("police.step",), since=since)
    last = _newest(queries.case_file(found).police_steps, line) if line else None
    if line is None or last is None:
        return None
    asked = ("told", "meeting_agreed", "safety_updated", "danger", "objects_to_it", "outcome")
    coded = {name: getattr(last, name) for name in asked}
    return written(line, {"when": last.at, **coded, "objection": actions.read_objection(last)})


def handed(found: Case, since: datetime) -> Written | None:
    """Return the note that was written after ``since``."""
    line = queries.last_line(found, ("handover.noted",), since=since)
    note = queries.handover_of(found) if line else None
    return written(line, actions.read_handover(note)) if line and note else None


def closed(found: Case, since: datetime) -> Written | None:
    """Return how the case was closed after ``since``: who, when, and for which reason."""
    line = queries.last_line(found, ("case.closed",), since=since)
    last = queries.closing_of(found) if line else None
    if line is None or last is None:
        return None
    days = [visit.planned_on for visit in queries.visits_after(found)]
    visits = {f"visit_{place}_on": day for place, day in enumerate(days[:3], 1)}
    coded = {name: getattr(last, name) for name in ("reason", "plan", "agrees", "agreement_form")}
    lead = _("Pendampingan sudah ditutup: %(reason)s.") % {"reason": ENDINGS.words.get(last.reason, last.reason)}
    return written(line, {**coded, **visits, **actions.read_closing(last)}, lead=lead)


def visited(visit: AfterCareVisit, found: Case, since: datetime) -> Written | None:
    """Return what was written of a visit after ``since``."""
    line = queries.last_line(found, ("aftercare.visited",), since=since)
    last = next((one for one in queries.visits_after(found) if one.id == visit.id and one.visited_at), None)
    if line is None or last is None or last.by_id != line.actor_id:
        return None
    return written(line, {"when": last.visited_at, "wellbeing": last.wellbeing, "note": actions.read_visit(last)})
