"""A passkey in software: makes and uses keys as a browser and a telephone do together, and lies on request."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

UP, UV, AT = 0x01, 0x04, 0x40


class Passkey:
    """One key of one device."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.count = 0
        self.handle = ""

    def _client_data(self, kind: str, challenge: str, origin: str, **more: object) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, **more}).encode()

    def _said(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        whole = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {"credProps": {"rk": True}}}
        return json.dumps({**whole, "response": response})

    def make(
        self, asked: dict[str, Any], *, origin: str = "", verified: bool = True, rp_id: str = "", **more: object
    ) -> str:
        """Answer what a page asks for a new key."""
        asked = asked["publicKey"]
        self.handle = asked["user"]["id"]
        key = AttestedCredentialData.create(
            Aaguid(bytes(16)), self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        rp = hashlib.sha256((rp_id or asked["rp"]["id"]).encode()).digest()
        data = AuthenticatorData.create(rp, UP | AT | (UV if verified else 0), self.count, key)
        client = self._client_data("webauthn.create", asked["challenge"], origin or settings.DAMPINGI_ORIGIN, **more)
        made = AttestationObject.create("none", data, {})
        return self._said({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(bytes(made))})

    def use(
        self, asked: dict[str, Any], *, origin: str = "", verified: bool = True, rp_id: str = "", **more: object
    ) -> str:
        """Answer what a page asks for a key that is there."""
        asked = asked["publicKey"]
        self.count += 1
        rp = hashlib.sha256((rp_id or asked["rpId"]).encode()).digest()
        data = AuthenticatorData.create(rp, UP | (UV if verified else 0), self.count)
        client = self._client_data("webauthn.get", asked["challenge"], origin or settings.DAMPINGI_ORIGIN, **more)
        signed = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signed),
                "userHandle": self.handle,
            }
        )

    def enrol(self, browser: Client, name: str = "HP", **how: Any) -> Any:
        """Set this key up in a browser that is signed in; return the answer."""
        asked = browser.post("/akun/kunci/tanya/").json()
        return browser.post("/akun/kunci/", {"answer": self.make(asked, **how), "name": name})

    def sign_in(self, browser: Client | None = None, **how: Any) -> tuple[Client, Any]:
        """Sign in by this key; return the browser and the answer."""
        browser = browser or Client()
        asked = browser.post("/masuk/kunci/tanya/").json()
        return browser, browser.post("/masuk/kunci/", {"answer": self.use(asked, **how)})
