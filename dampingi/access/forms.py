"""Sign-in and accounts: input to clean values."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dampingi.access.models import Staff, Unit
from dampingi.access.rules import ROLES, mixes
from dampingi.kernel.codes import LANGUAGES, SEXES


def _secret(label: Any, name: str, *, hint: Any = "") -> forms.CharField:
    """Return a field for a password: taken as it is typed, whatever it holds, however long."""
    attrs = {"autocomplete": name, "class": "govuk-input"}
    return forms.CharField(
        label=label, help_text=hint, max_length=1_000, strip=False, widget=forms.PasswordInput(attrs=attrs)
    )


def _address() -> forms.EmailField:
    attrs = {"autocomplete": "username", "class": "govuk-input"}
    return forms.EmailField(label=_("Alamat masuk"), max_length=254, widget=forms.EmailInput(attrs=attrs))


def _code(*, hint: Any, required: bool = False) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input govuk-input--width-10"}
    return forms.CharField(
        label=_("Kode"), help_text=hint, max_length=40, required=required, widget=forms.TextInput(attrs=attrs)
    )


class SignInForm(forms.Form):
    """Address, password, and a code where the account has a second factor."""

    email = _address()
    password = _secret(_("Kata sandi"), "current-password")
    code = _code(hint=_("Enam angka dari aplikasi, atau satu kode pemulihan. Kosongkan bila belum dipasang."))


class ProveForm(forms.Form):
    """The password once more, and a code where the account has a second factor."""

    password = _secret(_("Kata sandi"), "current-password")
    code = _code(hint=_("Enam angka dari aplikasi, atau satu kode pemulihan."))

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        """Leave the code out where there is none."""
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class CodeForm(forms.Form):
    """The first code of an app."""

    code = _code(hint=_("Enam angka yang sekarang tampil di aplikasi."), required=True)


_NEW_PASSWORD = _(
    "Paling sedikit 12 huruf atau angka; boleh panjang, boleh memakai spasi. "
    "Tiga atau empat kata yang tidak berhubungan mudah diingat dan sulit ditebak."
)


class _ChoosesPassword(forms.Form):
    """A new password, twice."""

    password = _secret(_("Kata sandi baru"), "new-password", hint=_NEW_PASSWORD)
    again = _secret(_("Kata sandi baru, sekali lagi"), "new-password")
    staff: Staff | None = None

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is short, common, her own name, or typed in two ways."""
        data: dict[str, Any] = super().clean() or {}
        if (chosen := data.get("password")) is None:
            return data
        try:
            validate_password(chosen, self.staff or Staff(email=data.get("email", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)
        if chosen != data.get("again"):
            self.add_error("again", _("Kedua kata sandi tidak sama. Ketik sekali lagi."))
        return data


class PasswordForm(_ChoosesPassword):
    """Another password, by whoever is signed in."""

    current = _secret(_("Kata sandi sekarang"), "current-password")
    field_order = ("current", "password", "again")

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        """Know whose it is, to refuse her own name."""
        super().__init__(*args, **kwargs)
        self.staff = staff


class InvitationForm(_ChoosesPassword):
    """A code somebody was given, and the password she chooses."""

    email = _address()
    invitation = forms.CharField(
        label=_("Kode undangan"),
        help_text=_("Dua belas huruf dan angka dari administrator. Berlaku tiga hari, sekali pakai."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20"}),
    )
    code = _code(hint=_("Hanya bila akun Anda sudah memakai aplikasi kode: enam angka, atau satu kode pemulihan."))
    field_order = ("email", "invitation", "password", "again", "code")

    def clean_email(self) -> str:
        """Keep addresses in small letters."""
        return str(self.cleaned_data["email"]).lower()


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no ModelChoiceField[...] at run time
    """One of some colleagues, by address, so that no id stands on the page."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name, unit and address."""
        return f"{obj.name} · {obj.unit.name} · {obj.email}"


class HelpForm(forms.Form):
    """Whom to help, and with what."""

    colleague = Colleague(
        label=_("Petugas"),
        queryset=Staff.objects.none(),
        to_field_name="email",
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    what = forms.ChoiceField(
        label=_("Apa yang hilang"),
        choices=(
            ("password", _("Lupa kata sandi, atau kode undangan habis masanya")),
            ("lost", _("HP atau kuncinya hilang: hapus langkah kedua dan keluarkan semua perangkat")),
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Staff], **kwargs: Any) -> None:
        """Offer the colleagues one may help."""
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]  # a field of models


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

    class Meta:
        """What an account needs at first."""

        model = Staff
        fields = ("email", "name", "alias", "sex", "roles", "institution", "languages", "phone")
        help_texts = {"institution": _("Hanya untuk peserta pelatihan: sekolah atau lembaga asalnya.")}

    def clean_email(self) -> Any:
        """Keep addresses in small letters."""
        return self.cleaned_data["email"].lower()

    def clean_roles(self) -> Any:
        """Refuse somebody who would be a participant of training and staff at once."""
        roles = self.cleaned_data["roles"]
        if mixes(roles):
            raise forms.ValidationError(_("Peserta pelatihan tidak memegang peran lain."))
        return roles


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
            "letterhead",
            "address",
            "zone",
            "opens",
            "closes",
            "closed_days",
            "high_alarm_minutes",
            "medium_hours",
            "low_working_days",
            "erase_after_days",
            "reassess_within_days",
            "contact_attempts",
            "shelter_days",
            "small",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "letterhead": forms.Textarea(attrs={"rows": 3, "class": "govuk-textarea", "autocomplete": "off"}),
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
