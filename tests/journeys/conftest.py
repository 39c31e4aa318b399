"""One practice installation for all journeys, a Chromium a module, and officers who are signed in.

Each story takes its own unit, so that no story finds what another left. The installation is shared
by the workers of pytest-xdist: the first starts it, the last ends it.
"""

import fcntl
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.config.installation import PASSWORD, READY, Installation
from tests.journeys.officer import DESK, PHONE, Officer

PATIENCE = 400


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installation]:
    """Return the running practice installation."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "journeys"
    shared.mkdir(exist_ok=True)
    made = Installation(shared / "data")
    with _door(shared) as users:
        if users:
            made.port = users["port"]
        else:
            made.run(DAMPINGI_DEMO_PASSWORD=PASSWORD).until(READY)
        _count(shared, made.port, users.get("count", 0) + 1)
    yield made
    with _door(shared) as users:
        _count(shared, made.port, users["count"] - 1)
        if users["count"] == 1:
            made.remove()


class _door:  # noqa: N801 -- used as a word
    """Let one worker in at a time, and say who is inside."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared

    def __enter__(self) -> dict[str, int]:
        self.lock = (self.shared / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        users = self.shared / "users"
        return json.loads(users.read_text()) if users.is_file() else {}

    def __exit__(self, *_: object) -> None:
        self.lock.close()


def _count(shared: Path, port: int, count: int) -> None:
    (shared / "users").write_text(json.dumps({"port": port, "count": count} if count else {}))


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """End a story that waits for ever: some calls of a browser know no time limit."""

    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium for the tests of a module."""
    with chromium() as running:
        yield running


Visit = Callable[..., Officer]
_SIGNED_IN: dict[tuple[str, str], Path] = {}


@pytest.fixture
def visit(
    installation: Installation,
    browser: Browser,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visit]:
    """Return how somebody comes to the pages: ``visit("supervisor-6204", width, language)``.

    Whoever came once with that account need not sign in again, except ``fresh=True``. At the end
    each page must have been without fault.
    """
    came: list[Officer] = []

    def visit(
        account: str = "",
        width: int = DESK,
        language: str = "id",
        *,
        fresh: bool = False,
        scripts: bool = True,
    ) -> Officer:
        key = (str(installation.folder), account)
        state = None if fresh else _SIGNED_IN.get(key)
        context = browser.new_context(
            viewport={"width": width, "height": 780 if width == PHONE else 900},
            storage_state=state,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "l", "value": language, "url": installation.base}])
        story = request.node.originalname.removeprefix("test_")
        officer = Officer(context.new_page(), installation.base, width, language, story)
        came.append(officer)
        if account and state is None:
            officer.sign_in(account, PASSWORD)
            if not fresh:
                _SIGNED_IN[key] = tmp_path_factory.mktemp("state") / "state.json"
                context.storage_state(path=_SIGNED_IN[key])
        return officer

    yield visit
    for officer in came:
        officer.page.context.close()
    for officer in came:
        assert officer.troubles == []
