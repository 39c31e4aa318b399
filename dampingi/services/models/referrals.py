"""Referrals keep the case and carry a packet that is composed when read; a transfer moves the case whole."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number
from dampingi.services.rules.referral import ReferralState, TransferState
from dampingi.services.rules.sharing import Grounds, LegalGround


class Referral(models.Model):
    """One service asked of one provider or unit; what may be read is decided at every reading."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="referrals")
    provider = models.ForeignKey("places.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=24)
    asked = ArrayField(models.CharField(max_length=16), default=list)
    basis = models.CharField(max_length=8)
    law = models.CharField(max_length=16, blank=True)
    danger_at = models.DateTimeField(null=True)
    place_needed = models.BooleanField(default=False)
    by_phone = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=ReferralState.SENT)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # she was told what was shared without asking her
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="rerouted_to")
    by_id = models.UUIDField()
    words = models.BinaryField()  # what is asked, who was spoken with, the order cited: sealed with the case's key
    answer = models.BinaryField(default=b"")  # what came back, sealed with the case's key
    version = models.IntegerField(default=1)

    class Meta:
        """The newest first."""

        verbose_name = _("rujukan")
        ordering = ("-sent_at", "-id")
        indexes = (
            models.Index(fields=("case", "-sent_at"), name="services_referral_case"),
            models.Index(fields=("unit", "-sent_at"), name="services_referral_unit"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(provider__isnull=False, unit=None) | Q(provider=None, unit__isnull=False),
                name="services_referral_to_one",
            ),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number

    ledger_kind = "referral"

    @property
    def recipient(self) -> str:
        """Return to whom, as the rules name a recipient."""
        return f"provider:{self.provider.number}" if self.provider else f"unit:{self.unit.code if self.unit else ''}"

    @property
    def recipient_name(self) -> str:
        """Return to whom, in words."""
        return str(self.provider or self.unit)

    @property
    def recipient_kind(self) -> str:
        """Return the kind of the recipient, as the directory says it."""
        return self.provider.kind if self.provider else "unit"

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still waited for."""
        return self.state in (ReferralState.SENT, ReferralState.ACCEPTED)

    def grounds(self, consents: Any, *, child: bool, cited: bool) -> Grounds:
        """Return everything this referral may rest on, with the consents as they stand."""
        return Grounds(
            recipient=self.recipient,
            recipient_kind=self.recipient_kind,
            consents=[one.agreed for one in consents],
            law=LegalGround(self.law) if self.law else None,
            cited=cited,
            danger_at=self.danger_at,
            child=child,
            place_needed=self.place_needed,
        )

    def change(self, **to: object) -> bool:
        """Write ``to`` if nobody changed it since it was read; tell whether it was written."""
        read = self.version
        changed = Referral.objects.filter(id=self.id, version=read).update(version=F("version") + 1, **to)
        if changed:
            for name, value in to.items():
                setattr(self, name, value)
            self.version = read + 1
        return bool(changed)


class Link(models.Model):
    """A way in for a partner without an account: known by digests alone, it expires and can be taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="links")
    token_digest = models.BinaryField(max_length=32, unique=True)
    code_digest = models.BinaryField(max_length=32, null=True)  # spent when it opens one browser
    tries = models.SmallIntegerField(default=0)
    browsers = ArrayField(models.BinaryField(max_length=32), default=list)  # digests of what each browser holds
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    by_id = models.UUIDField()

    class Meta:
        """The newest first."""

        verbose_name = _("tautan mitra")
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("referral", "-made_at"), name="services_link_referral"),)

    ledger_kind = "link"


class Transfer(models.Model):
    """A case offered whole to another unit; nothing moves until it is accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="transfers")
    from_unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=TransferState.OFFERED)
    basis = models.CharField(max_length=8)
    law = models.CharField(max_length=16, blank=True)
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    by_id = models.UUIDField()
    words = models.BinaryField()  # the note of the hand-over, a no's reason: sealed with the case's key
    answer = models.BinaryField(default=b"")
    version = models.IntegerField(default=1)

    class Meta:
        """The newest first; one offer at a time."""

        verbose_name = _("pelimpahan")
        ordering = ("-offered_at", "-id")
        indexes = (
            models.Index(fields=("to_unit", "-offered_at"), name="services_transfer_to"),
            models.Index(fields=("from_unit", "-offered_at"), name="services_transfer_from"),
        )
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(state="offered"), name="services_one_offer_a_case"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="services_transfer_elsewhere"),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number

    ledger_kind = "transfer"

    def change(self, **to: object) -> bool:
        """Write ``to`` if nobody changed it since it was read; tell whether it was written."""
        read = self.version
        changed = Transfer.objects.filter(id=self.id, version=read).update(version=F("version") + 1, **to)
        if changed:
            for name, value in to.items():
                setattr(self, name, value)
            self.version = read + 1
        return bool(changed)
