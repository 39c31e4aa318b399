"""The form of one provider."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dampingi.kernel import codes
from dampingi.kernel.codes import CodeList
from dampingi.places import queries
from dampingi.places.models import Provider


def _several(words: CodeList, label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=lambda: [(code, str(said)) for code, said in words.choices()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[...] at run time
    """Who gives which services to whom, when, at whose cost."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis lembaga"),
        choices=lambda: [("", _("Belum dipilih")), *((c, str(w)) for c, w in codes.PROVIDER_KINDS.choices())],
    )
    services = _several(codes.SERVICES, gettext_lazy("Layanan"))
    place = forms.CharField(
        label=gettext_lazy("Kabupaten, kota, atau kecamatan"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "tempat"}),
    )
    sexes = _several(codes.SEXES, gettext_lazy("Hanya melayani"))
    disabilities = _several(codes.DISABILITIES, gettext_lazy("Siap melayani disabilitas"))
    aids = _several(codes.ACCESS_AIDS, gettext_lazy("Aksesibilitas"))
    payers = _several(codes.PAYERS, gettext_lazy("Siapa yang membayar"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """Everything the directory keeps."""

        model = Provider
        fields = (
            *("name", "kind", "services", "place", "address", "phone", "contact", "hours", "all_hours"),
            *("age_from", "age_to", "sexes", "disabilities", "aids", "cost", "payers", "notes"),
            *("confirmed_on", "closed_on"),
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "confirmed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "closed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, under: str, **kwargs: Any) -> None:
        """Show the place by its name; ``under`` is the province in which a name is looked for."""
        super().__init__(*args, **kwargs)
        self.under = under
        self.fields["sexes"].choices = [  # type: ignore[attr-defined]  # a form knows its fields by name alone
            (code, str(words)) for code, words in codes.SEXES.choices() if code != "unknown"
        ]
        self.fields["disabilities"].choices = [  # type: ignore[attr-defined]  # as above
            (code, str(words)) for code, words in codes.DISABILITIES.choices() if code != "none"
        ]
        self.fields["sexes"].help_text = _("Kosongkan bila melayani semua.")
        self.fields["notes"].help_text = _("Jangan tulis alamat rumah aman, dan jangan tulis tentang siapa pun yang didampingi.")
        if self.instance.region_code:
            self.initial["place"] = queries.path_of(self.instance.region_code)

    def clean_services(self) -> Any:
        """Ask for at least one service."""
        if not self.cleaned_data["services"]:
            raise forms.ValidationError(_("Pilih paling sedikit satu layanan."))
        return self.cleaned_data["services"]

    def clean_place(self) -> str:
        """Return the code of the one place that is meant."""
        meant = queries.resolve(self.cleaned_data["place"], under=self.under)
        if len(meant) != 1:
            raise forms.ValidationError(_("Tulis satu kabupaten, kota, atau kecamatan yang dikenal."))
        return meant[0][0]

    def clean(self) -> dict[str, Any]:
        """Refuse an upper age below the lower one."""
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("age_from"), data.get("age_to")
        if low is not None and high is not None and high < low:
            self.add_error("age_to", _("Usia teratas harus sama dengan atau di atas usia terendah."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Return what is written, the place by its code."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields if name != "place"}
        return {**said, "region_code": self.cleaned_data["place"]}
