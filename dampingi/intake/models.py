"""Reports as received, drafts as typed, and a memory of what was sent once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


def _codes() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=40), default=list)


class Report(models.Model):
    """One report: what is coded lies in clear, what was told lies sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    said_received_at = models.DateTimeField(null=True)  # a phone's own claim, when its clock was wrong
    reporter = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=16, blank=True)
    safe_now = models.CharField(max_length=8, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    occurred_at = models.DateTimeField(null=True)
    place_kind = models.CharField(max_length=16, blank=True)
    forms = _codes()
    domestic = models.BooleanField(null=True)
    may_include_penetration = models.BooleanField(null=True)
    tpks_kinds = _codes()
    ampk = _codes()
    acts = _codes()
    means = _codes()
    purposes = _codes()
    checks = _codes()
    sheet = models.BinaryField()
    sheet_version = models.SmallIntegerField()

    class Meta:
        """Newest first within a unit."""

        verbose_name = _("laporan")
        indexes = (models.Index(fields=("unit", "-received_at"), name="intake_unit_received"),)

    ledger_kind = "report"

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number


class Relation(models.Model):
    """What a reported party is to one victim of the same report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="relations")
    victim = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=20)

    class Meta:
        """One word per pair."""

        verbose_name = _("hubungan")
        constraints = (models.UniqueConstraint(fields=("victim", "party"), name="intake_one_relation_a_pair"),)


class Draft(models.Model):
    """A sheet half filled, sealed under its own key and seen by its author alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    sheet = models.BinaryField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        """The last one touched first."""

        verbose_name = _("isian belum selesai")
        ordering = ("-saved_at",)
        indexes = (models.Index(fields=("staff", "-saved_at"), name="intake_draft_staff"),)

    ledger_kind = "draft"


class Rescue(models.Model):
    """Typing that arrived after its session had ended: sealed, waiting for the same person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft_number = models.CharField(max_length=11)
    at = models.DateTimeField()
    sheet = models.BinaryField()

    class Meta:
        """Kept a day."""

        verbose_name = _("ketikan yang diselamatkan")
        indexes = (models.Index(fields=("draft_number",), name="intake_rescue_draft"),)


class Submission(models.Model):
    """What one person sent once under one key: the same again gets the same answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    door = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=32)
    subject_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """One answer per person and key; kept 90 days."""

        verbose_name = _("kiriman")
        constraints = (models.UniqueConstraint(fields=("staff", "key"), name="intake_sent_once"),)
