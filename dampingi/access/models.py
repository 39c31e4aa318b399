"""Units and staff, who may see which file, sessions, tokens and wrong answers."""

from datetime import time
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.access import rules
from dampingi.kernel.days import Calendar
from dampingi.kernel.ids import new_id

ZONES = (("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))


class Unit(models.Model):
    """A protection unit: the province's or a district's, with its clock and its settings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("Kode wilayah"), max_length=5, unique=True)
    name = models.CharField(_("Nama"), max_length=120)
    kind = models.CharField(max_length=8, choices=(("province", _("Provinsi")), ("district", _("Kabupaten/kota"))))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    zone = models.CharField(_("Zona waktu"), max_length=16, choices=ZONES, default="Asia/Pontianak")
    phone = models.CharField(_("Telepon"), max_length=20, blank=True)
    letterhead = models.TextField(_("Kop surat: baris di atas nama unit"), max_length=300, blank=True)
    address = models.CharField(_("Alamat kantor untuk surat"), max_length=200, blank=True)
    opens = models.TimeField(_("Buka"), default=time(8))
    closes = models.TimeField(_("Tutup"), default=time(17))
    closed_days = ArrayField(models.DateField(), default=list, verbose_name=_("Hari libur unit"))
    high_alarm_minutes = models.PositiveSmallIntegerField(_("Risiko tinggi: alarm sesudah (menit)"), default=30)
    medium_hours = models.PositiveSmallIntegerField(_("Risiko sedang: paling lama (jam)"), default=6)
    low_working_days = models.PositiveSmallIntegerField(_("Risiko rendah: paling lama (hari kerja)"), default=3)
    # How long the identity of somebody who declined is kept (H-07; the span is to be confirmed).
    erase_after_days = models.PositiveSmallIntegerField(
        _("Menolak didampingi: identitas dihapus sesudah (hari)"), default=30
    )
    # Ending the accompaniment (domain §1.6; both are to be confirmed).
    reassess_within_days = models.PositiveSmallIntegerField(
        _("Menutup kasus: asesmen risiko paling lama (hari)"), default=30
    )
    contact_attempts = models.PositiveSmallIntegerField(
        _("Tidak dapat dihubungi: sesudah dicoba pada (hari yang berbeda)"), default=3
    )
    # How long somebody stays in a shelter before it is decided anew (domain §1.3: 14 days here, 7 there).
    shelter_days = models.PositiveSmallIntegerField(_("Penampungan: diputuskan lagi sesudah (hari)"), default=14)
    register_complete = models.BooleanField(default=False)
    small = models.BooleanField(_("Unit kecil"), null=True)

    class Meta:
        """A province has no parent; a district has one."""

        verbose_name = _("unit")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="province", parent=None) | Q(kind="district", parent__isnull=False),
                name="access_unit_tree",
            ),
        )

    ledger_kind = "unit"
    staff_count: int | None = None  # how many work here, where it was read with the unit

    def __str__(self) -> str:
        """Return the unit's name."""
        return self.name

    @property
    def unit_id(self) -> UUID:
        """Return its own id: a unit is its own subject in the ledger."""
        return self.id

    @property
    def region_code(self) -> str:
        """Return the dotted code of the region it serves."""
        return self.code

    @property
    def timezone(self) -> ZoneInfo:
        """Return the unit's clock."""
        return ZoneInfo(self.zone)

    @cached_property
    def calendar(self) -> Calendar:
        """Return the unit's working days and hours."""
        closed = frozenset(self.closed_days)
        return Calendar(zone=self.timezone, opens=self.opens, closes=self.closes, extra_closed=closed)

    @cached_property
    def is_small(self) -> bool:
        """Tell whether the unit works as *unit kecil* (H-06): declared, or three staff or fewer."""
        if self.small is not None:
            return self.small
        if self.staff_count is None:
            self.staff_count = Staff.objects.filter(WORKS, unit=self, is_active=True).count()
        return rules.is_small(self.staff_count)


WORKS = ~Q(roles=[rules.Role.PARTICIPANT])
"""Who works in a unit; participants of training have an account and no part in it."""


class StaffManager(BaseUserManager["Staff"]):
    """Staff by sign-in address."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """Return whoever signs in with that address, with her unit."""
        return self.select_related("unit").get(email=(username or "").lower())


class Staff(AbstractBaseUser):
    """Somebody who works in a unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("Alamat masuk"), unique=True)
    name = models.CharField(_("Nama"), max_length=120)
    alias = models.CharField(_("Nama samaran ke luar"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="staff")
    roles = ArrayField(models.CharField(max_length=12), default=list, verbose_name=_("Peran"))
    sex = models.CharField(_("Jenis kelamin"), max_length=8, default="unknown")
    languages = ArrayField(models.CharField(max_length=24), default=list, verbose_name=_("Bahasa"))
    # Where a participant of training comes from: she works in no unit (her unit is who keeps the account).
    institution = models.CharField(_("Instansi"), max_length=160, blank=True)
    region_code = models.CharField(_("Wilayah kerja"), max_length=8, blank=True)
    phone = models.CharField(_("Telepon dinas"), max_length=20, blank=True)
    case_cap = models.SmallIntegerField(_("Batas kasus"), default=25)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    # Every session says in which round it began; ending them begins another (P-08).
    session_round = models.IntegerField(default=0)
    # Something happened to the account that she must hear of; the clock tells her and takes it away.
    news_at = models.DateTimeField(null=True)

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        """By name within a unit."""

        verbose_name = _("petugas")
        indexes = (models.Index(fields=("unit", "name"), name="access_staff_unit"),)

    ledger_kind = "staff"
    factor_known: bool | None = None  # whether she has a second factor, where it was read with her

    def __str__(self) -> str:
        """Return the name a colleague knows."""
        return self.name

    @property
    def ledger_role(self) -> str:
        """Return the role under which a line in the ledger stands: the highest one held."""
        return next((r for r in reversed(list(rules.Role)[:4]) if r in self.roles), self.roles[0] if self.roles else "")

    def may(self, verb: str) -> bool:
        """Tell whether her roles allow ``verb``."""
        return rules.may(self.roles, rules.Verb(verb))

    @property
    def supervises(self) -> bool:
        """Tell whether she sees the whole of her unit."""
        return rules.supervises(self.roles)

    @property
    def has_factor(self) -> bool:
        """Tell whether signing in asks her for more than a password: an app's code or a passkey."""
        if self.factor_known is None:
            self.factor_known = factors_of(self.id).exists()
        return self.factor_known

    def get_session_auth_hash(self) -> str:
        """Return what a session of hers must carry: another password or another round ends it."""
        return f"{super().get_session_auth_hash()}{self.session_round}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in small letters, so that one person has one account."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


def factors_of(staff_id: Any) -> models.QuerySet[Any]:
    """Return the second factors of ``staff_id`` in allauth's table, recovery codes left out."""
    table: type[models.Model] = apps.get_model("mfa", "Authenticator")
    return table._default_manager.filter(user_id=staff_id, type__in=("totp", "webauthn"))


class Reader(models.Model):
    """Somebody, or a unit's supervisors, may see one file: a case, a report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_id = models.UUIDField()
    reader_id = models.UUIDField()
    unit_id = models.UUIDField()

    class Meta:
        """Asked both ways."""

        verbose_name = _("pembaca")
        constraints = (models.UniqueConstraint(fields=("file_id", "reader_id"), name="access_reader_once"),)
        indexes = (models.Index(fields=("reader_id", "unit_id", "file_id"), name="access_reader_files"),)


class Sight(models.Model):
    """As whom a member of staff reads: herself, and the unit she supervises."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff_id = models.UUIDField()
    reader_id = models.UUIDField()

    class Meta:
        """Two lines a person at most."""

        verbose_name = _("penglihatan")
        constraints = (models.UniqueConstraint(fields=("staff_id", "reader_id"), name="access_sight_once"),)


class Session(models.Model):
    """A session, known by the digest of its key alone: a dump opens nothing (P-08)."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    staff_id = models.UUIDField(null=True)
    data = models.TextField()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Ended ones are swept by time."""

        verbose_name = _("sesi")
        indexes = (
            models.Index(fields=("staff_id",), name="access_session_staff"),
            models.Index(fields=("expires_at",), name="access_session_expires"),
        )


class Token(models.Model):
    """A token for the API: shown once, kept as a digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="tokens")
    scope = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Found by digest."""

        verbose_name = _("token")


class Invitation(models.Model):
    """A code that lets its holder choose a password once: kept as a keyed digest, gone in three days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """One that is open for each account: a new one takes the place of the one before."""

        verbose_name = _("undangan")
        constraints = (models.UniqueConstraint(fields=("staff",), name="access_invitation_once"),)


class Device(models.Model):
    """A browser from which somebody signed in before, known by the digest of its cookie and her id."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    staff_id = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        """Asked for one person; swept by time."""

        verbose_name = _("perangkat")
        indexes = (models.Index(fields=("staff_id",), name="access_device_staff"),)


class Throttle(models.Model):
    """How many wrong answers came for one account from one address, and until when it must wait."""

    key = models.BinaryField(primary_key=True, max_length=32)
    wrong = models.IntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Swept after a day."""

        verbose_name = _("jeda masuk")
