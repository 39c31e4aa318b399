"""What she agreed to or refused: one row for each purpose and recipient; none is overwritten."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number
from dampingi.services.rules.consent import Purpose, Standing, standing
from dampingi.services.rules.sharing import Agreed


class Consent(models.Model):
    """One answer: to what, for whom, which parts, how it was given, until when; reasons sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12)
    provider = models.ForeignKey("places.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    parts = ArrayField(models.CharField(max_length=16), default=list)
    given = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)
    text_version = models.CharField(max_length=12)  # of what was explained
    form = models.CharField(max_length=12)
    language = models.CharField(max_length=24, blank=True)
    interpreter = models.BooleanField(default=False)
    capacity = models.CharField(max_length=12)
    speaker = models.CharField(max_length=16, default="self")
    assent = models.CharField(max_length=10, blank=True)
    guardian = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    explained_by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    words = models.BinaryField()  # reasons, who heard it, a guardian described: sealed with the case's key

    class Meta:
        """The newest answer first."""

        verbose_name = _("persetujuan")
        ordering = ("-since", "-recorded_at", "-id")
        indexes = (models.Index(fields=("case", "purpose", "-since"), name="services_consent_case"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.SHARE) | Q(provider__isnull=False) | Q(unit__isnull=False),
                name="services_consent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(ended_at__isnull=False), name="services_consent_withdrawn_is_dated"
            ),
            models.UniqueConstraint(
                fields=("case", "purpose", "provider", "unit"),
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="services_one_answer_stands",
            ),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number

    ledger_kind = "consent"

    @property
    def recipient(self) -> str:
        """Return to whom, as the rules name a recipient; nothing where nobody is meant."""
        if self.provider is not None:
            return f"provider:{self.provider.number}"
        return f"unit:{self.unit.code}" if self.unit is not None else ""

    def standing(self, at: datetime) -> Standing:
        """Return how it stands at that moment."""
        return standing(
            given=self.given,
            until=self.until,
            paused_at=self.paused_at,
            ended_at=self.ended_at,
            withdrawn=self.withdrawn,
            at=at,
        )

    @property
    def agreed(self) -> Agreed:
        """Return it as the rule of sharing reads it."""
        return Agreed(
            number=self.number,
            recipient=self.recipient,
            parts=frozenset(self.parts),
            given=self.given,
            since=self.since,
            until=self.until,
            paused_at=self.paused_at,
            ended_at=self.ended_at,
        )
