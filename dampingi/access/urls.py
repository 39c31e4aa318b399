"""Addresses of signing in, one's own account, permissions and colleagues' accounts."""

from django.urls import path

from dampingi.access.views import account, staff, unit, way_in

app_name = "access"
urlpatterns = [
    path("masuk/", way_in.sign_in, name="sign-in"),
    path("masuk/kunci/tanya/", way_in.passkey_ask, name="passkey-ask"),
    path("masuk/kunci/", way_in.passkey_sign_in, name="passkey-sign-in"),
    path("undangan/", way_in.invitation, name="invitation"),
    path("keluar/", way_in.sign_out, name="sign-out"),
    path("akun/", account.security, name="security"),
    path("akun/pastikan/", account.prove, name="prove"),
    path("akun/pastikan/kunci/", account.prove_passkey, name="prove-passkey"),
    path("akun/kode/", account.app_code, name="app-code"),
    path("akun/kode/gambar.svg", account.app_picture, name="app-picture"),
    path("akun/kunci/tanya/", account.passkey_begin, name="passkey-begin"),
    path("akun/kunci/", account.passkey_add, name="passkey-add"),
    path("akun/hapus/", account.remove_factor, name="remove-factor"),
    path("akun/pemulihan/", account.new_codes, name="new-codes"),
    path("akun/perangkat/", account.end_session, name="end-session"),
    path("akun/sandi/", account.password, name="password"),
    path("izin/", staff.permissions, name="permissions"),
    path("petugas/", staff.staff, name="staff"),
    path("petugas/peran/", staff.roles, name="roles"),
    path("petugas/tutup/", staff.disable, name="disable"),
    path("bantu-masuk/", staff.help_sign_in, name="help"),
    path("unit/", unit.unit, name="unit"),
    path("unit/tempat/", unit.add_place, name="places"),
]
