"""Who holds what, since when, until when, by which evidence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id
from dampingi.training.rules import EvidenceKind


class Certificate(models.Model):
    """A certificate as it was shown; no NIK."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="certificates")
    title = models.CharField(_("Nama pelatihan"), max_length=200)
    number = models.CharField(_("Nomor"), max_length=80)
    issuer = models.CharField(_("Penyelenggara"), max_length=120)
    jp = models.SmallIntegerField(_("Jumlah JP (45 menit)"))
    issued_on = models.DateField(_("Tanggal terbit"))
    valid_until = models.DateField(_("Berlaku sampai"), null=True, blank=True)
    basis = models.CharField(_("Dasar hukum"), max_length=120, blank=True)
    recorded_by_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        """Once per person and number."""

        verbose_name = _("sertifikat")
        constraints = (
            models.UniqueConstraint(fields=("staff", "number"), name="training_certificate_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")),
                name="training_valid_after_issue",
            ),
        )


class Holding(models.Model):
    """A competence somebody holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="holdings")
    competence = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField(null=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, null=True, related_name="holdings")
    # By what it is known, and where that stands: the number of a statement about a drill, for one.
    evidence = models.CharField(max_length=12, default=EvidenceKind.CERTIFICATE)
    reference = models.CharField(max_length=80, blank=True)
    warned_days = models.PositiveSmallIntegerField(null=True)  # at which of the days before its end she was told

    class Meta:
        """Asked by person; by the day it ends."""

        verbose_name = _("kompetensi")
        indexes = (
            models.Index(fields=("staff", "competence"), name="training_holding_staff"),
            models.Index(fields=("until",), name="training_holding_until", condition=~Q(until=None)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(evidence=EvidenceKind.CERTIFICATE, certificate__isnull=False)
                | (Q(certificate=None) & ~Q(evidence=EvidenceKind.CERTIFICATE) & ~Q(reference="")),
                name="training_holding_shown",
            ),
            models.UniqueConstraint(
                fields=("staff", "competence", "evidence", "reference"),
                condition=Q(certificate=None),
                name="training_evidence_once",
            ),
        )
