"""The key ring: wrapped keys only, in a schema of its own so that it is backed up apart (K-1)."""

from enum import StrEnum

from django.db import models

from dampingi.kernel.ids import new_id


class State(StrEnum):
    """The life of a unit key."""

    CURRENT = "current"
    RETIRED = "retired"


class UnitKey(models.Model):
    """One version of a unit's key: the secret wrapped by the root, and a key pair for receiving."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    version = models.IntegerField()
    public_key = models.BinaryField()
    wrapped_secret = models.BinaryField()
    wrapped_private = models.BinaryField()
    state = models.CharField(max_length=8)
    made_at = models.DateTimeField()

    class Meta:
        """One current key for each unit; retired ones still open what they wrapped."""

        db_table = '"keyring"."unit_key"'
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "version"), name="unit_key_version"),
            models.UniqueConstraint(
                fields=("unit_id",),
                condition=models.Q(state="current"),
                name="unit_key_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["current", "retired"]),
                name="unit_key_state",
            ),
        )

    def __str__(self) -> str:
        """Name the unit and the version, never the key."""
        return f"{self.unit_id} v{self.version} {self.state}"


class DataKey(models.Model):
    """The key of one owner, wrapped by its unit's key; deleting the row shreds what it sealed."""

    owner_id = models.UUIDField(primary_key=True, editable=False)
    owner_kind = models.CharField(max_length=6)
    unit_id = models.UUIDField()
    unit_version = models.IntegerField()
    wrapped = models.BinaryField()

    class Meta:
        """Found by owner; by unit and version when a unit's key changes."""

        db_table = '"keyring"."data_key"'
        indexes = (models.Index(fields=("unit_id", "unit_version"), name="data_key_unit"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(owner_kind__in=["person", "case", "report", "draft", "refuge", "view"]),
                name="data_key_owner_kind",
            ),
        )

    def __str__(self) -> str:
        """Name the owner, never the key."""
        return f"{self.owner_kind} {self.owner_id}"


class Erased(models.Model):
    """The key of a person, a case or a report that was destroyed: an id, and when.

    Whoever restores an older backup destroys these again before anything is served (K-1, R-11).
    """

    owner_id = models.UUIDField(primary_key=True, editable=False)
    owner_kind = models.CharField(max_length=6)
    erased_at = models.DateTimeField()

    class Meta:
        """Written in the statement that destroys the key."""

        db_table = '"keyring"."erased"'

    def __str__(self) -> str:
        """Name whose key it was."""
        return f"{self.owner_kind} {self.owner_id}"


class RootCheck(models.Model):
    """A canary: something sealed under the root key, and something under the ledger key (R-16)."""

    name = models.CharField(primary_key=True, max_length=6)
    canary = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        """Two rows, written before anything else."""

        db_table = '"keyring"."root_check"'

    def __str__(self) -> str:
        """Name what is checked."""
        return self.name
