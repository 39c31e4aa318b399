"""The history of risk: each assessment of a case is kept, none is overwritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.codes import Risk
from dampingi.kernel.ids import new_id


class Assessment(models.Model):
    """The risk signs as answered at one moment, the level they gave and the level that was set."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    answers = models.JSONField(default=dict)
    derived = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    reason = models.BinaryField(default=b"")  # sealed with the case's key

    class Meta:
        """The newest first."""

        verbose_name = _("asesmen risiko")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("case_id", "-at"), name="triage_case_at"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__in=[r.value for r in Risk]),
                name="triage_level_known",
            ),
        )
