"""Persons: coded facts in clear, identity sealed. Nobody but this room opens it."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id


class Role(StrEnum):
    """What this mention is in its report."""

    VICTIM = "victim"
    REPORTED = "reported"
    REPORTER = "reporter"


class Person(models.Model):
    """One mention of one person in one report of one unit.

    ``file_id`` is what a reader must be allowed to see: the case for a victim, the report for
    everybody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    file_id = models.UUIDField()
    role = models.CharField(max_length=10)
    sex = models.CharField(max_length=8, default="unknown")
    age_at_report = models.SmallIntegerField(null=True)
    age_at_incident = models.SmallIntegerField(null=True)
    age_band = models.CharField(max_length=8, blank=True)
    is_child = models.BooleanField(null=True)
    disability = models.CharField(max_length=16, blank=True)
    languages = ArrayField(models.CharField(max_length=24), default=list)
    needs_interpreter = models.BooleanField(null=True)
    district_code = models.CharField(max_length=8, blank=True)
    identity = models.BinaryField()

    class Meta:
        """A child is one whether victim, reported party or reporter."""

        verbose_name = _("orang")
        indexes = (
            models.Index(fields=("file_id",), name="people_file"),
            models.Index(fields=("unit_id", "role"), name="people_unit_role"),
        )

    ledger_kind = "person"

    def __str__(self) -> str:
        """Say nothing about who it is."""
        return f"{self.role} {self.id}"


class Token(models.Model):
    """A keyed token of one high-entropy identifier; there is none of a name (security K-2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    file_id = models.UUIDField()
    purpose = models.CharField(max_length=12)
    version = models.SmallIntegerField(default=1)
    value = models.BinaryField(max_length=16)

    class Meta:
        """Found by value, never by likeness."""

        verbose_name = _("penanda")
        indexes = (models.Index(fields=("purpose", "value"), name="people_token_value"),)
