"""Runs, events and duties. A run is whatever has duties; its id is the id of its owner's file."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id

_OPEN = Q(met_at=None, waived_at=None, superseded_at=None)


class Run(models.Model):
    """One application of the catalog: the coded facts it was started with."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit_id = models.UUIDField()
    facts = models.JSONField()
    catalog_version = models.CharField(max_length=12)
    started_at = models.DateTimeField()

    class Meta:
        """Found by id."""

        verbose_name = _("jalannya aturan")


class Event(models.Model):
    """Something that was done or happened in a run."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    code = models.CharField(max_length=32)
    at = models.DateTimeField()
    about = models.CharField(max_length=11, blank=True)  # the outside number of the thing it is about
    due_at = models.DateTimeField(null=True)  # a deadline of its own
    recorded_at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        """In the order they happened."""

        verbose_name = _("peristiwa")
        ordering = ("at", "id")
        indexes = (models.Index(fields=("run", "at"), name="protocols_event_run"),)


class DutySet(models.QuerySet["Duty"]):
    """Duties."""

    def open(self) -> Self:
        """Keep what is neither met, waived nor superseded."""
        return self.filter(_OPEN)

    def late(self, now: datetime) -> Self:
        """Keep what is overdue."""
        return self.filter(_OPEN, late_at__lt=now)


class Duty(models.Model):
    """What is owed: began, due, and how it ended; lateness is derived, never stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="duties")
    unit_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=11, blank=True)
    actor = models.CharField(max_length=10)
    clause_law = models.CharField(max_length=60)
    clause_article = models.CharField(max_length=40)
    clause_status = models.CharField(max_length=10)
    reminder = models.BooleanField(default=False)
    rank = models.SmallIntegerField()
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=32, blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_reason = models.CharField(max_length=40, blank=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    objects = DutySet.as_manager()

    class Meta:
        """Open duties are what is asked for: by owner, by unit, by run."""

        verbose_name = _("tugas")
        indexes = (
            models.Index(fields=("run", "rank"), name="protocols_duty_run"),
            models.Index(fields=("owner_id", "late_at"), condition=_OPEN, name="protocols_duty_owner"),
            # The board reads this index alone and no row: reminders are not on it.
            models.Index(
                fields=("unit_id", "late_at", "run", "owner_id"),
                condition=_OPEN & Q(reminder=False),
                name="protocols_duty_board",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(due_at__gte=F("began_at")), name="protocols_due_after_start"),
            models.CheckConstraint(condition=Q(late_at__gte=F("due_at")), name="protocols_late_after_due"),
            models.UniqueConstraint(
                fields=("run", "code", "about"),
                condition=_OPEN,
                name="protocols_one_open_duty_a_step",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Tell whether it is still owed."""
        return self.met_at is None and self.waived_at is None and self.superseded_at is None
