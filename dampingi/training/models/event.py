"""Events: when and where a course is held, who speaks, who takes part, who was there."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number
from dampingi.training.models.course import Course


class Mode(StrEnum):
    """Where an event takes place."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


class EventState(StrEnum):
    """The life of an event."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class RegistrationState(StrEnum):
    """The life of a registration."""

    INVITED = "invited"
    REGISTERED = "registered"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


class How(StrEnum):
    """How it is known that somebody was there."""

    QR = "qr"
    LIST = "list"
    ONLINE = "online"


class Event(models.Model):
    """One holding of a course. ``date_note`` is what is not sure about its days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    title = models.CharField(_("Nama kegiatan"), max_length=200)
    organiser = models.CharField(_("Penyelenggara"), max_length=200)
    budget_line = models.CharField(_("Sumber anggaran"), max_length=200, blank=True)
    goals = models.TextField(_("Tujuan"), max_length=2_000, blank=True)
    target_groups = models.TextField(_("Sasaran"), max_length=500, blank=True)
    opened_by = models.CharField(_("Dibuka oleh"), max_length=200, blank=True)
    mode = models.CharField(_("Cara"), max_length=8, default=Mode.ONSITE)
    venue = models.CharField(_("Tempat"), max_length=200, blank=True)
    link = models.URLField(_("Tautan daring"), max_length=300, blank=True)
    starts_on = models.DateField(_("Mulai"))
    ends_on = models.DateField(_("Selesai"))
    date_note = models.CharField(_("Catatan tanggal"), max_length=200, blank=True)
    seats_onsite = models.PositiveSmallIntegerField(_("Kursi di tempat"), default=0)
    seats_online = models.PositiveSmallIntegerField(_("Tempat daring"), default=0)
    # What may be switched on; without them an event takes one page.
    with_qr = models.BooleanField(_("Kehadiran dengan kode QR"), default=False)
    with_analysis = models.BooleanField(_("Analisis butir soal"), default=False)
    with_badges = models.BooleanField(_("Lencana digital (Open Badges)"), default=False)
    state = models.CharField(max_length=10, default=EventState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        """The next first."""

        verbose_name = _("kegiatan pelatihan")
        ordering = ("-starts_on", "id")
        constraints = (models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="training_event_days"),)


class EventSession(models.Model):
    """A part of the running order; with ``jp`` it counts toward the certificate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(_("Acara"), max_length=200)
    module_code = models.CharField(max_length=24, blank=True)
    jp = models.PositiveSmallIntegerField(_("JP (45 menit)"), default=0)

    class Meta:
        """In the order of their hours."""

        verbose_name = _("sesi")
        ordering = ("starts_at", "id")
        constraints = (models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_session_hours"),)


class Speaker(models.Model):
    """A narasumber: name and institution as the organiser writes them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("Nama"), max_length=120)
    institution = models.CharField(_("Instansi"), max_length=160, blank=True)
    topic = models.CharField(_("Topik"), max_length=200, blank=True)
    biography = models.TextField(_("Biodata"), max_length=2_000, blank=True)
    staff = models.ForeignKey("access.Staff", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """By name."""

        verbose_name = _("narasumber")
        ordering = ("name", "id")


class Quota(models.Model):
    """How many seats of an event are kept for a unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    seats = models.PositiveSmallIntegerField(_("Kuota"))

    class Meta:
        """Once per unit."""

        verbose_name = _("kuota")
        constraints = (models.UniqueConstraint(fields=("event", "unit"), name="training_quota_once"),)


class Registration(models.Model):
    """One person at one event: an account, or somebody known by name and institution alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, null=True, blank=True, related_name="registrations")
    unit = models.ForeignKey("access.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("Nama"), max_length=120)
    institution = models.CharField(_("Instansi"), max_length=160, blank=True)
    attends = models.CharField(_("Hadir"), max_length=8, default=Mode.ONSITE)
    state = models.CharField(max_length=10)
    since = models.DateTimeField()  # of the state: the waiting list goes by it
    letter_number = models.CharField(_("Nomor surat tugas"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order they came."""

        verbose_name = _("pendaftaran")
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=("event", "staff"), condition=~Q(staff=None), name="training_registered_once"),
        )
        indexes = (models.Index(fields=("event", "state", "since"), name="training_registration_line"),)


class Attendance(models.Model):
    """That somebody was in a session, and how it is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="attendance")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendance")
    how = models.CharField(max_length=8)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        """Once per session."""

        verbose_name = _("kehadiran")
        constraints = (models.UniqueConstraint(fields=("session", "registration"), name="training_attended_once"),)
