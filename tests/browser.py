"""A real Chromium for tests: found on this machine, started with our own flags and a fresh profile."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import browser

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Return a running Chromium; the test is skipped where the machine has none.

    While it runs this thread has an event loop, in which Django refuses its ORM: end it with the module.
    """
    path = browser.find()
    if path is None:
        pytest.skip("no Chromium on this machine: python3 tools/browser.py brings one")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()
