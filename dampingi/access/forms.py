"""Sign-in and accounts: input to clean values."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from dampingi.access.models import Staff
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
