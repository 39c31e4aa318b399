"""Handing a case over: a note from the one who leaves, read and signed by the one who comes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.models import Case, HandoverNote
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys

TABLE, COLUMN = "cases_handovernote", "words"


@transaction.atomic
def note_handover(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> HandoverNote:
    """Write for whoever comes next where things stand; raises ``Refusal`` or ``Stale``.

    ``said`` is a cleaned ``HANDOVER`` sheet; it lies sealed under the case's key.
    """
    if obstacles := rules.obstacles_to_noting(rules.State(case.state), holds=queries.holds(case, by)):
        raise Refusal(*obstacles)
    if not case.change():
        raise Stale
    made = HandoverNote(id=new_id(), case=case, at=at, by_id=by.id)
    words = {name: text for name, text in said.items() if text}
    made.words = keys.seal(keys.load([case.id])[case.id], words, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    audit.record("handover.noted", by=by, at=at, on=case)
    return made


@transaction.atomic
def sign_handover(case: Case, *, by: Staff, at: datetime) -> bool:
    """Sign that what was noted for her was read; tell whether there was something to sign."""
    if case.companion_id != by.id:
        raise Refusal(rules.NOT_HERS)
    unread = HandoverNote.objects.filter(case=case, signed_at=None).exclude(by_id=by.id)
    if not unread.update(signed_at=at, signed_by_id=by.id):
        return False
    audit.record("handover.signed", by=by, at=at, on=case)
    return True


def read_handover(note: HandoverNote) -> dict[str, str]:
    """Return what was noted, for somebody who may see the case."""
    key = keys.load([note.case_id]).get(note.case_id)
    if key is None:
        return {}
    return dict(keys.unseal(key, bytes(note.words), table=TABLE, pk=note.id, column=COLUMN))
