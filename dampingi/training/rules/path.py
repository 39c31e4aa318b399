"""The shortest path to readiness: which modules and drills, in what order, and why each. Pure.

UU 12/2022 art. 26(1), (3) makes TPKS training the condition (H-15); what else a kind of case asks
for, and the core for everybody who touches a case, is advice. The path leads to all of it with the
fewest hours of 45 minutes (JP), and of two ways equally long takes the one with fewer modules.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations, product
from uuid import UUID

from dampingi.kernel.refusals import Reason
from dampingi.kernel.words import Words, say
from dampingi.training.catalog.competences import BY_CODE, COMPETENCES, TPKS, Competence


class Way(StrEnum):
    """How a competence is come by."""

    MODULE = "module"
    DRILL = "drill"
    REFRESHER = "refresher"  # renews what was held before, and gives nothing new


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be taken: its hours, the competences it gives, and what it rests on."""

    code: str
    title: Words | str
    jp: int
    gives: frozenset[str]
    way: Way = Way.MODULE
    law: str = ""
    article: str = ""
    to_confirm: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to take, what of it she needs, and the reason for each."""

    offer: Offer
    gives: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The steps, their hours, and what no module or drill teaches."""

    steps: tuple[Step, ...]
    missing: tuple[str, ...]  # every competence she lacks or will lose
    out_of_reach: tuple[str, ...]

    @property
    def jp(self) -> int:
        """Return how many hours of 45 minutes it takes."""
        return sum(step.offer.jp for step in self.steps)

    @property
    def drills(self) -> int:
        """Return how many of the steps are drills."""
        return sum(step.offer.way == Way.DRILL for step in self.steps)

    @property
    def ready(self) -> bool:
        """Tell whether nothing is missing already."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody, and what she holds or held: until when, and nothing where it does not end."""

    staff_id: UUID
    holds: Mapping[str, date | None] = field(default_factory=dict)


def asked_for(kinds: Collection[str]) -> tuple[Competence, ...]:
    """Return what readiness for such a case asks: the condition first, then its kind, then the core."""
    wanted = [c for c in COMPETENCES if c.core or c.for_kinds & set(kinds)]
    return tuple(sorted(wanted, key=lambda c: (c.code != TPKS, c.core)))


def missing_for(holds: Mapping[str, date | None], kinds: Collection[str], *, until: date) -> tuple[str, ...]:
    """Return the competences that are not held, or end before ``until``."""
    return tuple(c.code for c in asked_for(kinds) if not _lasts(holds, c.code, until))


def _lasts(holds: Mapping[str, date | None], code: str, until: date) -> bool:
    return code in holds and ((end := holds[code]) is None or end >= until)


def shortest(learner: Learner, kinds: Collection[str], offers: Sequence[Offer], *, until: date) -> Path:
    """Return the shortest path of ``learner`` to be ready for ``kinds`` until that day."""
    missing = missing_for(learner.holds, kinds, until=until)
    chosen, out = _cover(learner.holds, missing, offers)
    left, steps = list(missing), []
    # Longest need first: the condition stands on top, and each module says only what it still adds.
    for offer in sorted(chosen, key=lambda o: (min(missing.index(c) for c in _useful(o, learner.holds, missing)), o.code)):
        gives = tuple(c for c in left if c in _useful(offer, learner.holds, missing))
        left = [c for c in left if c not in gives]
        steps.append(Step(offer, gives, tuple(_why(c, learner.holds) for c in gives)))
    return Path(tuple(steps), missing, out)


def _useful(offer: Offer, holds: Mapping[str, date | None], missing: Iterable[str]) -> frozenset[str]:
    """Return what of ``missing`` that offer gives her: a refresher only renews what was held."""
    useful = offer.gives & set(missing)
    return frozenset(useful & holds.keys()) if offer.way == Way.REFRESHER else frozenset(useful)


def _cover(
    holds: Mapping[str, date | None], missing: Sequence[str], offers: Sequence[Offer]
) -> tuple[tuple[Offer, ...], tuple[str, ...]]:
    """Return the offers with the fewest JP that together give ``missing``, and what none of them gives.

    Exact: over the sets of what is missing (at most two to the number of competences), each set
    reached the cheapest way. Some offer must give the first thing that is still missing, so only
    those are tried.
    """
    useful = [(offer, _useful(offer, holds, missing)) for offer in offers]
    taught = frozenset().union(*(gives for _, gives in useful)) if useful else frozenset()
    place = {code: bit for bit, code in enumerate(c for c in missing if c in taught)}
    giving = [(offer, sum(1 << place[c] for c in gives)) for offer, gives in useful if gives]
    whole = (1 << len(place)) - 1
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {0: (0, 0, ())}
    for mask in range(whole):
        if mask not in best:
            continue
        jp, count, codes = best[mask]
        first = ~mask & (mask + 1)
        for offer, gives in giving:
            if gives & first:
                reached = (jp + offer.jp, count + 1, tuple(sorted((*codes, offer.code))))
                if mask | gives not in best or reached < best[mask | gives]:
                    best[mask | gives] = reached
    chosen = best[whole][2]
    return tuple(o for o in offers if o.code in chosen), tuple(c for c in missing if c not in taught)


def _why(code: str, holds: Mapping[str, date | None]) -> Reason:
    """Return why a competence is asked for, with its clause."""
    competence = BY_CODE[code]
    clause = say("{law} {article}", law=competence.law, article=competence.article)
    if code in holds:
        words = say("{title}: berlaku sampai {day}, perlu diperbarui ({clause}).",
                    title=competence.title, day=holds[code], clause=clause)  # fmt: skip
        return Reason(f"renew-{code}", words)
    if code == TPKS:
        words = say("{title}: syarat mendampingi di kepolisian, kejaksaan, dan pengadilan ({clause}).",
                    title=competence.title, clause=clause)  # fmt: skip
        return Reason(f"condition-{code}", words)
    if competence.core:
        words = say("{title}: inti yang disarankan bagi setiap pendamping ({clause}).",
                    title=competence.title, clause=clause)  # fmt: skip
        return Reason(f"core-{code}", words)
    words = say("{title}: disarankan untuk jenis kasus ini ({clause}).", title=competence.title, clause=clause)
    return Reason(f"kind-{code}", words)


# --- a whole unit -------------------------------------------------------------------------------------


_Reached = tuple[int, int, tuple[tuple[int, tuple[str, ...]], ...]]  # JP, steps, who for which kinds


@dataclass(frozen=True, slots=True)
class UnitPath:
    """Who takes what, so that for each kind of case at least so many people are ready."""

    paths: tuple[tuple[UUID, tuple[str, ...], Path], ...]  # person, for which kinds, her steps
    ready_before: Mapping[str, int]
    short: Mapping[str, int]  # kinds that cannot reach the number: how many people are wanting

    @property
    def jp(self) -> int:
        """Return the hours of everybody together."""
        return sum(path.jp for _, _, path in self.paths)


def shortest_for_unit(
    learners: Sequence[Learner], kinds: Sequence[str], offers: Sequence[Offer], *, ready: int, until: date
) -> UnitPath:
    """Return the fewest JP with which at least ``ready`` people are ready for each of ``kinds``.

    Exact: person after person, over how many are ready for each kind so far.
    """
    least = min(ready, len(learners))
    # Kinds that ask for the same are one here, so there are few.
    named = {kind: asked_for([kind]) for kind in kinds}
    apart = list({asked: kind for kind, asked in named.items()}.values())
    groups = [group for size in range(len(apart) + 1) for group in combinations(apart, size)]
    best: dict[tuple[int, ...], _Reached] = {(0,) * len(apart): (0, 0, ())}
    for place, learner in enumerate(learners):
        costs = [(group, asked) for group in groups if (asked := _cost(learner, group, offers, until))]
        found: dict[tuple[int, ...], _Reached] = {}
        for (counts, (jp, steps, who)), (group, asked) in product(best.items(), costs):
            now = tuple(min(n + (k in group), least) for n, k in zip(counts, apart, strict=True))
            reached = (jp + asked[0], steps + asked[1], (*who, (place, group)) if group else who)
            if now not in found or reached < found[now]:
                found[now] = reached
        best = found
    most = max(best, key=lambda counts: (sum(counts), -best[counts][0], -best[counts][1]))
    reaches = {named[kind]: n for kind, n in zip(apart, most, strict=True)}
    paths = [(learners[i].staff_id, g, shortest(learners[i], g, offers, until=until)) for i, g in best[most][2]]
    return UnitPath(
        tuple(row for row in paths if row[2].steps),
        {k: sum(not missing_for(one.holds, [k], until=until) for one in learners) for k in kinds},
        {k: ready - n for k in kinds if (n := reaches[named[k]]) < ready},
    )


def _cost(learner: Learner, kinds: tuple[str, ...], offers: Sequence[Offer], until: date) -> tuple[int, int] | None:
    """Return the JP and the steps by which she is ready for ``kinds``; none where she cannot be."""
    if not kinds:
        return 0, 0
    path = shortest(learner, kinds, offers, until=until)
    return None if path.out_of_reach else (path.jp, len(path.steps))
