"""The gazetteer (read at install from idn-area-data, ODbL) and a unit's own names of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id


class Province(models.Model):
    """A province by its Kemendagri code."""

    code = models.CharField(primary_key=True, max_length=2)
    name = models.CharField(max_length=80)

    class Meta:
        """By code."""

        verbose_name = _("provinsi")


class Regency(models.Model):
    """A regency or city: dotted Kemendagri code, and the BPS code where it is known."""

    code = models.CharField(primary_key=True, max_length=5)
    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    bps_code = models.CharField(max_length=4, blank=True)

    class Meta:
        """By code."""

        verbose_name = _("kabupaten atau kota")


class District(models.Model):
    """A district (kecamatan)."""

    code = models.CharField(primary_key=True, max_length=8)
    regency = models.ForeignKey(Regency, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)

    class Meta:
        """By code."""

        verbose_name = _("kecamatan")


class Village(models.Model):
    """A village or kelurahan."""

    code = models.CharField(primary_key=True, max_length=13)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)

    class Meta:
        """By code."""

        verbose_name = _("desa atau kelurahan")


class UnitPlace(models.Model):
    """A place a unit knows by its own name: a hamlet, a camp."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    name = models.CharField(max_length=80)
    district_code = models.CharField(max_length=8, blank=True)

    class Meta:
        """Once a unit."""

        verbose_name = _("tempat milik unit")
        constraints = (models.UniqueConstraint(fields=("unit_id", "name"), name="places_unit_place_once"),)
