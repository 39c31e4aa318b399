"""The grammar of each header that leaves the house: its value is parsed, not its presence."""

import re
from collections.abc import Mapping

_TOKENS = {
    "Referrer-Policy": {"no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Embedder-Policy": {"require-corp", "credentialless"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
}
_SOURCE = re.compile(r"'none'|'self'|blob:|data:|/[\w/.-]+|https?://[\w.-]+(:\d+)?")
# What a browser knows; a directive that is misspelt protects nothing.
_DIRECTIVES = {
    "default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src",
    "worker-src", "media-src", "frame-src", "child-src", "object-src", "form-action", "base-uri", "frame-ancestors",
    "require-trusted-types-for", "trusted-types", "report-uri", "report-to", "upgrade-insecure-requests", "sandbox",
}  # fmt: skip
_CLOSED = ("default-src", "base-uri", "frame-ancestors", "object-src")
_FEATURES = {
    "accelerometer", "ambient-light-sensor", "autoplay", "battery", "bluetooth", "browsing-topics", "camera",
    "clipboard-read", "clipboard-write", "display-capture", "encrypted-media", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "web-share",
    "xr-spatial-tracking",
}  # fmt: skip
_MUST_BE_OFF = {"camera", "geolocation", "microphone"}
_FEATURE = re.compile(r"([a-z-]+)=\((self)?\)")
_CLEAR = re.compile(r'"(cache|cookies|storage|executionContexts)"')
_YEAR = 31_536_000


def policy(value: str) -> dict[str, list[str]]:
    """Return a content security policy as its directives; AssertionError where it is no policy."""
    said: dict[str, list[str]] = {}
    for part in value.split(";"):
        name, *sources = part.split()
        assert name not in said, f"{name} twice: a browser reads only the first"
        said[name] = sources
    return said


def wrong(headers: Mapping[str, str], *, static: bool = False, secure: bool = False) -> list[str]:
    """Return everything that is wrong with the headers of one answer."""
    said = [f"{name}: {headers.get(name)}" for name, may in _TOKENS.items() if headers.get(name) not in may]
    directives = policy(headers.get("Content-Security-Policy", "missing"))
    said += [f"CSP {name}" for name in directives.keys() - _DIRECTIVES]
    said += [f"CSP {name}" for name in _CLOSED if directives.get(name) != ["'none'"]]
    for name, sources in directives.items():
        if name.endswith("-src") or name in ("form-action", "base-uri", "frame-ancestors"):
            bad = [one for one in sources if not _SOURCE.fullmatch(one)]
            said += [f"CSP {name} {one}" for one in bad]
            said += [f"CSP {name} 'none' with others"] * ("'none'" in sources and len(sources) > 1)
            said += [f"CSP {name} from elsewhere"] * any("://" in one for one in sources)
    features = [part.strip() for part in headers.get("Permissions-Policy", "").split(",")]
    parsed = [_FEATURE.fullmatch(one) for one in features]
    said += [f"Permissions-Policy {one}" for one, ok in zip(features, parsed, strict=True) if not ok]
    named = {ok[1]: ok[2] for ok in parsed if ok}
    said += [f"no such feature: {one}" for one in named.keys() - _FEATURES]
    said += [f"{one} is not off" for one in _MUST_BE_OFF if named.get(one, "missing") is not None]
    robots = {one.strip() for one in headers.get("X-Robots-Tag", "").split(",")}
    said += ["X-Robots-Tag"] * ("noindex" not in robots)
    cache = headers.get("Cache-Control", "")
    said += [f"Cache-Control: {cache}"] * (cache != "no-store" and not static)
    if clear := headers.get("Clear-Site-Data"):
        said += [f"Clear-Site-Data {one}" for one in clear.split(", ") if not _CLEAR.fullmatch(one)]
        # It would erase reports that a phone has not sent yet (security K-9).
        said += ["Clear-Site-Data erases unsent reports"] * ("storage" in clear or "*" in clear)
    strict = re.fullmatch(r"max-age=(\d+); includeSubDomains(; preload)?", headers.get("Strict-Transport-Security", ""))
    said += ["Strict-Transport-Security"] * (secure and not (strict and int(strict[1]) >= _YEAR))
    said += [f"{one} names a version" for one in ("Server", "X-Powered-By") if re.search(r"\d", headers.get(one, ""))]
    return said
