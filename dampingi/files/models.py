"""A kept file: what kind it is, in clear; its name, its key and everything said of it, sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


class FileState(models.TextChoices):
    """The life of a file: never changed, only taken away."""

    KEPT = "kept", _("tersimpan")
    QUARANTINED = "quarantined", _("ditahan sampai diperiksa")
    REMOVED = "removed", _("dihapus")


class Upload(models.Model):
    """A file that comes in parts, over a line that is cut (R-18): each part sealed, nobody's until all came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True)
    file_id = models.UUIDField()
    by_id = models.UUIDField()
    at = models.DateTimeField()
    taken = models.IntegerField(default=0)  # bytes that have come
    blob = models.CharField(max_length=40, unique=True)
    wrapped = models.BinaryField()  # the key of its parts, sealed

    class Meta:
        """Kept a day."""

        verbose_name = _("kiriman berkas")
        indexes = (models.Index(fields=("at",), name="files_upload_at"),)


class File(models.Model):
    """One file of a case; ``file_id`` is the id under whose key it lies."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    file_id = models.UUIDField()
    kind = models.CharField(max_length=5)
    state = models.CharField(max_length=11, choices=FileState.choices, default=FileState.KEPT)
    intimate = models.BooleanField(default=False)  # never shown, shared or exported (H-13)
    tells_place = models.BooleanField(default=False)
    pages = models.SmallIntegerField(default=0)  # pictures that may be shown
    all_pages = models.SmallIntegerField(default=0)
    blob = models.CharField(max_length=40, unique=True)  # random name on the disk
    wrapped = models.BinaryField()  # its own key, sealed
    words = models.BinaryField()  # its name, its size, what it is about, sealed
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        """The newest first; what waits for the scanner is found."""

        verbose_name = _("berkas")
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("file_id", "-at"), name="files_file_of"),
            models.Index(fields=("at",), condition=Q(state="quarantined"), name="files_file_waiting"),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number
