"""A drill somebody plays, and a class that plays one together. Codes and moments; never a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.drills.catalog import BY_CODE
from dampingi.drills.rules import Asked, Finding, Scenario, State, finding_of
from dampingi.kernel.ids import new_id, new_number


class ClassSession(models.Model):
    """A class: who leads it, which scenario, since when. Its players are numbered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    leader = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    scenario = models.CharField(max_length=24)
    players = models.PositiveSmallIntegerField(default=0)  # the last number given: nobody sees the others
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    ledger_kind = "class"

    class Meta:
        """The newest first."""

        verbose_name = _("kelas simulasi")
        ordering = ("-began_at", "id")


class DrillRun(models.Model):
    """One person plays one scenario. What was found is hers (H-21)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    staff = models.ForeignKey("access.Staff", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    scenario = models.CharField(max_length=24)
    class_session = models.ForeignKey(ClassSession, on_delete=models.CASCADE, null=True, related_name="runs")
    player = models.PositiveSmallIntegerField(null=True)  # her number in the class
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=State.RUNNING)
    said = models.JSONField(default=list)  # options chosen, with their moments
    found = models.JSONField(default=list)  # findings at the end
    passed = models.BooleanField(null=True)
    progress = models.JSONField(default=dict)  # counts, for whoever leads her class

    ledger_kind = "drill"

    class Meta:
        """The newest first; one running at a time for each person; a player's number once."""

        verbose_name = _("simulasi")
        ordering = ("-began_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("staff",), condition=Q(state=State.RUNNING), name="drills_one_running"),
            models.UniqueConstraint(fields=("class_session", "player"), name="drills_player_once"),
        )

    @property
    def script(self) -> Scenario:
        """Return the scenario that is played."""
        return BY_CODE[self.scenario]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return what was said so far."""
        return tuple(Asked.of(one) for one in self.said)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found at the end."""
        return tuple(finding_of(one) for one in self.found)
