"""Officers with a password and a second factor, without waiting for Argon2 each time."""

from datetime import datetime
from functools import cache

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from dampingi.access import factors
from dampingi.access.models import Staff

PASSWORD = "hujan turun di kebun karet"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def with_password(*people: Staff) -> None:
    """Give everybody the same password."""
    for staff in people:
        staff.password = _hashed()
        staff.save(update_fields=("password",))


def code_of(secret: str = SECRET, *, at: datetime | None = None, steps: int = 0) -> str:
    """Return what an app with that secret shows, some half minutes before or after."""
    counter = int((at or timezone.now()).timestamp()) // 30
    return format_hotp_value(hotp_value(secret, counter + steps))


def with_app(staff: Staff) -> list[str]:
    """Give somebody a password and an app; return her recovery codes."""
    with_password(staff)
    factors.keep_secret(staff, SECRET, used=0)
    return factors.new_codes(staff)


def sign_in(
    email: str, code: str = "", *, password: str = PASSWORD, address: str = "10.0.0.1", browser: Client | None = None
):
    """Fill the sign-in page; return the browser and the answer."""
    browser = browser or Client()
    said = {"email": email, "password": password, "code": code}
    return browser, browser.post("/masuk/", said, REMOTE_ADDR=address)


def still(browser: Client) -> bool:
    """Tell whether somebody is signed in there."""
    return browser.get("/_/s").status_code == 204
