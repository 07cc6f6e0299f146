"""Small files of every kind, made here: sound ones, and ones that somebody would make to do harm."""

from __future__ import annotations

import random
import struct
import zlib

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def pdf(
    *, catalog: bytes = b"", extra: list[bytes] | None = None, trailer: bytes = b"", page: bytes = PAGE
) -> bytes:
    """A PDF of one page; `catalog` and `trailer` go into those dictionaries, `extra` are further objects."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        *(extra or []),
    ]
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        table,
    )
    return bytes(out)


def stream(content: bytes, dictionary: bytes = b"/Filter /FlateDecode") -> bytes:
    packed = zlib.compress(content) if b"FlateDecode" in dictionary else content
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (dictionary, len(packed), packed)


def object_stream(content: bytes, dictionary: bytes = b"/Filter /FlateDecode") -> bytes:
    return stream(b"9 0 " + content, b"/Type /ObjStm /N 1 /First 4 " + dictionary)


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = struct.pack(">L", zlib.crc32(kind + content))
    return struct.pack(">L", len(content)) + kind + content + checksum


def png(
    width: int = 5,
    height: int = 3,
    *,
    depth: int = 8,
    colour: int = 2,
    interlace: int = 0,
    pixels: bytes | None = None,
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A PNG; `pixels` are unpacked, `before` and `after` are chunks around them."""
    header = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, interlace)
    content = bytes(height * (1 + width * 3)) if pixels is None else pixels
    packed = zlib.compress(content)
    parts = [chunk(b"IHDR", header), before, chunk(b"IDAT", packed[:9]), chunk(b"IDAT", packed[9:]), after]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND")


def segment(marker: int, content: bytes = b"") -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def frame(width: int = 7, height: int = 9, *, depth: int = 8, components: int = 3) -> bytes:
    return struct.pack(">BHHB", depth, height, width, components) + b"\x01\x11\x00" * components


def jpeg(
    *, frame_marker: int = 0xC0, frame_content: bytes | None = None, scans: int = 1, end: bytes = b"\xff\xd9"
) -> bytes:
    """A JPEG by its markers; its packed pixels are noise with stuffed bytes and restarts, as in a real one."""
    noise = random.Random(7).randbytes(500).replace(b"\xff", b"\xff\x00") + b"\xff\xd0" + b"\x12\xff\x00\x34"
    scan = segment(0xDA, b"\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00") + noise
    content = frame() if frame_content is None else frame_content
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\x00\x01\x02")
        + segment(0xDB, bytes(65))
        + b"\xff\xff"
        + segment(frame_marker, content)
        + scan * scans
        + end
    )
