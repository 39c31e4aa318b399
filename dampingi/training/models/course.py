"""Courses: editable copies of what ships, each with its modules, their hours and what they give."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number


class Audience(StrEnum):
    """For whom a course is."""

    UNIT = "unit"
    SCHOOL = "school"
    PARTNER = "partner"


class Core(StrEnum):
    """Whether a module is of the core, and what that means (H-15)."""

    NONE = ""
    ADVICE = "advice"
    CONDITION = "condition"


class Course(models.Model):
    """A course of a unit; ``template`` is the code of what it was copied from, in the catalog."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=24, blank=True)
    title = models.CharField(_("Nama pelatihan"), max_length=200)
    audience = models.CharField(max_length=8, default=Audience.UNIT)
    aims = models.TextField(_("Tujuan"), max_length=2_000, blank=True)
    basis = models.CharField(_("Dasar hukum"), max_length=200, blank=True)
    to_confirm = models.BooleanField(_("Perlu dikonfirmasi"), default=True)
    validity_months = models.PositiveSmallIntegerField(_("Berlaku (bulan); kosong: tanpa batas"), null=True, blank=True)
    in_use = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By title."""

        verbose_name = _("kurikulum")
        ordering = ("title", "id")


class CourseModule(models.Model):
    """A module of a course: its aims, its hours of 45 minutes (JP), and the competences it gives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24, blank=True)  # of the catalog; empty for one of the unit's own
    title = models.CharField(_("Modul"), max_length=200)
    aims = models.TextField(_("Tujuan"), max_length=1_000, blank=True)
    jp = models.PositiveSmallIntegerField(_("JP (45 menit)"))
    competences = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    core = models.CharField(max_length=9, blank=True, default=Core.NONE)

    class Meta:
        """In their order."""

        verbose_name = _("modul")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("course", "position"), name="training_module_place"),
            models.CheckConstraint(condition=Q(jp__gte=1) & Q(jp__lte=100), name="training_module_jp"),
        )
