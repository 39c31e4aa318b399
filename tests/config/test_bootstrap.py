"""What ``make`` does again, and what it leaves alone: by what lies there, never by a clock."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import bootstrap

LOCK = {
    "packages": {
        "": {"name": "dampingi"},
        "node_modules/a": {"version": "1.0.0", "integrity": "sha512-a1"},
        "node_modules/b": {"version": "1.0.0", "integrity": "sha512-b1", "dev": True},
        "node_modules/c": {"version": "1.0.0", "integrity": "sha512-c1", "optional": True},
    }
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small checkout; nothing is fetched."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "CACHE", tmp_path / ".cache")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "INSTALLED", tmp_path / "node_modules" / ".package-lock.json")
    for name in ("frontend/src", "node_modules", "dampingi/locale", "tools"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))
    (tmp_path / "frontend/src/page.ts").write_text("let a = 1;")
    (tmp_path / "tools/messages.py").write_text("")
    (tmp_path / "dampingi/locale/words.po").write_text("")
    return tmp_path


@pytest.fixture
def done(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return how to bring what npm and Babel bring, and what of it was done."""
    made: list[str] = []

    def do(*words: object, env: dict[str, str], what: str) -> None:
        made.append(what)
        if what == "npm ci":
            lock = json.loads((checkout / "package-lock.json").read_text())["packages"]
            kept = {n: p for n, p in lock.items() if n and not ("--omit=dev" in words and p.get("dev"))}
            bootstrap.INSTALLED.write_text(json.dumps({"packages": kept}))
        elif what == "npm run build":
            (checkout / "dampingi/web/static/built").mkdir(parents=True, exist_ok=True)
        else:
            (checkout / "dampingi/locale/words.mo").write_text("")

    def bring(*, dev: bool = False) -> list[str]:
        made.clear()
        bootstrap.node(dev=dev)
        bootstrap.messages()
        return list(made)

    monkeypatch.setattr(bootstrap, "_do", do)
    return bring


def test_a_second_call_does_nothing(done: Callable[..., list[str]]) -> None:
    assert done() == ["npm ci", "npm run build", "tools/messages.py compile"]
    assert done() == []
    assert done(dev=True) == ["npm ci"]
    assert done(dev=True) == done() == []  # what testing needs is not taken away by running


def test_a_changed_lock_is_installed_and_built_anew(checkout: Path, done: Callable[..., list[str]]) -> None:
    done()
    lock = json.loads(json.dumps(LOCK))
    lock["packages"]["node_modules/a"]["integrity"] = "sha512-a2"
    (checkout / "package-lock.json").write_text(json.dumps(lock))
    assert done() == ["npm ci", "npm run build"]
    assert done() == []


def test_changed_sources_are_built_anew(checkout: Path, done: Callable[..., list[str]]) -> None:
    done()
    (checkout / "frontend/src/page.ts").write_text("let a = 2;")
    assert done() == ["npm run build"]
    (checkout / "frontend/src/more.ts").write_text("")
    assert done() == ["npm run build"]
    (checkout / "dampingi/locale/words.po").write_text('msgid "a"')
    assert done() == ["tools/messages.py compile"]


def test_what_was_removed_or_interrupted_is_done_again(checkout: Path, done: Callable[..., list[str]]) -> None:
    done()
    bootstrap.INSTALLED.unlink()
    assert done() == ["npm ci"]
    (checkout / "dampingi/web/static/built").rmdir()
    (checkout / "dampingi/locale/words.mo").unlink()
    assert done() == ["npm run build", "tools/messages.py compile"]


def test_an_npm_that_was_stopped_is_called_again(
    checkout: Path, done: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    done()

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(bootstrap, "_do", stopped)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.node(dev=True)
    assert done() == ["npm ci"]


def test_a_checkout_that_was_moved_is_noticed(checkout: Path) -> None:
    program = checkout / ".venv/bin/dampingi"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{checkout}/.venv/bin/python\n")
    assert not bootstrap._moved()
    program.write_text("#!/elsewhere/.venv/bin/python\n")
    assert bootstrap._moved()


# -- uv ---------------------------------------------------------------------------------------


def _serve_wheel(monkeypatch: pytest.MonkeyPatch, folder: Path, *, right: bool) -> None:
    wheel = folder / "uv.whl"
    with zipfile.ZipFile(wheel, "w") as box:
        box.writestr(f"uv-{bootstrap.UV}.data/scripts/uv", "#!/bin/sh\necho uv\n")
    content = wheel.read_bytes()
    digest = hashlib.sha256(content if right else b"another").hexdigest()
    here = ("Linux", bootstrap.platform.machine(), bootstrap.platform.libc_ver()[0])
    monkeypatch.setattr(bootstrap, "WHEELS", {here: ("here", digest)})
    page = f'<a href="files/uv-{bootstrap.UV}-py3-none-here.whl#sha256=x">uv</a>'.encode()
    monkeypatch.setattr(
        bootstrap, "_get", lambda address, *_: (page, "text/html") if address.endswith("/uv/") else (content, "")
    )


def test_uv_is_unpacked_when_its_hash_is_right(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _serve_wheel(monkeypatch, checkout, right=True)
    program = bootstrap.uv()
    assert program.read_text().endswith("echo uv\n")
    assert program.stat().st_mode & 0o111


def test_uv_with_another_hash_is_never_unpacked(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _serve_wheel(monkeypatch, checkout, right=False)
    with pytest.raises(bootstrap.Trouble, match="sha256"):
        bootstrap.uv()
    assert not list((checkout / ".cache").rglob("uv"))


def test_the_configured_index_is_asked(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(checkout))
    kept = checkout / "named.conf"
    kept.write_text("[global]\nindex-url = https://cermin.contoh.test/simple/\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(kept))
    assert bootstrap.index() == "https://cermin.contoh.test/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "kantor=https://lain.contoh.test/simple")
    assert bootstrap.index() == "https://lain.contoh.test/simple"
