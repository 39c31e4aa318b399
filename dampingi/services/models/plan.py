"""The plan of a case, the services in it, and what became of them: coded in clear, her words sealed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


class PlanState(models.TextChoices):
    """A case has one plan that runs; when it ended another may begin."""

    RUNNING = "running", _("berjalan")
    ENDED = "ended", _("selesai")


class Plan(models.Model):
    """What she wants to reach, drawn up with her, and when it is looked at again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="plans")
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.RUNNING)
    made_at = models.DateTimeField()
    drawn_with_her = models.BooleanField(default=False)
    agrees = models.CharField(max_length=8, blank=True)
    review_on = models.DateField()
    explained = models.CharField(max_length=12)  # version of the text that was read to her
    words = models.BinaryField()  # goals, her words: sealed with the case's key
    by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    signed_by_id = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """The newest first."""

        verbose_name = _("rencana")
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("case", "-made_at"), name="services_plan_case"),)
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=Q(state="running"), name="services_one_plan_runs"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by_id=None) | Q(signed_at__isnull=False, signed_by_id__isnull=False),
                name="services_plan_signed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number


class Evaluation(models.Model):
    """How far the plan has come, in her eyes; none is overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="evaluations")
    at = models.DateTimeField()
    reached = models.CharField(max_length=8)
    ends = models.BooleanField(default=False)
    words = models.BinaryField()  # her words, what changes: sealed with the case's key
    by_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        """The last first."""

        verbose_name = _("evaluasi rencana")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("case", "-at"), name="services_evaluation_case"),)


class PlannedService(models.Model):
    """One service for one need of hers, from being planned to its outcome."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="planned_services")
    domain = models.CharField(max_length=16)
    service = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, blank=True)
    provider = models.ForeignKey("places.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    planned_on = models.DateField(null=True)
    payer = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True)
    words = models.BinaryField()  # her need, a provider outside the directory, notes: sealed with the case's key
    by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """What is planned soonest first."""

        verbose_name = _("layanan dalam rencana")
        ordering = ("ended_at", "planned_on", "since", "id")
        indexes = (models.Index(fields=("case", "since"), name="services_planned_case"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="services_ended_with_an_outcome",
            ),
        )

    def __str__(self) -> str:
        """Return the outside number."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Tell whether its outcome is still to come."""
        return self.ended_at is None
