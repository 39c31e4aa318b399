"""A case stands for one victim of one report. Coded facts in clear; words sealed under its key."""

from enum import StrEnum
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.access.models import Staff
from dampingi.access.queries import seen_by
from dampingi.cases.rules import State
from dampingi.kernel.ids import new_id, new_number


class CaseSet(models.QuerySet["Case"]):
    """Cases, through the eyes of somebody."""

    def visible_to(self, staff: Staff, *, one: bool = False) -> Self:
        """Keep the cases ``staff`` may see: her own, her unit's if she supervises, none for others.

        The same as the database's own policy; said here as well so that an index can serve it.
        ``one`` says that a case is asked for by its number: then that index serves.
        """
        return self.filter(seen_by(staff, one=one))

    def open(self) -> Self:
        """Keep the cases that are not ended."""
        return self.filter(state=State.OPEN)


class Case(models.Model):
    """One person accompanied; its ``id`` is also the id of its protocol run and of its file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="cases")
    victim = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    place_in_report = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=State.OPEN)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=32), default=list)
    ampk = ArrayField(models.CharField(max_length=8), default=list)
    risk = models.CharField(max_length=12)
    authority = models.CharField(max_length=10)
    elsewhere = models.BooleanField(default=False)
    contact_way = models.CharField(max_length=16, blank=True)
    awaiting_agreement = models.BooleanField(default=False)
    owner = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    companion = models.ForeignKey("access.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    override_until = models.DateTimeField(null=True)
    referred_up_at = models.DateTimeField(null=True)
    erase_on = models.DateField(null=True)  # she declined: her identity is erased on this day (H-07)
    erased_at = models.DateTimeField(null=True)
    pointed_to = models.CharField(max_length=20, blank=True)
    service = models.BinaryField(default=b"")  # the service reached, sealed
    checks = ArrayField(models.CharField(max_length=40), default=list)  # doubts someone must check
    closed_at = models.DateTimeField(null=True)  # the service track ended
    aftercare_until = models.DateField(null=True)  # she is looked after until then
    legal_ended_at = models.DateTimeField(null=True)  # the legal track ended
    version = models.IntegerField(default=1)

    objects = CaseSet.as_manager()

    class Meta:
        """Lists read newest first by unit; the board reads what has no companion."""

        verbose_name = _("kasus")
        indexes = (
            models.Index(fields=("unit", "-received_at", "-id"), name="cases_unit_received"),
            models.Index(fields=("report",), name="cases_report"),
            models.Index(fields=("companion", "-received_at"), name="cases_companion"),
            models.Index(
                fields=("unit", "received_at"),
                condition=Q(companion=None, state="open"),
                name="cases_unassigned",
            ),
            models.Index(fields=("companion",), condition=Q(state="open"), name="cases_load"),
            models.Index(fields=("erase_on",), condition=Q(erased_at=None), name="cases_to_erase"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(companion__isnull=False),
                name="cases_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="cases_closed_iff_dated",
            ),
        )

    def __str__(self) -> str:
        """Return the outside number, never a name."""
        return self.number

    ledger_kind = "case"

    def change(self, **to: object) -> bool:
        """Write ``to`` if nobody changed the case since it was read; tell whether it was written."""
        read = self.version
        changed = Case.objects.filter(id=self.id, version=read).update(version=F("version") + 1, **to)
        if changed:
            for name, value in to.items():
                setattr(self, name, value)
            self.version = read + 1
        return bool(changed)


class Standing(StrEnum):
    """What kept or ended an assignment."""

    PROPOSED = "proposed"
    OVERRIDE = "override"
    SELF = "self"


class Assignment(models.Model):
    """Who was asked to accompany, by whom, and how it ended; none is overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField()
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    overridden = ArrayField(models.CharField(max_length=40), default=list)
    reason = models.BinaryField(default=b"")  # sealed with the case's key
    review_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The last first."""

        verbose_name = _("penugasan")
        ordering = ("-at",)
        indexes = (models.Index(fields=("case", "-at"), name="cases_assignment_at"),)


class HandoverNote(models.Model):
    """What the one who leaves tells the one who comes, and when she had read it; none is overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    words = models.BinaryField()  # sealed with the case's key
    signed_at = models.DateTimeField(null=True)
    signed_by_id = models.UUIDField(null=True)

    class Meta:
        """The last first."""

        verbose_name = _("catatan serah terima")
        ordering = ("-at",)
        indexes = (models.Index(fields=("case", "-at"), name="cases_handover_at"),)


class FirstContact(models.Model):
    """The first contact: what she agreed to, what support she got; her words sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    agrees_help = models.BooleanField(null=True)
    agrees_record = models.BooleanField(null=True)
    agrees_contact = models.BooleanField(null=True)
    consent_form = models.CharField(max_length=12, default="spoken")
    support = ArrayField(models.CharField(max_length=12), default=list)
    safe_now = models.CharField(max_length=8, blank=True)
    words = models.BinaryField()  # safety, needs, hopes: sealed with the case's key

    class Meta:
        """The last first."""

        verbose_name = _("kontak pertama")
        ordering = ("-at",)
        indexes = (models.Index(fields=("case", "-at"), name="cases_contact"),)


class PoliceStep(models.Model):
    """What was agreed with her about the police, and how the report ended (H-09)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="police_steps")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    outcome = models.CharField(max_length=12)
    told = models.BooleanField(default=False)
    meeting_agreed = models.BooleanField(default=False)
    safety_updated = models.BooleanField(default=False)
    danger = models.BooleanField(default=False)
    objects_to_it = models.BooleanField(null=True)
    words = models.BinaryField(default=b"")  # her objection, sealed with the case's key

    class Meta:
        """The last first."""

        verbose_name = _("langkah kepolisian")
        ordering = ("-at",)
        indexes = (models.Index(fields=("case", "-at"), name="cases_police_step"),)


class Closing(models.Model):
    """How a case ended, and when it was taken up again; none is overwritten (H-06)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closings")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    reason = models.CharField(max_length=24)  # why it ended, or what was asked about
    how = models.CharField(max_length=12, blank=True)  # how a question was answered
    service_answered = models.BooleanField(null=True)
    plan = models.CharField(max_length=10, blank=True)
    agrees = models.BooleanField(null=True)
    agreement_form = models.CharField(max_length=12, blank=True)
    risk = models.CharField(max_length=12, blank=True)
    aftercare_outcome = models.CharField(max_length=16, blank=True)
    words = models.BinaryField(default=b"")  # sealed with the case's key
    reopened_at = models.DateTimeField(null=True)
    reopened_by_id = models.UUIDField(null=True)
    reopened_reason = models.CharField(max_length=20, blank=True)
    reopened_words = models.BinaryField(default=b"")  # sealed with the case's key

    class Meta:
        """The last first."""

        verbose_name = _("penutupan")
        ordering = ("-at",)
        indexes = (models.Index(fields=("case", "-at"), name="cases_closing_at"),)
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(reopened_at=None), name="cases_closed_once"),
        )


class AfterCareVisit(models.Model):
    """A day on which it is seen how she is, after the accompaniment has ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits_after")
    planned_on = models.DateField()
    visited_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    wellbeing = models.CharField(max_length=12, blank=True)
    words = models.BinaryField(default=b"")  # sealed with the case's key

    class Meta:
        """In the order of their days."""

        verbose_name = _("pemantauan sesudah selesai")
        ordering = ("planned_on", "id")
        indexes = (models.Index(fields=("case", "planned_on"), name="cases_visit_after"),)


class RescuedSheet(models.Model):
    """Typing on a sheet of a case that has not been sent yet: sealed, for its author alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff_id = models.UUIDField()
    sheet = models.CharField(max_length=20)
    about = models.CharField(max_length=11, blank=True)  # outside number of the thing it was typed about
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)  # of the case, as the page had read it
    shown_at = models.DateTimeField()  # when that page was shown
    words = models.BinaryField()  # everything typed, sealed with the case's key

    class Meta:
        """Kept a week."""

        verbose_name = _("ketikan yang diselamatkan")
        indexes = (models.Index(fields=("case", "staff_id"), name="cases_rescued_sheet"),)


class SavedView(models.Model):
    """Filters of the list that somebody keeps under a name of her own, or for all of her unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="+")
    name = models.BinaryField()  # typed, so it may be anything: sealed under a key of its own
    asked = models.JSONField()  # codes and days, as the address has them
    shared = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        """The oldest first: a row of links keeps its order."""

        verbose_name = _("tampilan daftar")
        ordering = ("at", "id")
        indexes = (
            models.Index(fields=("staff",), name="cases_view_staff"),
            models.Index(fields=("unit",), condition=Q(shared=True), name="cases_view_shared"),
        )

    ledger_kind = "view"

    def __str__(self) -> str:
        """Return the outside number; the name is sealed."""
        return self.number


class Conflict(models.Model):
    """A staff member who must not accompany this case: named as a party, or declared related."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    staff_id = models.UUIDField()
    how = models.CharField(max_length=10)  # named | declared; never with whom
    at = models.DateTimeField()

    class Meta:
        """Once per person."""

        verbose_name = _("benturan kepentingan")
        constraints = (models.UniqueConstraint(fields=("case", "staff_id"), name="cases_one_conflict"),)


class DoneAlone(models.Model):
    """What one person of a unit kecil did where two would be asked (H-06): coded, no name, no words."""

    class Kind(models.TextChoices):
        """What was done."""

        OVERRIDE = "override", _("Menugaskan diri sendiri dengan alasan")
        WAIVED = "waived", _("Meniadakan tugasnya sendiri")
        PLAN = "plan", _("Menyusun dan menandatangani rencana sendiri")
        CLOSED = "closed", _("Menutup kasus yang didampinginya sendiri")
        EXPLAINED = "explained", _("Menandatangani “dijelaskan; tidak mengadu” untuk kasusnya sendiri")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    reviewed_by_unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=11)  # the case's outside number: it opens nothing
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by_role = models.CharField(max_length=12)
    at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        """Read by month, the newest first."""

        verbose_name = _("dilakukan sendiri")
        ordering = ("-at",)
        indexes = (models.Index(fields=("reviewed_by_unit", "-at"), name="cases_done_alone"),)


class OnCall(models.Model):
    """The simple on-call list of a unit (H-02): who, when, which phone, in which order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(_("Nomor dinas"), max_length=20)
    part = models.CharField(_("Waktu jaga"), max_length=6, default="always")  # day | night | always
    turn = models.SmallIntegerField(_("Urutan"), default=1)

    class Meta:
        """In the order they are phoned."""

        verbose_name = _("petugas jaga")
        ordering = ("turn", "staff__name")
        constraints = (models.UniqueConstraint(fields=("unit", "staff", "part"), name="cases_on_call_once"),)

    @property
    def part_words(self) -> str:
        """Return when she is on duty, in words."""
        return str(PARTS[self.part])


PARTS = {"always": _("Siang dan malam"), "day": _("Siang"), "night": _("Malam")}


class Alarm(models.Model):
    """A case, or an officer who did not come back, asks for a person; unanswered, the next is asked (H-02, H-20)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alarms")
    about = models.CharField(max_length=11, blank=True)  # the visit nobody came back from; empty: the case itself
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    step = models.SmallIntegerField()
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Open alarms are few and are looked at often."""

        verbose_name = _("panggilan jaga")
        indexes = (models.Index(fields=("next_at",), condition=Q(answered_at=None), name="cases_alarm_open"),)
