"""Keeping a file, reading it, taking it away. Whose it is, and who may, the caller has asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dampingi.audit import actions as audit
from dampingi.files import drawing, rules, scanner, store
from dampingi.files.drawing import CannotDraw
from dampingi.files.models import File, FileState, Upload
from dampingi.files.rules import Arrived
from dampingi.files.rules.kept import CUT, HARMFUL
from dampingi.files.scanner import Verdict
from dampingi.files.store import Arriving, Full
from dampingi.kernel.actors import Actor, Subject
from dampingi.kernel.ids import new_number
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.keys import case as keys
from dampingi.keys.models import DataKey

TABLE, UPLOADS = "files_file", "files_upload"
STRAY_AFTER = timedelta(hours=6)
PARTS_KEPT = timedelta(hours=24)
QUARANTINED = Obstacle(
    "in-quarantine",
    say("Berkas ini ditahan: pemeriksa program berbahaya sedang tidak menjawab."),
    say("Coba lagi nanti; diperiksa ulang setiap beberapa menit."),
)
GONE = Obstacle("file-gone", say("Berkas ini tidak dapat dibuka lagi."), say("Kuncinya sudah dimusnahkan."))


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a file besides its bytes."""

    name: str
    size: int
    note: str
    digest: str
    key: bytes = field(repr=False)


def arriving() -> Arriving:
    """Begin to take a file; it is sealed as it comes and is nobody's until it is kept."""
    made = Arriving(limit=settings.DAMPINGI_LARGEST_FILE)
    made.full = not store.has_room(made.limit)
    return made


@transaction.atomic
def take_part(owner: Subject, number: str, offset: int, plain: bytes, *, by: Actor, at: datetime) -> int:
    """Take one part of a file that comes in parts; return how many bytes have come, where to go on.

    A part that begins elsewhere is not taken. Raises ``Refusal`` when it is too large or the disk has no room.
    """
    key = keys.load([owner.id]).get(owner.id)
    if key is None:
        raise Refusal(GONE)
    found = Upload.objects.select_for_update().filter(number=number, by_id=by.id, file_id=owner.id).first()
    if found is None:
        made = arriving()
        found = Upload(id=made.id, number=number, file_id=owner.id, by_id=by.id, at=at, blob=made.name)
        found.wrapped = keys.seal(key, {"key": made.key.hex()}, table=UPLOADS, pk=found.id, column="wrapped")
        found.save(force_insert=True)
    if offset != found.taken:
        return found.taken
    if found.taken + len(plain) > settings.DAMPINGI_LARGEST_FILE:
        raise Refusal(rules.too_large(settings.DAMPINGI_LARGEST_FILE))
    if not store.has_room(len(plain)):
        raise Refusal(rules.FULL)
    try:
        store.put_part(found.blob, offset, plain, key=_part_key(found, key), of=found.id)
    except Full:
        raise Refusal(rules.FULL) from None
    found.taken += len(plain)
    found.save(update_fields=("taken",))
    return found.taken


def _part_key(one: Upload, key: keys.OpenKey) -> bytes:
    said = keys.unseal(key, bytes(one.wrapped), table=UPLOADS, pk=one.id, column="wrapped")
    return bytes.fromhex(said["key"])


def gather(owner: Subject, number: str, *, by: Actor, at: datetime) -> Arriving | None:
    """Put together what came in parts; None when nothing came under that number from ``by``."""
    found = Upload.objects.filter(number=number, by_id=by.id, file_id=owner.id).first()
    key = keys.load([owner.id]).get(owner.id)
    if found is None or key is None:
        return None
    made = arriving()
    try:
        for plain in store.parts(found.blob, found.taken, key=_part_key(found, key), of=found.id):
            made.write(plain)
    except store.Unreadable:
        made.discard()
        raise Refusal(CUT) from None
    made.finish()
    return made


def forget_parts(owner: Subject, number: str, *, by: Actor, at: datetime) -> None:
    """Drop what came in parts: it is kept, or refused for good."""
    for one in Upload.objects.filter(number=number, by_id=by.id, file_id=owner.id):
        store.forget_parts(one.blob)
        one.delete()


@transaction.atomic
def keep_file(owner: Subject, one: Arriving, said: Mapping[str, Any], *, by: Actor, at: datetime) -> File:
    """Keep a file that has arrived, its original unaltered; refuse it with every obstacle, and nothing stays.

    Its SHA-256 stands in the ledger line. Pictures to look at are made now, by a process of its own.
    """
    try:
        return _kept(owner, one, said, by=by, at=at)
    except BaseException:
        one.discard()
        raise


def _kept(owner: Subject, one: Arriving, said: Mapping[str, Any], *, by: Actor, at: datetime) -> File:
    key = keys.load([owner.id]).get(owner.id)
    if key is None:
        raise Refusal(GONE)
    if one.full:
        raise Refusal(rules.FULL)
    name = str(said.get("name") or "")
    if obstacles := rules.obstacles_to_keeping(Arrived(one.head, one.tail, one.size, name), limit=one.limit):
        raise Refusal(*obstacles)
    kind = rules.sniff(one.head, one.tail, one.size)
    if kind is None:  # the rule above has refused it
        raise Refusal(CUT)
    verdict = scanner.scan(one.read())
    if verdict is Verdict.HARMFUL:
        raise Refusal(HARMFUL)
    made = File(id=one.id, number=new_number(), file_id=owner.id, kind=kind, blob=one.name, by_id=by.id, at=at)
    made.intimate = bool(said.get("intimate"))
    made.state = FileState.QUARANTINED if verdict is Verdict.FAILED else FileState.KEPT
    _draw(made, one.read(), one.key)
    words = {"name": name, "note": str(said.get("note") or ""), "size": one.size, "digest": one.digest}
    made.words = keys.seal(key, words, table=TABLE, pk=made.id, column="words")
    made.wrapped = keys.seal(key, {"key": one.key.hex()}, table=TABLE, pk=made.id, column="wrapped")
    try:
        one.keep()
    except Full:
        raise Refusal(rules.FULL) from None
    made.save(force_insert=True)
    detail = {"file": made.number, "kind": made.kind, "sha256": one.digest, "intimate": made.intimate}
    audit.record("file.kept", by=by, at=at, on=owner, detail=detail)
    return made


def _draw(one: File, chunks: Iterator[bytes], key: bytes) -> None:
    """Make the pictures of a file that may be shown; an image that cannot be drawn is none."""
    quarantined = one.state == FileState.QUARANTINED
    if not rules.may_be_shown(one.kind, intimate=one.intimate, quarantined=quarantined):
        return
    pages = store.Pages(one.blob, key, one.id)
    try:
        drawn = drawing.draw(one.kind, chunks, pages)
    except CannotDraw as no:
        raise Refusal(no.obstacle) from None
    except Full:
        raise Refusal(rules.FULL) from None
    one.pages, one.all_pages, one.tells_place = pages.count, drawn.all, drawn.place


def read_about(files: Sequence[File]) -> dict[UUID, About]:
    """Return names and sizes of files of whoever may see them; what was erased is absent."""
    opened = keys.load(list({one.file_id for one in files}))
    found = {}
    for one in files:
        if (key := opened.get(one.file_id)) is None:
            continue
        words = keys.unseal(key, bytes(one.words), table=TABLE, pk=one.id, column="words")
        own = keys.unseal(key, bytes(one.wrapped), table=TABLE, pk=one.id, column="wrapped")
        found[one.id] = About(words["name"], words["size"], words["note"], words["digest"], bytes.fromhex(own["key"]))
    return found


def _about(one: File) -> About:
    try:
        return read_about([one])[one.id]
    except (KeyError, keys.Unreadable):
        raise Refusal(GONE) from None


def open_file(owner: Subject, one: File, *, why: str = "", by: Actor, at: datetime) -> tuple[About, Iterator[bytes]]:
    """Open the original, and write down who did; nothing of an altered one is given.

    Raises ``Refusal`` for what waits in quarantine and for what can no longer be opened.
    """
    if one.state == FileState.QUARANTINED:
        raise Refusal(QUARANTINED)
    about = _about(one)
    try:
        chunks = store.read(one.blob, key=about.key, file_id=one.id, size=about.size)
    except store.Unreadable:
        raise Refusal(GONE) from None
    detail = {"file": one.number, "sha256": about.digest}
    audit.record("file.opened", by=by, at=at, on=owner, reason=why, detail=detail, outcome="looked")
    return about, chunks


def look_at_page(owner: Subject, one: File, page: int, *, by: Actor, at: datetime) -> bytes:
    """Return one picture of a file, and write down who looked; never of what H-13 protects."""
    quarantined = one.state == FileState.QUARANTINED
    shown = rules.may_be_shown(one.kind, intimate=one.intimate, quarantined=quarantined)
    if not shown or not 1 <= page <= one.pages:
        raise Refusal(GONE)
    try:
        picture = store.read_page(one.blob, page, key=_about(one).key, file_id=one.id)
    except store.Unreadable:
        raise Refusal(GONE) from None
    detail = {"file": one.number, "page": page}
    audit.record("file.looked-at", by=by, at=at, on=owner, detail=detail, outcome="looked")
    return picture


@transaction.atomic
def remove_file(owner: Subject, one: File, *, reason: str, by: Actor, at: datetime) -> None:
    """Destroy the key of a file that does not belong here; what lies on the disk is noise and is swept."""
    left = File.objects.filter(id=one.id).exclude(state=FileState.REMOVED)
    if not left.update(state=FileState.REMOVED, wrapped=b"", words=b"", pages=0):
        raise Refusal(GONE)
    audit.record("file.removed", by=by, at=at, on=owner, reason=reason, detail={"file": one.number})


@transaction.atomic
def sweep(*, by: Actor, at: datetime) -> int:
    """Take away what is nobody's: what never arrived whole, what was removed, what lost its key; return how many."""
    Upload.objects.filter(at__lt=at - PARTS_KEPT).delete()
    lost = File.objects.exclude(state=FileState.REMOVED).exclude(file_id__in=DataKey.objects.values("owner_id"))
    lost.update(state=FileState.REMOVED, wrapped=b"", words=b"", pages=0)
    standing = set(File.objects.exclude(state=FileState.REMOVED).values_list("blob", flat=True))
    known = {*File.objects.values_list("blob", flat=True)}
    coming = {*Upload.objects.values_list("blob", flat=True)}
    done = 0
    for name, path, since in store.lying():
        stray = name not in known | coming and since < (at - STRAY_AFTER).timestamp()
        if stray or (name in known and name not in standing):
            path.unlink(missing_ok=True)
            done += 1
    return done


def scan_again(*, by: Actor, at: datetime) -> int:
    """Ask the scanner once more about what waits in quarantine; return how many were let go."""
    done = 0
    for one in File.objects.filter(state=FileState.QUARANTINED).order_by("at")[:20]:
        about = read_about([one]).get(one.id)
        if about is not None and _looked_through(one, about, by=by, at=at):
            done += 1
    return done


@transaction.atomic
def _looked_through(one: File, about: About, *, by: Actor, at: datetime) -> bool:
    def chunks() -> Iterator[bytes]:
        return store.read(one.blob, key=about.key, file_id=one.id, size=about.size)

    match scanner.scan(chunks()):
        case Verdict.FAILED:
            return False
        case Verdict.HARMFUL:
            File.objects.filter(id=one.id).update(state=FileState.REMOVED, wrapped=b"", words=b"", pages=0)
            return True
        case Verdict.CLEAN:
            one.state = FileState.KEPT
            try:
                _draw(one, chunks(), about.key)
            except Refusal:
                one.pages = 0
            one.save(update_fields=("state", "pages", "all_pages", "tells_place"))
            return True
