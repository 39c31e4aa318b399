"""The gazetteer (read at install from idn-area-data, ODbL), a unit's own names of places, providers."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id, new_number
from dampingi.places import rules


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


def _codes(label: Any) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=24), default=list, blank=True, verbose_name=label)


class ProviderSet(models.QuerySet["Provider"]):
    """Providers."""

    def open_on(self, day: date) -> Self:
        """Keep those that have not closed by ``day``."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def old_on(self, day: date) -> Self:
        """Keep those nobody has confirmed for too long."""
        return self.open_on(day).filter(confirmed_on__lt=day - rules.CONFIRMED_FOR)


class Provider(models.Model):
    """Somebody outside the unit who gives services; never a shelter, whose place is secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit_id = models.UUIDField()  # the unit that keeps this entry; every unit reads it
    name = models.CharField(_("Nama lembaga"), max_length=160)
    kind = models.CharField(_("Jenis lembaga"), max_length=20)
    services = _codes(_("Layanan"))
    region_code = models.CharField(max_length=13)
    address = models.CharField(_("Alamat kantor"), max_length=240, blank=True)
    phone = models.CharField(_("Telepon"), max_length=40, blank=True)
    contact = models.CharField(_("Yang dapat ditemui"), max_length=120, blank=True)
    hours = models.CharField(_("Jam layanan"), max_length=160, blank=True)
    all_hours = models.BooleanField(_("Buka 24 jam"), default=False)
    age_from = models.PositiveSmallIntegerField(_("Melayani mulai usia"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Melayani sampai usia"), null=True, blank=True)
    sexes = _codes(_("Hanya melayani"))  # empty: everybody
    disabilities = _codes(_("Siap melayani disabilitas"))
    aids = _codes(_("Aksesibilitas"))
    cost = models.CharField(_("Biaya"), max_length=200, blank=True)
    payers = _codes(_("Siapa yang membayar"))
    notes = models.TextField(_("Yang perlu diketahui sebelum merujuk"), max_length=2_000, blank=True)
    confirmed_on = models.DateField(_("Terakhir dipastikan"))
    closed_on = models.DateField(_("Tutup sejak"), null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = ProviderSet.as_manager()

    class Meta:
        """By name; found by region."""

        verbose_name = _("penyedia layanan")
        ordering = ("name", "id")
        indexes = (models.Index(fields=("region_code", "name"), name="places_provider_region"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")), name="places_provider_ages"
            ),
        )

    ledger_kind = "provider"

    def __str__(self) -> str:
        """Return its name, which is public."""
        return self.name

    @property
    def serves(self) -> rules.Serves:
        """Return whom it serves, as the rules read it."""
        return rules.Serves(self.age_from, self.age_to, frozenset(self.sexes), frozenset(self.disabilities))

    def is_open(self, day: date) -> bool:
        """Tell whether it works on ``day``."""
        return self.closed_on is None or self.closed_on > day


class Shelter(models.Model):
    """A place of safety: coded whom it takes, sealed under a key of its own where it is.

    Its rows are seen by the head of its unit and by whoever holds the case of a running stay, by
    nobody else; they are on no list of providers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit_id = models.UUIDField()
    serves = _codes(_("Menerima"))
    rooms = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    words = models.BinaryField()  # name, address, contact, way: sealed under the shelter's key
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        """Asked for by unit."""

        verbose_name = _("penampungan")
        ordering = ("number",)
        indexes = (models.Index(fields=("unit_id",), name="places_shelter_unit"),)

    ledger_kind = "shelter"
