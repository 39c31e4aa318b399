"""What every page's frame shows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bench.plain.models import Notice

_MENU = (
    ("Hari ini", "cases:today"),
    ("Laporan", "cases:reports"),
    ("Kasus", "cases:list"),
    ("Papan unit", "cases:board"),
    ("Pelatihan", "training:mine"),
    ("Aturan", "protocols:all"),
)
_FOOT = (("Pengaturan unit", "access:unit"), ("Izin", "access:permissions"))


def _items(request, pages):
    addresses = [(_(label), reverse(name)) for label, name in pages]
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in addresses]


def frame(request):
    said = {"practice": True, "exit_url": "https://www.bmkg.go.id/", "languages": [("id", "Bahasa Indonesia"), ("en", "English")]}
    if not request.user.is_authenticated:
        return said
    said["nav"], said["foot"] = _items(request, _MENU), _items(request, _FOOT)
    waiting = Notice.objects.filter(staff=request.user, read_at=None)
    said["signed_in"] = {"name": request.user.name, "unit": request.user.unit.name}
    said["notices"] = {"waiting": waiting.count(), "urgent": waiting.filter(urgent=True).exists()}
    said["zone"] = request.user.unit.timezone
    return said
