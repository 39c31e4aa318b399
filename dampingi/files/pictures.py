"""A child process that turns a photograph or a PDF into plain pictures; it may do nothing else (P-15).

Run as a program: the file comes by its standard input and stays in memory; what goes out is one line
of facts, then each picture with its length before it. It has limits of memory and time, may write no
file, and opens no other program. What it draws carries no metadata: pixels alone are handed on.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator

MOST_PIXELS = 40_000_000
MOST_PAGES = 50
LONGEST_SIDE = 1_600
MEMORY = 900 * 1024 * 1024  # address space: the libraries alone map a third of it
SECONDS = 20
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


class Refused(Exception):
    """It cannot be shown: too many pixels, or not what it says."""


def limited() -> None:
    """Bind this process: memory, time, no writing, no other process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def of_image(data: bytes, kind: str) -> Iterator[dict[str, object] | bytes]:
    """Give the facts of a photograph, then itself as plain pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and says so in words
    with Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused("too-many-pixels")
        yield {"pages": 1, "all": 1, "place": _tells_a_place(image, data)}
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        drawn = ImageOps.exif_transpose(image)
        drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = Image.new("RGB", drawn.size, "white")
        flat.paste(
            drawn, mask=drawn.convert("RGBA").getchannel("A") if "A" in drawn.mode or drawn.mode == "P" else None
        )
        yield _encoded(flat, "JPEG", quality=88)


def _tells_a_place(image: object, data: bytes) -> bool:
    """Tell whether the photograph says where it was taken."""
    gps = 0x8825
    found = image.getexif().get_ifd(gps)  # type: ignore[attr-defined]  # Pillow is imported inside
    return bool(found) or b"GPSLatitude" in data or b"exif:GPS" in data


def of_pdf(data: bytes) -> Iterator[dict[str, object] | bytes]:
    """Give the facts of a PDF, then each of its first pages as plain pixels."""
    import pypdfium2  # type: ignore[import-untyped]  # it brings no types

    document = pypdfium2.PdfDocument(data)
    shown = min(len(document), MOST_PAGES)
    yield {"pages": shown, "all": len(document), "place": False}
    for number in range(shown):
        page = document[number]
        scale = min(2.0, LONGEST_SIDE / max(*page.get_size(), 1))
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        page.close()
        yield _encoded(picture, "PNG", compress_level=6)


def _encoded(picture: object, form: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)  # type: ignore[attr-defined]  # Pillow is imported inside
    return out.getvalue()


def main(kind: str) -> int:
    """Read a file, give its pictures; 3 says that it is refused, 4 that it cannot be read."""
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        for one in of_pdf(data) if kind == "pdf" else of_image(data, kind):
            if isinstance(one, bytes):
                out.write(len(one).to_bytes(4, "big") + one)
            else:
                out.write(json.dumps(one).encode() + b"\n")
    except Refused:
        return 3
    except Exception:  # noqa: BLE001 -- a hostile file may break a library anywhere; nothing of it is said
        return 4
    out.flush()
    return 0


if __name__ == "__main__":
    limited()
    sys.exit(main(sys.argv[1]))
