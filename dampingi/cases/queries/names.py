"""Search by name in memory: names are opened for the search and lie nowhere (security K-2).

One index for each unit and process: every victim's name, case folded, in one long string, so that
a search over a hundred thousand names is one scan at the speed of memory. New names are added as
they arrive; an index nobody used for a quarter of an hour is dropped after the next answer of its
process, whoever asks for what.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db.models import Q

from dampingi.access import queries as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import queries as audit
from dampingi.cases.models import Case
from dampingi.cases.queries.board import ROW
from dampingi.people.actions import open_for_matching
from dampingi.people.models import Person, Role
from dampingi.people.queries import files_with
from dampingi.people.rules import searchable

IDLE = timedelta(minutes=15)
MOST = 200
_CHUNK = 4_000
# UUIDv7 order is the order of time; a transaction may commit this much after it made its ids.
_OVERLAP = 120_000


_BEGINNING = UUID(int=0)


@dataclass(slots=True)
class _Index:
    """The names of one unit, in the order of their ids."""

    text: str = "\n"
    starts: list[int] = field(default_factory=list)
    files: list[UUID] = field(default_factory=list)
    known: set[UUID] = field(default_factory=set)
    again: set[UUID] = field(default_factory=set)  # known, and written anew since
    last: UUID = _BEGINNING
    seq: int | None = None  # how far the unit's ledger was read
    used_at: datetime | None = None


_INDEXES: dict[UUID, _Index] = {}
_LOCK = Lock()


def forget_names(*, idle_since: datetime | None = None) -> None:
    """Drop every index, or those not used since a moment."""
    if not any(_idle(index, idle_since) for index in tuple(_INDEXES.values())):
        return
    with _LOCK:
        for unit_id, index in list(_INDEXES.items()):
            if _idle(index, idle_since):
                del _INDEXES[unit_id]


def _idle(index: _Index, since: datetime | None) -> bool:
    return since is None or index.used_at is None or index.used_at < since


def _refresh(index: _Index, unit_id: UUID) -> None:
    """Open the names that have arrived since the last search, and drop those erased or written anew.

    An index holds the names of the whole unit, whoever asks first; what is found is then looked at
    through the eyes of whoever asks.
    """
    with acting_as("names"):
        newest = audit.newest_seq(unit_id)
        if index.seq is not None and newest > index.seq:
            _forget(index, audit.subjects_since(unit_id, index.seq, acts=("person.amended", "person.erased")))
        index.seq = newest
        _read_new(index, unit_id)


def _forget(index: _Index, files: Collection[UUID]) -> None:
    """Blank the names of some files; what was written anew is read again."""
    if not files:
        return
    ends = [*index.starts[1:], len(index.text)]
    letters = index.text
    for start, end, file_id in zip(index.starts, ends, index.files, strict=True):
        if file_id in files:
            letters = letters[:start] + "\n" * (end - start) + letters[end:]
    index.text = letters
    anew = Person.objects.filter(file_id__in=files, role=Role.VICTIM).values_list("id", flat=True)
    index.known.difference_update(anew)
    index.again.update(anew)


def _read_new(index: _Index, unit_id: UUID) -> None:
    since = UUID(int=max(index.last.int - (_OVERLAP << 80), 0))
    arriving = Q(id__gt=since) | Q(id__in=index.again) if index.again else Q(id__gt=since)
    new = Person.objects.filter(arriving, unit_id=unit_id, role=Role.VICTIM).order_by("id")
    index.again = set()
    parts = [index.text]
    length = len(index.text)
    arrived = [row for row in new.values_list("id", "file_id", "identity") if row[0] not in index.known]
    for begin in range(0, len(arrived), _CHUNK):
        rows = arrived[begin : begin + _CHUNK]
        persons = [Person(id=i, file_id=f, identity=sealed) for i, f, sealed in rows]
        opened = open_for_matching(persons)
        for person in persons:
            index.known.add(person.id)
            name = searchable(opened[person.id].name).replace("\n", " ") if person.id in opened else ""
            if name:
                index.starts.append(length)
                index.files.append(person.file_id)
                parts.append(name + "\n")
                length += len(name) + 1
    if arrived:
        index.last = max(index.last, arrived[-1][0])
        index.text = "".join(parts)


def _matches(index: _Index, asked: str) -> list[UUID]:
    found: list[UUID] = []
    at = index.text.find(asked)
    while at >= 0:
        place = bisect_right(index.starts, at) - 1
        found.append(index.files[place])
        at = index.text.find(asked, index.text.index("\n", at))
    return found


def search_names(text: str, *, seen_by: Staff, at: datetime) -> Sequence[Case]:
    """Return the newest cases ``seen_by`` may see whose victim's name contains ``text``.

    Fewer than two letters find nothing. What she may not see is not found, and nothing tells it
    from what does not exist (H-11).
    """
    asked = searchable(text)
    if len(asked) < 2:  # noqa: PLR2004 -- one letter would list everybody
        return ()
    with _LOCK:
        index = _INDEXES.setdefault(seen_by.unit_id, _Index())
        index.used_at = at
        _refresh(index, seen_by.unit_id)
        files = _matches(index, asked)
    if not seen_by.supervises:
        # Among thousands of one name hers may be the oldest: those of others never crowd them out.
        files = list(access.files_of(seen_by).intersection(files))
    newest = sorted(files, reverse=True)[:MOST]
    cases = Case.objects.visible_to(seen_by).filter(id__in=newest, erased_at=None)
    return list(cases.select_related("companion").only(*ROW).order_by("-received_at", "-id"))


def search_exact(text: str, *, seen_by: Staff) -> Sequence[Case]:
    """Return the newest cases ``seen_by`` may see in which exactly this NIK or telephone stands."""
    if any(letter.isalpha() for letter in text):
        return ()
    files = files_with(text)
    if not files:
        return ()
    found = Case.objects.visible_to(seen_by).filter(Q(id__in=files) | Q(report_id__in=files))
    return list(found.select_related("companion").order_by("-received_at", "-id")[:MOST])
