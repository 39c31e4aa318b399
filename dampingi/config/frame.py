"""What every page's frame shows: where one is, who one is, that this is practice."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dampingi.access.doors import owes_factor
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.config import upkeep
from dampingi.notices import queries as notices

_PAGES = (
    (Verb.SEE_CASES, "cases:today", "hari-ini"),
    (Verb.TAKE_REPORT, "cases:reports", "catatan"),
    (Verb.SEE_CASES, "cases:list", "berkas"),
    (Verb.SEE_BOARD, "cases:board", "papan"),
    (Verb.SEE_READINESS, "training:mine", "pelatihan"),
    (Verb.SEE_PROVIDERS, "services:directory", "direktori"),
    (Verb.MANAGE_STAFF, "access:staff", "petugas"),
    (Verb.HELP_SIGN_IN, "access:help", "bantu-masuk"),
    (Verb.SEE_PROTOCOLS, "protocols:all", "aturan"),
    (Verb.REVIEW_ALONE, "cases:done-alone", "tinjauan"),
    (Verb.KEEP_UNIT, "access:unit", "unit"),
    (Verb.SEE_PERMISSIONS, "access:permissions", "izin"),
    (Verb.KEEP_OWN_ACCOUNT, "access:security", "akun"),
)
# What a unit kecil has in its menu (H-06), and what everybody else has; the rest stands at the foot.
_SMALL = frozenset({"cases:today", "cases:reports", "cases:list"})
_MENU = _SMALL | {"cases:board", "training:mine", "services:directory", "access:staff", "protocols:all"}


def _labels() -> dict[str, str]:
    return {
        "cases:today": _("Hari ini"),
        "cases:reports": pgettext("many", "Laporan"),
        "cases:list": pgettext("many", "Kasus"),
        "cases:board": _("Papan unit"),
        "training:mine": _("Pelatihan"),
        "services:directory": _("Direktori"),
        "access:staff": _("Petugas"),
        "protocols:all": _("Aturan"),
        "cases:done-alone": _("Tinjauan"),
        "access:unit": _("Pengaturan unit"),
        "access:permissions": _("Izin"),
        "access:help": _("Bantu masuk"),
        "access:security": _("Keamanan akun"),
    }


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame for whoever is signed in; nothing of it is a name of a victim."""
    said: dict[str, object] = {
        "practice": settings.DAMPINGI_MODE == "practice",
        "exit_url": settings.DAMPINGI_EXIT_URL,
        "languages": [("id", "Bahasa Indonesia"), ("en", "English")],
    }
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff) or not staff.is_authenticated:
        return said
    said["signed_in"] = {"name": staff.alias or staff.name, "unit": staff.unit.name}
    said["zone"] = staff.unit.timezone
    if owes_factor(staff):  # nothing else answers her yet
        return said
    labels = _labels()
    pages = [
        {"name": name, "label": labels[name], "url": reverse(name), "current": request.path.startswith(f"/{part}/")}
        for verb, name, part in _PAGES
        if staff.may(verb)
    ]
    menu = _SMALL if staff.unit.is_small and staff.may(Verb.SEE_CASES) else _MENU
    said["nav"] = [page for page in pages if page["name"] in menu]
    said["foot"] = [page for page in pages if page["name"] not in menu]
    waiting, urgent = notices.waiting(staff.id)
    said["notices"] = {"waiting": waiting, "urgent": urgent}
    if staff.may(Verb.KEEP_UNIT):
        said["upkeep"] = _upkeep(request)
    return said


def _upkeep(request: HttpRequest) -> dict[str, object]:
    """Return how the operator keeps the installation: for the page of the unit, and wherever it is late.

    Practice owes no backup: there it is read for that one page only.
    """
    real = settings.DAMPINGI_MODE == "real"
    here = request.resolver_match is not None and request.resolver_match.view_name == "access:unit"
    if not real and not here:
        return {}
    backup, drill = (upkeep.last(settings.DAMPINGI_DATA, what) for what in (upkeep.What.BACKUP, upkeep.What.DRILL))
    late = real and backup.older_than(upkeep.BACKUP_ALARM, at=timezone.now())
    return {"late": late, "backup_at": backup.done_at, "drill_at": drill.done_at, "failed": bool(backup.failed)}
