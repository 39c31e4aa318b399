"""The vault opens what it sealed, where it sealed it, and nothing else (A-34, A-35, T-09)."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.keys import vault
from dampingi.keys.vault import Unreadable

KEY = bytes(range(32))
CIPHER = AESGCM(KEY)
PK = UUID("0196d4d2-0000-7000-8000-000000000001")
OWNER = UUID("0196d4d2-0000-7000-8000-000000000002")
PLACE = {"table": "people_person", "pk": PK, "column": "identity", "owner_id": OWNER}
BESIDE = vault.context(**PLACE)
NAME = {"name": "Siti Aminah"}


def test_a_sealed_field_opens_for_an_independent_reader():
    """A-34: known answer, read by nothing but raw AES-GCM and the written format."""
    blob = vault.seal(CIPHER, NAME, beside=BESIDE)
    aad = b"\x01|people_person|" + PK.bytes + b"|identity|" + OWNER.bytes
    assert blob[0] == 1
    plain = AESGCM(KEY).decrypt(blob[1:13], blob[13:], aad)
    assert plain == b'\x00\x00\x00\x16{"name":"Siti Aminah"}' + bytes(6)


def test_a_field_sealed_by_an_independent_writer_opens():
    """A-34: the other direction of the known answer, with a fixed nonce."""
    nonce = bytes(12)
    aad = b"\x01|people_person|" + PK.bytes + b"|identity|" + OWNER.bytes
    said = json.dumps(NAME).encode()
    plain = len(said).to_bytes(4, "big") + said
    plain += bytes(32 - len(plain) % 32)
    blob = b"\x01" + nonce + AESGCM(KEY).encrypt(nonce, plain, aad)
    assert blob.hex().startswith("01" + "00" * 12)
    assert vault.unseal(CIPHER, blob, beside=BESIDE) == NAME


def test_the_same_bytes_as_the_published_vector():
    """Test case 16 of the GCM specification: key, nonce and tag as printed there."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    )
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    )
    assert vault.open_bytes(AESGCM(key), b"\x01" + nonce + sealed, beside=aad) == plain


@pytest.mark.parametrize(
    "other",
    [
        {"table": "people_persons"},
        {"column": "identity2"},
        {"pk": OWNER},
        {"owner_id": PK},
        {"pk": OWNER, "owner_id": PK},
    ],
)
def test_a_field_opens_nowhere_else(other):
    """T-09: another table, row, column or owner."""
    blob = vault.seal(CIPHER, NAME, beside=BESIDE)
    with pytest.raises(Unreadable):
        vault.unseal(CIPHER, blob, beside=vault.context(**(PLACE | other)))


def test_two_places_never_look_alike():
    """A separator inside a name would let one place pass for another."""
    with pytest.raises(ValueError, match=r"a\|b"):
        vault.context(**(PLACE | {"table": "a|b"}))


@given(st.binary(max_size=2_000), st.data())
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_is_unreadable(plain, data):
    """A-34: whichever bit of a sealed field is flipped, it does not open."""
    blob = vault.seal_bytes(CIPHER, vault.padded(plain), beside=BESIDE)
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    bent = bytearray(blob)
    bent[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable) as no:
        vault.open_bytes(CIPHER, bytes(bent), beside=BESIDE)
    assert no.value.args == ("sealed value does not open",)
    assert no.value.__cause__ is None


@given(st.binary(max_size=200), st.data())
@settings(max_examples=100, deadline=None)
def test_any_truncation_is_unreadable(plain, data):
    """A-34: cut anywhere, or made longer, it does not open."""
    blob = vault.seal_bytes(CIPHER, vault.padded(plain), beside=BESIDE)
    size = data.draw(st.integers(0, len(blob) - 1))
    for cut in (blob[:size], blob + b"\x00"):
        with pytest.raises(Unreadable):
            vault.open_bytes(CIPHER, cut, beside=BESIDE)


@given(st.binary(max_size=3_000))
@settings(max_examples=150, deadline=None)
def test_padding_comes_off_and_hides_the_length(plain):
    """K-1: 32-byte steps while small, 1 KiB beyond; what comes off is what went on."""
    filled = vault.padded(plain)
    assert vault.unpadded(filled) == plain
    assert len(filled) % (32 if len(plain) + 4 <= 512 else 1024) == 0


def test_names_of_different_length_look_alike():
    """K-1: nobody tells Ani from Muhammad by the size of the row."""
    sizes = {len(vault.seal(CIPHER, {"name": n}, beside=BESIDE)) for n in ("Ani", "Muhammad Rizky")}
    assert sizes == {1 + 12 + 32 + 16}


@pytest.mark.parametrize("filled", [b"", b"\x00\x00", b"\x00\x00\x00\x09" + bytes(4), bytes(33)])
def test_wrong_padding_is_unreadable(filled):
    """A right tag over a wrong length is refused as well."""
    with pytest.raises(Unreadable):
        vault.unpadded(filled)


def test_what_is_no_field_is_unreadable():
    """A sealed thing that is no JSON object never comes back raw."""
    for plain in (b"Siti", b"[1]", b"\xff"):
        blob = vault.seal_bytes(CIPHER, vault.padded(plain), beside=BESIDE)
        with pytest.raises(Unreadable):
            vault.unseal(CIPHER, blob, beside=BESIDE)


def test_an_unknown_format_is_unreadable():
    """A later format does not pass for this one."""
    blob = vault.seal(CIPHER, NAME, beside=BESIDE)
    with pytest.raises(Unreadable):
        vault.unseal(CIPHER, b"\x02" + blob[1:], beside=BESIDE)


def test_another_key_is_unreadable():
    """A wrong key gives nothing, not even a part."""
    blob = vault.seal(CIPHER, NAME, beside=BESIDE)
    with pytest.raises(Unreadable):
        vault.unseal(AESGCM(bytes(32)), blob, beside=BESIDE)


def test_nonces_are_never_the_same():
    """A-35: fifty thousand seals of one value, fifty thousand nonces."""
    blobs = [vault.seal_bytes(CIPHER, b"same", beside=b"") for _ in range(50_000)]
    assert len({blob[1:13] for blob in blobs}) == len(blobs)


def test_days_and_every_letter_survive():
    """Days come back as ISO text, emoji and NULs as they were."""
    moment = datetime(2026, 6, 8, 22, 30, tzinfo=UTC)
    values = {"birth_date": date(2001, 2, 3), "at": moment, "told": "dia 😢\x00 pergi", "n": 3}
    blob = vault.seal(CIPHER, values, beside=BESIDE)
    assert vault.unseal(CIPHER, blob, beside=BESIDE) == {
        "birth_date": "2001-02-03",
        "at": "2026-06-08T22:30:00+00:00",
        "told": "dia 😢\x00 pergi",
        "n": 3,
    }


def test_what_json_cannot_hold_is_refused_without_showing_it():
    """A value of another kind raises and is not printed."""
    with pytest.raises(TypeError) as no:
        vault.seal(CIPHER, {"id": uuid4()}, beside=BESIDE)
    assert str(no.value) == "UUID"
