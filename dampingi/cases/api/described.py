"""What the published description says beside the shapes: headers, bodies, and every no."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from dampingi.kernel.fields import Group, json_schema

_TEXT = {"type": "string"}
_CODED = {"code": _TEXT, "words": _TEXT}
KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "1–200 karakter, berbeda untuk tiap kiriman baru; kiriman ulang memakai kunci yang sama.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"},
}
MATCH: Mapping[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "Versi yang dibaca; versi lain dijawab 409 dengan catatan yang sekarang.",
    "schema": {"type": "string", "pattern": r'^(\*|"?[0-9]+"?)?$'},
}


def _object(required: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {**required, **more}, "required": list(required)}


def _list(required: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(required)}


_PROBLEM: Mapping[str, Any] = {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}}
_SAID: Mapping[HTTPStatus, tuple[str, dict[str, Any]]] = {
    HTTPStatus.BAD_REQUEST: ("Permintaan tidak dapat dibaca", _object(_PROBLEM)),
    HTTPStatus.UNAUTHORIZED: ("Masuk dulu", _object(_PROBLEM)),
    HTTPStatus.FORBIDDEN: ("Peran ini tidak melakukannya", _object(_PROBLEM)),
    HTTPStatus.NOT_FOUND: ("Tidak ada yang boleh ditampilkan", _object(_PROBLEM)),
    HTTPStatus.CONFLICT: (
        "Belum bisa dilakukan: aturan, versi lain, atau kunci yang sudah dipakai",
        _object({**_PROBLEM, "obstacles": _list({**_CODED, "remedy": _TEXT})}, current={"type": "object"}),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("Terlalu besar", _object(_PROBLEM)),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "Ada isian yang perlu diperbaiki",
        _object({**_PROBLEM, "errors": _list({"field": _TEXT, **_CODED})}),
    ),
}


def described(
    body: Group | None = None,
    *headers: Mapping[str, Any],
    keyed: bool = False,
    paged: bool = False,
) -> dict[str, Any]:
    """Return what the description says of an operation: its body and headers, and its noes.

    ``keyed`` for an address that names a record, ``paged`` for a list.
    """
    noes = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
    if keyed:
        noes.add(HTTPStatus.NOT_FOUND)
    if paged:
        noes.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    said: dict[str, Any] = {}
    if body is not None:
        noes |= {
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        }
        content = {"application/json": {"schema": json_schema(body)}}
        said = {"requestBody": {"content": content, "required": True}, "parameters": [dict(h) for h in headers]}
    return {**said, "responses": {int(no): _no(*_SAID[no]) for no in sorted(noes)}}


def _no(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


_VALUES = _list(_CODED)
_ONE_LIST = _object({"title": _TEXT, "source": _TEXT, "to_confirm": {"type": "boolean"}, "values": _VALUES})
CODE_LISTS: dict[str, Any] = {
    "responses": {
        200: {
            "description": "Semua daftar kode",
            "content": {"application/json": {"schema": {"type": "object", "additionalProperties": _ONE_LIST}}},
        },
    },
}
