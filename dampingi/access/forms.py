"""Sign-in and accounts: input to clean values."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from dampingi.access.models import Staff, Unit
from dampingi.access.rules import ROLES
from dampingi.kernel.codes import LANGUAGES, SEXES


class SignInForm(forms.Form):
    """Address and password."""

    email = forms.EmailField(
        label=_("Alamat masuk"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "govuk-input"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=1_000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "govuk-input"}),
    )


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[...] at run time
    """A new account."""

    roles = forms.MultipleChoiceField(
        label=_("Peran"),
        choices=lambda: [(r.value, str(words)) for r, words in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=lambda: [(c, str(w)) for c, w in SEXES.choices()])
    languages = forms.MultipleChoiceField(
        label=_("Bahasa"),
        choices=lambda: [(c, str(w)) for c, w in LANGUAGES.choices()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    password = forms.CharField(
        label=_("Kata sandi pertama"),
        help_text=_("Paling sedikit 12 huruf. Minta petugas menggantinya."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        """What an account needs at first."""

        model = Staff
        fields = ("email", "name", "alias", "sex", "roles", "languages", "phone")

    def clean_password(self) -> str:
        """Refuse a password that is short or common."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean_email(self) -> Any:
        """Keep addresses in small letters."""
        return self.cleaned_data["email"].lower()


class DaysField(forms.CharField):
    """Days, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "govuk-textarea", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Show days as lines."""
        return "\n".join(day.isoformat() for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the days, or name the line that is none."""
        days = []
        for line in super().clean(value).split():
            try:
                days.append(date.fromisoformat(line))
            except ValueError as error:
                message = _("Tanggal ini tidak ada: %(line)s. Contoh: 2026-06-08.") % {"line": line}
                raise forms.ValidationError(message) from error
        return sorted(set(days))


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[...] at run time
    """How a unit works: its clock, its hours, its response times."""

    closed_days = DaysField(
        label=_("Hari libur unit"),
        help_text=_("Satu tanggal tiap baris, misalnya 2026-06-08. Hari libur nasional sudah termasuk."),
        required=False,
    )
    small = forms.TypedChoiceField(
        label=_("Unit kecil"),
        help_text=_("Tiga petugas atau kurang: satu akun memegang beberapa peran."),
        choices=[("", _("Menurut jumlah petugas")), ("yes", _("Ya")), ("no", _("Tidak"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )

    class Meta:
        """Everything a unit may set; its code and its place in the tree are not among it."""

        model = Unit
        fields = (
            "phone",
            "zone",
            "opens",
            "closes",
            "closed_days",
            "high_alarm_minutes",
            "medium_hours",
            "low_working_days",
            "erase_after_days",
            "small",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show whether the unit was declared small."""
        super().__init__(*args, **kwargs)
        self.initial["small"] = {True: "yes", False: "no"}.get(self.instance.small, "")

    def clean(self) -> dict[str, Any]:
        """Refuse a day that closes before it opens, and an alarm later than an hour."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["opens"] >= data["closes"]:
            self.add_error("closes", _("Jam tutup harus sesudah jam buka."))
        if (data.get("high_alarm_minutes") or 0) > _LONGEST_ALARM:
            self.add_error("high_alarm_minutes", _("Paling lama 60 menit: risiko tinggi dilayani langsung."))
        return data


_LONGEST_ALARM = 60


class UnitPlaceForm(forms.Form):
    """A place the unit knows by its own name, and the district it lies in."""

    name = forms.CharField(label=_("Nama tempat"), max_length=80)
    district = forms.CharField(label=_("Kecamatan"), max_length=120)
