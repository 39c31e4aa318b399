"""A filled sheet of a case: coded answers in clear, everything else sealed under the case's key."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


class SheetState(models.TextChoices):
    """The life of a sheet: a kept one is never changed; a correction is a new sheet that replaces it."""

    DRAFT = "draft", _("belum selesai")
    KEPT = "kept", _("tersimpan")
    REPLACED = "replaced", _("diganti dengan yang diperbaiki")


class Sheet(models.Model):
    """One record on one official sheet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="sheets")
    kind = models.CharField(max_length=24)
    form = models.CharField(max_length=12)  # version of the form
    state = models.CharField(max_length=8, choices=SheetState.choices, default=SheetState.DRAFT)
    when = models.DateTimeField(null=True)  # when it happened; a draft may not know yet
    about = models.CharField(max_length=11, blank=True)  # outside number of the thing it was written for
    explained = models.CharField(max_length=12, blank=True)  # version of the text that was read to her
    told = ArrayField(models.CharField(max_length=32), default=list)  # deeds recorded while still a draft (H-14)
    coded = models.JSONField(default=dict)
    words = models.BinaryField()  # a draft lies here whole
    replaces = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """The newest first; drafts are found by their author."""

        verbose_name = _("lembar")
        ordering = ("-when", "-recorded_at", "-id")
        indexes = (
            models.Index(fields=("case", "kind", "-when"), name="services_sheet_case"),
            models.Index(fields=("by_id", "case"), condition=Q(state="draft"), name="services_sheet_draft"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | Q(when__isnull=False), name="services_sheet_kept_is_dated"
            ),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number

    ledger_kind = "sheet"

    @property
    def first_number(self) -> str:
        """Return the number of the sheet it began with: what is about it stays so when it is corrected."""
        first = self
        while first.replaces is not None:
            first = first.replaces
        return first.number

    @property
    def unit_id(self) -> object:
        """Return the unit in whose ledger its lines stand."""
        return self.case.unit_id
