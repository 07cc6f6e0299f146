"""How large a picture may be once it is unpacked: a small file can hold a picture that fills a machine."""

from __future__ import annotations

from core.file_reasons import FileRefused, Reason

# A sheet of A3 at 600 dots an inch has 70 million, the photo of a telephone as it is usually set 12 to 50.
PIXELS = 80_000_000
SIDE = 30_000
# What the pixels may take when unpacked: that sheet in colour, or a sheet of A4 at 600 with 16 bits a sample.
UNPACKED = 320 * 1024 * 1024


def check_size(width: int, height: int) -> None:
    """Refuse a picture without area, or with too much of it."""
    if width < 1 or height < 1:
        raise FileRefused(Reason.DAMAGED)
    if width > SIDE or height > SIDE or width * height > PIXELS:
        raise FileRefused(Reason.TOO_MANY_PIXELS, limit=PIXELS)
