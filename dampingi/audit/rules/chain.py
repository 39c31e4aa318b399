"""Reading a chain from its first line to its head, and naming what was done to it. Pure.

A line *fits* when its MAC is right for its columns. When one does not, its neighbours tell what
happened: the next line's ``prev`` still holds the MAC that stood there, and a line that was moved
fits under its old number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, combinations, pairwise
from uuid import UUID

from dampingi.audit.rules.lines import FIRST_PREV, Tip, Written, mac
from dampingi.kernel.words import Words, say

# A line that does not fit is tried under the numbers this near, for chains that were renumbered.
_NEAR = 64
# So many altered lines are compared with each other, to tell a swap from two edits.
_COMPARED = 64


class What(StrEnum):
    """What was done to a chain."""

    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    RECOMPUTED = "recomputed"
    TRUNCATED = "truncated"
    HEAD_WRONG = "head_wrong"
    CHECKPOINT_BROKEN = "checkpoint_broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, from line ``seq`` to line ``last`` of a unit's chain."""

    unit_id: UUID
    seq: int
    last: int
    what: What
    words: Words


def finding(unit_id: UUID, what: What, seq: int, last: int | None = None) -> Finding:
    """Return a finding with its words."""
    last = seq if last is None else last
    return Finding(unit_id, seq, last, what, _words(what, seq, last))


_ONE = {
    What.EDITED: say("Isi baris {seq} diubah."),
    What.MISSING: say("Baris {seq} hilang."),
    What.INSERTED: say("Baris {seq} disisipkan."),
    What.RECOMPUTED: say("Rantai ditulis ulang di baris {seq}."),
    What.TRUNCATED: say("Baris terbaru {seq} hilang."),
    What.HEAD_WRONG: say("Kepala rantai tidak cocok dengan baris {seq}."),
    What.CHECKPOINT_BROKEN: say("Berkas titik periksa rusak pada baris {seq} berkas itu."),
}
_MANY = {
    What.EDITED: say("Isi baris {seq} sampai {last} diubah."),
    What.MISSING: say("Baris {seq} sampai {last} hilang."),
    What.INSERTED: say("Baris {seq} sampai {last} disisipkan."),
    What.SWAPPED: say("Baris {seq} dan baris {last} ditukar."),
    What.RECOMPUTED: say("Rantai ditulis ulang di antara baris {seq} dan {last}."),
    What.TRUNCATED: say("Baris terbaru {seq} sampai {last} hilang."),
}


def _words(what: What, seq: int, last: int) -> Words:
    words = (_ONE if seq == last else _MANY)[what]
    return say(words.text, seq=seq, last=last)


@dataclass(slots=True)
class _Run:
    """Neighbouring lines that do not fit in the same way; ``shift`` is how far they were moved."""

    what: What | None
    shift: int
    first: int
    last: int
    linked: bool


@dataclass(slots=True)
class _Walk:
    """What is known of one chain while it is read, in memory that does not grow with it."""

    key: bytes
    marks: Mapping[int, bytes]
    found: list[tuple[What, int, int]] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    compared: dict[int, Written] = field(default_factory=dict)
    seq: int = 0
    mac: bytes = FIRST_PREV
    fitted: bool = True
    shift: int = 0
    mark_kept: int = 0
    marks_lost: list[int] = field(default_factory=list)

    def fits(self, line: Written, *, seq: int) -> bool:
        return mac(line if seq == line.seq else replace(line, seq=seq), self.key) == line.mac

    def read(self, line: Written, next_prev: bytes | None) -> None:
        if line.seq <= self.seq:
            # Two lines of one number: somebody removed the constraint to get this one in.
            self.found.append((What.INSERTED, line.seq, line.seq))
            return
        gap = line.seq > self.seq + 1
        if gap:
            self.found.append((What.MISSING, self.seq + 1, line.seq - 1))
        linked = gap or line.prev == self.mac
        fits = self.fits(line, seq=line.seq)
        if fits:
            self.shift = 0
            if self.fitted and not linked:
                self.found.append((What.RECOMPUTED, line.seq, line.seq))
        else:
            self._misfit(line, next_prev, linked=linked)
        self._mark(line, fits=fits)
        self.seq, self.mac, self.fitted = line.seq, line.mac, fits

    def _misfit(self, line: Written, next_prev: bytes | None, *, linked: bool) -> None:
        what: What | None
        if shift := self._moved_by(line):
            what, self.shift = None, shift
        elif next_prev is not None and next_prev == self.mac != line.mac:
            what = What.INSERTED
        elif next_prev in (None, line.mac):
            what = What.EDITED
        else:
            what = What.RECOMPUTED
        if len(self.compared) < _COMPARED:
            self.compared[line.seq] = line
        run = self.runs[-1] if self.runs else None
        moved = shift if what is None else 0
        if run and (run.what, run.shift, run.last) == (what, moved, line.seq - 1):
            run.last, run.linked = line.seq, run.linked and linked
        else:
            self.runs.append(_Run(what, moved, line.seq, line.seq, linked))

    def _moved_by(self, line: Written) -> int:
        near = chain.from_iterable((n, -n) for n in range(1, _NEAR + 1))
        for shift in chain([self.shift] if self.shift else [], near):
            if line.seq + shift > 0 and self.fits(line, seq=line.seq + shift):
                return shift
        return 0

    def _mark(self, line: Written, *, fits: bool) -> None:
        mark = self.marks.get(line.seq)
        if mark == line.mac:
            self.mark_kept = line.seq
        elif mark is not None and fits:
            self.marks_lost = [*self.marks_lost[:1], line.seq]

    def end(self, tip: Tip | None) -> None:
        swaps = self._swaps()
        for pair in swaps:
            self.found.append((What.SWAPPED, *pair))
        self._tell_runs({seq for pair in swaps for seq in pair})
        if self.marks_lost:
            self.found.append((What.RECOMPUTED, self.mark_kept + 1, self.marks_lost[-1]))
        self._tell_head(tip)

    def _swaps(self) -> list[tuple[int, int]]:
        swapped: list[tuple[int, int]] = []
        for one, other in combinations(self.compared.values(), 2):
            taken = {seq for pair in swapped for seq in pair}
            if taken & {one.seq, other.seq}:
                continue
            if self._was(one, other) and self._was(other, one):
                swapped.append((one.seq, other.seq))
        return swapped

    def _was(self, one: Written, other: Written) -> bool:
        """Tell whether the line now at ``one`` holds what once stood at ``other``."""
        if self.fits(one, seq=other.seq):
            return True
        there = replace(one, seq=other.seq, prev=other.prev, mac=other.mac)
        return any(self.fits(line, seq=other.seq) for line in (there, replace(there, id=other.id)))

    def _tell_runs(self, swapped: set[int]) -> None:
        before: _Run | None = None
        shift = 0
        for run in chain.from_iterable(_without(run, swapped) for run in self.runs):
            follows = before is not None and before.last == run.first - 1
            if run.what is None:
                self._tell_moved(run, before if follows else None, shift if follows else 0)
            elif run.what is What.EDITED and run.last > run.first and run.linked:
                # To the end of the chain, each bound to the one before: rewritten with another key.
                ends = run.last == self.seq
                what = What.RECOMPUTED if ends else What.EDITED
                self.found.append((what, run.first, run.last))
            else:
                self.found.append((run.what, run.first, run.last))
            before, shift = run, run.shift

    def _tell_moved(self, run: _Run, before: _Run | None, shift: int) -> None:
        if run.shift > shift:
            self.found.append((What.MISSING, run.first + shift, run.first + run.shift - 1))
        elif before is None or before.what is not What.INSERTED:
            self.found.append((What.INSERTED, run.first + run.shift, run.first - 1))

    def _tell_head(self, tip: Tip | None) -> None:
        # The number the newest line once had, if the chain was renumbered.
        newest = self.seq + (0 if self.fitted else self.shift)
        known = max([tip.seq if tip else 0, *self.marks])
        if known > newest:
            self.found.append((What.TRUNCATED, newest + 1, known))
        if tip is None:
            if self.seq:
                self.found.append((What.HEAD_WRONG, self.seq, self.seq))
            return
        told = self.runs and self.runs[-1].last == self.seq and self.runs[-1].what
        if told in (What.INSERTED, What.RECOMPUTED):
            return
        if tip.seq < newest or (tip.seq == newest and tip.mac != self.mac):
            self.found.append((What.HEAD_WRONG, tip.seq, tip.seq))


def _without(run: _Run, swapped: set[int]) -> Iterator[_Run]:
    """Go over what is left of ``run`` when swapped lines, told already, are taken out."""
    first = run.first
    for seq in sorted(one for one in swapped if run.first <= one <= run.last):
        if seq > first:
            yield replace(run, first=first, last=seq - 1)
        first = seq + 1
    if first <= run.last:
        yield replace(run, first=first)


def check_chain(
    unit_id: UUID,
    lines: Iterable[Written],
    *,
    tip: Tip | None,
    key: bytes,
    marks: Mapping[int, bytes] | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with one unit's chain, in the order of its lines.

    ``lines`` come by ``seq`` and are read once; ``tip`` is the stored head; ``marks`` are the MACs
    that checkpoints outside the database hold, by ``seq``.
    """
    walk = _Walk(key, marks or {})
    for line, after in pairwise(_and_none(lines)):
        if line is not None:
            walk.read(line, _next_prev(line, after, tip))
    walk.end(tip)
    told = sorted(set(walk.found), key=lambda one: (one[1], one[2], one[0]))
    return tuple(finding(unit_id, *one) for one in told)


def _and_none(lines: Iterable[Written]) -> Iterator[Written | None]:
    yield from lines
    yield None


def _next_prev(line: Written, after: Written | None, tip: Tip | None) -> bytes | None:
    if after is not None:
        return after.prev if after.seq == line.seq + 1 else None
    return tip.mac if tip else None
