"""Key files: made once, never shown, and refused when they are not this database's (R-16)."""

import hmac
import os
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from dampingi.keys import actions, ring, root, tokens
from dampingi.keys.models import RootCheck, UnitKey
from dampingi.keys.root import KeyRefused
from dampingi.keys.tokens import Purpose, token

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def fresh(settings, tmp_path):
    """Return a data folder without keys."""
    settings.DAMPINGI_DATA = tmp_path
    settings.DAMPINGI_ROOT_KEY = settings.DAMPINGI_LEDGER_KEY = ""
    ring.forget()
    yield tmp_path
    ring.forget()


@pytest.fixture
def empty(db, as_owner):
    """Empty the key ring, as in a database nobody has used yet."""
    with as_owner():
        for model in (RootCheck, UnitKey):
            model.objects.all().delete()


def test_practice_keys_are_made_once_for_their_owner_only(fresh):
    """Two files of 32 bytes, mode 0600, not the same, not made twice."""
    assert root.made_at_first_start()
    paths = [root.root_path(), root.ledger_path()]
    assert [p.name for p in paths] == ["practice-root.key", "ledger.key"]
    assert {p.stat().st_mode & 0o777 for p in paths} == {0o600}
    one, other = (p.read_bytes() for p in paths)
    assert len(one) == len(other) == 32
    assert one != other
    assert not root.made_at_first_start()
    assert root.root_path().read_bytes() == one
    with pytest.raises(FileExistsError):
        root.make_root(root.root_path())


@pytest.mark.parametrize("case", ["named", "real"])
def test_other_keys_are_never_made(fresh, settings, case):
    """A named key that is missing, or any key of a real installation, is an error, not a new key."""
    if case == "named":
        settings.DAMPINGI_ROOT_KEY = str(fresh / "mine.key")
    else:
        settings.DAMPINGI_MODE = "real"
    assert not root.made_at_first_start()
    assert list(fresh.iterdir()) == []
    with pytest.raises(KeyRefused, match="No such file"):
        root.kek()


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [(b"x" * 31, 0o600, "32 bytes"), (b"x" * 33, 0o600, "32 bytes"), (b"x" * 32, 0o640, "chmod")],
)
def test_a_key_of_wrong_size_or_open_to_others_is_refused(fresh, content, mode, why):
    """The reason is said; the content never."""
    root.root_path().write_bytes(content)
    os.chmod(root.root_path(), mode)
    with pytest.raises(KeyRefused, match=why) as no:
        root.kek()
    assert "xxx" not in str(no.value)


def test_every_purpose_has_a_key_of_its_own(fresh):
    """Nothing derived equals another or the root."""
    root.made_at_first_start()
    keys = [root.index_key(p, v) for p in Purpose for v in (1, 2)]
    keys += [root.mfa_key(), root.pepper(), root.ledger_key(), root.root_path().read_bytes()]
    assert len(set(keys)) == len(keys)


def test_tokens_match_only_for_one_purpose_version_and_installation(fresh, settings):
    """K-2: equal numbers are found again; a NIK says nothing about a telephone."""
    root.made_at_first_start()
    nik = "6271014107900001"
    first = token(Purpose.NIK, nik)
    assert len(first) == 16
    assert token(Purpose.NIK, nik) == first
    index_key = root.index_key("nik", 1)
    assert first == hmac.new(index_key, nik.encode(), "sha256").digest()[:16]
    others = {token(Purpose.PHONE, nik), token(Purpose.NIK, nik, version=2)}
    assert first not in others | {token(Purpose.NIK, nik + "0")}
    assert len(others) == 2
    root.make_root(fresh / "elsewhere.key")
    settings.DAMPINGI_ROOT_KEY = str(fresh / "elsewhere.key")
    assert token(Purpose.NIK, nik) != first


def test_no_token_of_a_name():
    """K-2: only identifiers that cannot be ranked by how often they occur."""
    assert {p.value for p in Purpose} == {"nik", "phone", "family_card"}
    assert tokens.TOKEN_BYTES == 16


@pytest.mark.usefixtures("empty")
def test_an_empty_database_learns_its_keys(fresh):
    """The first start makes the files and the canaries; the second finds them right."""
    actions.check_root(at=NOW)
    assert set(RootCheck.objects.values_list("name", flat=True)) == {"root", "ledger"}
    actions.check_root(at=NOW)
    for path in (root.root_path(), root.ledger_path()):
        secret = path.read_bytes()
        for row in RootCheck.objects.all():
            assert secret not in bytes(row.canary)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("which", ["practice-root.key", "ledger.key"])
def test_a_wrong_key_is_refused_before_any_write(fresh, settings, tmp_path_factory, which):
    """R-16: a wrong root or ledger key stops the start, and not a byte was written."""
    actions.check_root(at=NOW)
    other = tmp_path_factory.mktemp("other")
    for name in ("practice-root.key", "ledger.key"):
        (other / name).write_bytes((fresh / name).read_bytes())
    (other / which).unlink()
    root.make_root(other / which)
    for name in ("practice-root.key", "ledger.key"):
        os.chmod(other / name, 0o600)
    settings.DAMPINGI_DATA = other
    statements = []

    def listen(execute, sql, values, many, context):
        statements.append(sql)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen), pytest.raises(KeyRefused, match=which):
        actions.check_root(at=NOW)
    assert statements
    assert all(sql.startswith("SELECT") for sql in statements)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("which", ["practice-root.key", "ledger.key"])
def test_a_missing_key_is_refused_and_not_made_anew(fresh, settings, tmp_path_factory, which):
    """R-16: a lost key must not be papered over by a new one."""
    actions.check_root(at=NOW)
    other = tmp_path_factory.mktemp("other")
    kept = ({"practice-root.key", "ledger.key"} - {which}).pop()
    (other / kept).write_bytes((fresh / kept).read_bytes())
    os.chmod(other / kept, 0o600)
    settings.DAMPINGI_DATA = other
    with pytest.raises(KeyRefused, match="No such file"):
        actions.check_root(at=NOW)
    assert not (other / which).exists()


@pytest.mark.usefixtures("empty")
def test_unit_keys_without_canary_are_refused(fresh, as_owner):
    """Somebody removed the canary to have another root key taken."""
    actions.check_root(at=NOW)
    actions.create_unit(uuid4(), at=NOW)
    with as_owner():
        RootCheck.objects.all().delete()
    with pytest.raises(KeyRefused, match="altered"):
        actions.check_root(at=NOW)
    assert not RootCheck.objects.exists()
