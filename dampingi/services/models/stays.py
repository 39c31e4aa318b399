"""A stay in a shelter: when, why, until when, and where she went; where the shelter is stands elsewhere, sealed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


class Stay(models.Model):
    """One stay of one person; her case is its file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="stays")
    shelter = models.ForeignKey("places.Shelter", on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=16), default=list)
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_to = models.CharField(max_length=16, blank=True)
    safe_now = models.CharField(max_length=8, blank=True)
    words = models.BinaryField()  # what she needs there, where she went and how she stays safe: sealed
    by_id = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        """The last first; one at a time."""

        verbose_name = _("tinggal di penampungan")
        ordering = ("-began_at", "-id")
        indexes = (models.Index(fields=("shelter",), condition=Q(left_at=None), name="services_stay_running"),)
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(left_at=None), name="services_one_stay_a_case"),
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="services_stay_until"),
        )

    ledger_kind = "stay"


class StayExtension(models.Model):
    """A stay that was made longer, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="extensions")
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=16)
    by_id = models.UUIDField()

    class Meta:
        """In their order."""

        verbose_name = _("perpanjangan penampungan")
        ordering = ("at", "id")
