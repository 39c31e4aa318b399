"""How heavy the first load is: HTML, CSS, JS and fonts as they travel."""

import gzip
import re
from typing import Any

from bench.client import Browser

LIMIT = 150 * 1024
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')


def _travels(browser: Browser, path: str) -> int:
    """Return how many bytes of a body travel for ``path`` when the browser takes compression."""
    return len(browser.get(path, **{"Accept-Encoding": "gzip, br"}).body)


def _page(browser: Browser, path: str) -> dict[str, Any]:
    page = browser.get(path)
    html = page.body
    parts: dict[str, int] = {path: _travels(browser, path)}
    for address in dict.fromkeys(_ASSET.findall(page.text)):
        parts[address] = _travels(browser, address)
        if address.endswith(".css"):
            css = browser.get(address).text
            for font in dict.fromkeys(_FONT.findall(css)):
                where = f"{address.rsplit('/', 1)[0]}/{font}"
                parts[where] = _travels(browser, where)
    total = sum(parts.values())
    return {
        "parts": parts,
        "total": total,
        "tasks": page.text.count('class="rows__verb"'),
        "html_plain": len(html),
        "html_gzip": len(gzip.compress(html)),
        "limit": LIMIT,
        "verdict": "met" if total <= LIMIT else "missed",
    }


def weigh(*, stranger: Browser, supervisor: Browser, companion: Browser) -> dict[str, Any]:
    """Return the weight of the sign-in page and of Hari ini, every font counted whether used or not.

    The companion's Hari ini is that of somebody who walks beside a twenty-fourth of the unit: it says
    how many tasks stand on it.
    """
    return {
        "sign-in": _page(stranger, "/masuk/"),
        "hari-ini of a supervisor": _page(supervisor, "/hari-ini/"),
        "hari-ini of a companion": _page(companion, "/hari-ini/"),
    }
