"""One PostgreSQL for the whole test session, and every test as the role that owns nothing.

The cluster lies in ``.cache/test-cluster``, is started when the first test asks for a database and
stopped when the last worker is done. Tests run as ``dampingi_app``, under the row-level policies;
``as_owner`` steps out of that.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import django
import pytest
from django.core.management import call_command

from dampingi.config.cluster import OWNER, Cluster

ROOT = Path(__file__).resolve().parent.parent
_SESSION = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
_DATA = tempfile.TemporaryDirectory(prefix="dampingi-test-data-")
CLUSTER = Cluster(ROOT / ".cache" / "test-cluster", fsync=False)

os.environ["DJANGO_SETTINGS_MODULE"] = "dampingi.config.settings"
os.environ["DAMPINGI_DATA"] = _DATA.name
os.environ["DAMPINGI_MODE"] = "practice"
os.environ["DAMPINGI_AS_OWNER"] = "1"
os.environ["DAMPINGI_OWNER_URL"] = CLUSTER.url(OWNER)
os.environ["DAMPINGI_APP_URL"] = CLUSTER.url()
os.environ["DAMPINGI_SECRET_KEY"] = "only-for-tests"
os.environ["DAMPINGI_TEST_DATABASE"] = f"test_{_SESSION}"
# The Node that comes with Playwright asks for a library that a bare machine lacks; ours does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(sys.executable).with_name("node")))
for _name in ("DATABASE_URL", "DAMPINGI_ROOT_KEY", "DAMPINGI_LEDGER_KEY", "DAMPINGI_SECURE"):
    os.environ.pop(_name, None)

django.setup()
# A worker may have read its settings before this file, with the folder of whoever started it.
django.conf.settings.DAMPINGI_DATA = Path(_DATA.name)
django.conf.settings.STATIC_ROOT = Path(_DATA.name) / "static"
call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by what is in them


def _drop_orphans() -> None:
    """Drop the databases of test sessions that were killed."""
    names = CLUSTER.sql("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+'", database="postgres")
    for name in names.splitlines():
        number = re.match(r"test_(\d+)", name)
        if number and not Path("/proc", number[1]).exists():
            CLUSTER.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', database="postgres")


def _set_role(name: str, *, alias: str = "default") -> None:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(f"SET ROLE {name}" if name else "RESET ROLE")


@contextmanager
def _owner() -> Iterator[None]:
    """Be the owner of the tables for a while."""
    _set_role("")
    try:
        yield
    finally:
        _set_role("dampingi_app")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return the running cluster of this session."""
    with CLUSTER:
        yield CLUSTER


@pytest.fixture(scope="session")
def django_db_setup(
    cluster: Cluster,
    django_test_environment: None,
    django_db_blocker: "pytest.DjangoDbBlocker",
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database as the owner, then hand every connection to ``dampingi_app``."""
    from django.core.management.commands.flush import Command as Flush
    from django.db import connection
    from django.db.backends.signals import connection_created
    from django.test.utils import setup_databases, teardown_databases
    from django.utils import timezone

    from dampingi.config.policies import apply_access
    from dampingi.keys.actions import check_root

    def hand_over(connection: object, **_: object) -> None:
        _set_role("dampingi_app", alias=connection.alias)  # type: ignore[attr-defined]

    plain = Flush.handle

    def flush(self: Flush, **options: object) -> None:
        """Empty the tables after a test that committed; the database knows its keys again after."""
        with _owner():
            plain(self, **options)
            check_root(at=timezone.now())

    with django_db_blocker.unblock():
        _drop_orphans()
        made = setup_databases(verbosity=0, interactive=False)
        apply_access(connection)
        check_root(at=timezone.now())
        connection.close()
        connection_created.connect(hand_over, dispatch_uid="tests.hand_over")
        Flush.handle = flush  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        Flush.handle = plain  # type: ignore[method-assign]
        connection_created.disconnect(dispatch_uid="tests.hand_over")
        connection.close()
        teardown_databases(made, verbosity=0)


@pytest.fixture
def as_owner(db: None) -> Callable[[], AbstractContextManager[None]]:
    """Return a context in which the test is the owner of the tables: ``with as_owner(): …``."""
    return _owner

from tests.fixtures import room  # noqa: F401 -- the people in the room, for every test
