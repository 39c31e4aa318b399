"""Somebody new: an invitation, an app, a passkey; then the passkey alone; a false page gets nothing (H-24, T-12)."""

import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.officer import Officer, on_each_screen

Visit = Callable[..., Officer]
PASSWORD = "hujan turun di kebun karet"
_DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
           "automaticPresenceSimulation": True}  # fmt: skip
_STOLEN = """async (asked) => {
  const bytes = (t) => Uint8Array.from(atob(t.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  const key = await navigator.credentials.get({publicKey: {...asked, challenge: bytes(asked.challenge), allowCredentials: []}});
  const r = key.response;
  return JSON.stringify({id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {}, response: {
    clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData), signature: text(r.signature),
    userHandle: text(r.userHandle)}});
}"""


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@on_each_screen
def test_own_account(visit: Visit, width: int, language: str) -> None:
    email = f"baru-{width}-{language}@contoh.test"

    admin = visit("admin-62", width, language, fresh=True)
    admin.open("/petugas/")
    admin.write("email", email)
    admin.write("name", "Petugas Baru")
    admin.page.locator('[name="roles"][value="intake"]').check()
    admin.press("Simpan", within=admin.page.locator("main"))
    admin.sees("Kode undangan")
    admin.look("undangan")
    invitation = admin.page.locator("dd.code").inner_text()

    hers = visit("", width, language, fresh=True)
    hers.base = hers.base.replace("127.0.0.1", "localhost")  # a key is for a name, never for a number
    hers.page.context.add_cookies([{"name": "l", "value": language, "url": hers.base}])
    hers.open("/masuk/")
    hers.look("masuk")
    hers.follow("Saya punya kode undangan")
    for name, text in {"email": email, "invitation": invitation, "password": PASSWORD, "again": PASSWORD}.items():
        hers.write(name, text)
    hers.look("pilih-kata-sandi")
    hers.press("Simpan dan masuk")
    hers.sees("Keamanan akun")
    hers.look("akun")

    _app(hers)
    _passkey(hers, email)


def _app(hers: Officer) -> None:
    hers.follow("Pasang kode dari aplikasi")
    picture = hers.page.locator("img.qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") > 100, "the picture is drawn under the policy"
    secret = hers.page.locator("dd.code").inner_text().replace(" ", "")
    hers.look("kode")
    hers.write("code", code_of(secret))
    hers.press("Pasang", within=hers.page.locator("main"))
    hers.sees("Kode pemulihan Anda")
    assert hers.page.locator("li.code").count() == 10
    hers.look("kode-pemulihan")
    hers.follow("Sudah saya tulis")
    hers.sees("Kode dari aplikasi")


def _passkey(hers: Officer, email: str) -> None:
    page = hers.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    hers.unfold_named("Pasang kunci sandi (sidik jari, wajah, atau PIN perangkat)")
    page.locator('form[data-passkey="create"] [name="name"]').fill("HP kantor")
    hers.look("pasang-kunci")
    hers.press("Pasang kunci sandi", within=page.locator("main"))
    hers.sees("Tersimpan. Semua perangkat lain sudah dikeluarkan.")
    hers.reads("HP kantor")
    hers.look("terpasang")

    hers.press("Keluar")
    hers.sees("Masuk")
    with hers.expecting("answered 422"):  # the password alone opens nothing now
        page.fill('[name="email"]', email)
        page.fill('[name="password"]', PASSWORD)
        hers.press("Masuk", within=page.locator("main"))
        hers.sees("Alamat masuk, kata sandi, atau kode tidak cocok. Periksa semuanya. Bila yakin benar, tunggu satu menit, lalu coba lagi.")
    hers.open("/masuk/")
    hers.press("Masuk dengan kunci sandi")
    expect(page.locator("body[data-signed-in]")).to_be_attached(timeout=60_000)
    hers.open("/akun/")
    hers.sees("Yang terjadi pada akun ini")
    hers.press("Keluar")

    _false_page(hers, device.send("WebAuthn.getCredentials", made)["credentials"])


def _false_page(hers: Officer, keys: list[dict[str, object]]) -> None:
    """A page of another origin passes our question on, and the answer on to us: it is refused."""
    context, base = hers.page.context, hers.base
    hers.open("/masuk/")
    token = hers.page.locator('form[data-passkey] [name="csrfmiddlewaretoken"]').get_attribute("value")
    ours = {"X-CSRFToken": token, "Origin": base, "Content-Type": "application/x-www-form-urlencoded"}
    asked = context.request.post(f"{base}/masuk/kunci/tanya/", headers=ours).json()["publicKey"]

    context.route("http://localhost:9/**", lambda route: route.fulfill(body="<title>Layanan</title>", content_type="text/html"))
    false = context.new_page()
    false.goto("http://localhost:9/")
    device = context.new_cdp_session(false)
    device.send("WebAuthn.enable")
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    for key in keys:
        device.send("WebAuthn.addCredential", {**made, "credential": key})
    stolen = false.evaluate(_STOLEN, asked)
    assert json.loads(stolen)["response"]["signature"]
    answer = context.request.post(f"{base}/masuk/kunci/", headers=ours, data=urlencode({"answer": stolen}), max_redirects=0)
    assert answer.status == 422
    assert context.request.get(f"{base}/_/s").status == 401
    false.close()
