"""Practice installations for the tests of the command: real processes, each its own folder and port."""

from collections.abc import Iterator

import pytest

from tests.config.installation import PASSWORD, READY, Installation


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return an installation that was started once and stopped, in a long path with spaces."""
    long = "folder yang bernama panjang sekali" + " dan masih panjang lagi" * 4
    made = Installation(tmp_path_factory.mktemp("run") / long / "data latihan")
    made.folder.parent.mkdir()
    made.modes_before = made.modes()
    made.first = made.run(DAMPINGI_DEMO_PASSWORD=PASSWORD).until(READY)  # type: ignore[attr-defined]
    assert made.first.press() == 0  # type: ignore[attr-defined]
    yield made
    made.remove()


@pytest.fixture
def installation(filled: Installation) -> Iterator[Installation]:
    """Return the filled installation, with nothing running before and after."""
    yield filled
    left = filled.processes()
    filled.kill_all()
    assert left == {}


@pytest.fixture
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Return a place where nothing was made yet."""
    made = Installation(tmp_path_factory.mktemp("new") / "data")
    yield made
    made.remove()
