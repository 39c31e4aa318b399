"""The lines of the ledger and the head of each chain. Ids and codes only; no foreign keys."""

from django.db import models

from dampingi.kernel.ids import new_id


class Line(models.Model):
    """One line: who did what, when, to what, and why, bound to the line before it.

    Written by ``actions`` only. The application's role may insert and read, never change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_role = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64, blank=True)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    outcome = models.CharField(max_length=7)
    prev = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        """One chain for each unit; a timeline is read by subject."""

        constraints = (models.UniqueConstraint(fields=("unit_id", "seq"), name="audit_line_seq"),)
        indexes = (
            models.Index(
                fields=("subject_id", "at", "seq"),
                condition=models.Q(subject_id__isnull=False),
                name="audit_line_subject",
            ),
        )

    def __str__(self) -> str:
        """Name the line and its act."""
        return f"{self.unit_id} {self.seq} {self.act}"


class Head(models.Model):
    """The newest line of a unit's chain: who appends locks this row, so appends stand in a row."""

    unit_id = models.UUIDField(primary_key=True, editable=False)
    seq = models.BigIntegerField()
    mac = models.BinaryField()

    def __str__(self) -> str:
        """Name the chain and its length."""
        return f"{self.unit_id} {self.seq}"
