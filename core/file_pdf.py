"""Whether a PDF is whole, open and quiet.

Whole: header, an end that names a place in the file where a table of objects stands, a root and a page; so that
every reader takes the same way through it and none has to guess. Open: not encrypted, for an official must read
it in ten years and nobody will know the password. Quiet: nothing in it runs, starts or sends anything when an
official opens it, also not from inside a compressed object stream.

Attached files are let through: they do nothing until a person opens them, what could open them (scripts,
launches, jumps into them) is refused, and electronically signed documents are handed out as a PDF that carries
the signed original.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import chain

from core.file_reasons import Content, FileRefused, Reason

_SPACE = rb"[\x00\t\n\f\r ]"
_ENDS_NAME = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)"

# One object stream holds some hundred small objects; a bomb inflates without end, or is one of a million.
_OBJECT_STREAM_LIMIT = 16 * 1024 * 1024
_OBJECT_STREAMS_LIMIT = 64 * 1024 * 1024
_OBJECT_STREAMS = 10_000
_DICTIONARY_LIMIT = 4096


def _name(*names: str) -> bytes:
    """The names as a PDF may spell them: any letter also as its hexadecimal code."""
    spelled = (
        b"".join(b"(?:%b|#%02x|#%02X)" % (re.escape(c.encode()), ord(c), ord(c)) for c in name)
        for name in names
    )
    return b"/(?:" + b"|".join(spelled) + b")"


# Long names only: in megabytes of packed pixels a short one would occur by chance.
_ACTIVE = re.compile(
    _name(
        "JavaScript",  # scripts
        "OnInstantiate",  # scripts of three-dimensional scenes
        "Rendition",  # media, with scripts
        "RichMedia",
        "Launch",  # starts programs
        "SubmitForm",  # sends data
        "ImportData",  # reads files
        "GoToE",  # opens what is attached
        "GoToR",  # opens files elsewhere, also on another machine
    )
    + _ENDS_NAME
)
_SCRIPTED_FORM = re.compile(_name("XFA") + _SPACE + rb"*(?:\[|<<|\d+" + _SPACE + rb"+\d+" + _SPACE + rb"+R)")
_ENCRYPTED = re.compile(_name("Encrypt") + _SPACE + rb"*(?:<<|\d+" + _SPACE + rb"+\d+" + _SPACE + rb"+R)")
_OBJECT_STREAM = re.compile(_name("ObjStm") + _ENDS_NAME)
_STREAM = re.compile(rb"stream\r?\n")
_FILTER = re.compile(_name("Filter", "F") + _ENDS_NAME)
_PREDICTOR = re.compile(_name("Predictor") + _SPACE + rb"+(?!1" + _SPACE + rb"|1[/>])")

_HEADER = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)" + _SPACE)
_END = re.compile(rb"startxref" + _SPACE + rb"+(\d{1,10})" + _SPACE + rb"+%%EOF")
_VERY_END = re.compile(_END.pattern + _SPACE + rb"*\Z")
_END_ROOM = 2048
_TABLE = re.compile(_SPACE + rb"*(?:xref" + _SPACE + rb"|\d+" + _SPACE + rb"+\d+" + _SPACE + rb"+obj)")
_ROOT = re.compile(rb"/Root" + _SPACE + rb"+\d+" + _SPACE + rb"+\d+" + _SPACE + rb"+R")
_PAGE = re.compile(rb"/Type" + _SPACE + rb"*/Page" + _ENDS_NAME)


def check_pdf(content: Content) -> None:
    """Refuse a PDF that is not whole, open and quiet."""
    _whole(content)
    if is_encrypted(content):
        raise FileRefused(Reason.ENCRYPTED)
    has_page = False
    for part in chain([content], _object_streams(content)):
        if _ACTIVE.search(part) or _SCRIPTED_FORM.search(part):
            raise FileRefused(Reason.ACTIVE)
        has_page = has_page or _PAGE.search(part) is not None
    if not has_page:
        raise FileRefused(Reason.DAMAGED)


def _whole(content: Content) -> None:
    end = _VERY_END.search(content[-_END_ROOM:])
    if not _HEADER.match(content) or end is None or not _ROOT.search(content):
        raise FileRefused(Reason.DAMAGED)
    if not _TABLE.match(content, int(end[1])):
        raise FileRefused(Reason.DAMAGED)


def has_table(content: Content) -> bool:
    """Whether the end names a place where a table of objects stands; a little may have been added behind it."""
    ends = _END.findall(content[-_END_ROOM:])
    return bool(ends) and _TABLE.match(content, int(ends[-1])) is not None


def is_encrypted(content: Content) -> bool:
    """Whether a password stands between the file and its reader."""
    return _ENCRYPTED.search(content) is not None


def _object_streams(content: Content) -> Iterator[bytes]:
    """Every object stream, inflated; one that cannot be is refused, for nobody knows what it holds."""
    room = _OBJECT_STREAMS_LIMIT
    for count, found in enumerate(_OBJECT_STREAM.finditer(content)):
        begins = content.rfind(b"obj", max(0, found.start() - _DICTIONARY_LIMIT), found.start())
        stream = _STREAM.search(content, found.end(), found.end() + _DICTIONARY_LIMIT)
        if begins < 0 or stream is None or count == _OBJECT_STREAMS:
            raise FileRefused(Reason.UNREADABLE)
        dictionary = content[begins : stream.start()]
        # Neither strings nor comments belong here; they could pretend to be the stream.
        if b"(" in dictionary or b"%" in dictionary or _PREDICTOR.search(dictionary):
            raise FileRefused(Reason.UNREADABLE)
        if not _FILTER.search(dictionary):
            continue  # it stands there as it is and is read with the rest
        inflated = _inflate(content, stream.end(), min(room, _OBJECT_STREAM_LIMIT))
        room -= len(inflated)
        yield inflated


def _inflate(content: Content, start: int, limit: int) -> bytes:
    inflater = zlib.decompressobj()
    out = bytearray()
    chunk = 64 * 1024
    try:
        while not inflater.eof and start < len(content):
            out += inflater.decompress(content[start : start + chunk], limit + 1 - len(out))
            start += chunk - len(inflater.unconsumed_tail)
            if len(out) > limit:
                raise FileRefused(Reason.UNREADABLE)
    except zlib.error:
        raise FileRefused(Reason.UNREADABLE) from None
    if not inflater.eof:
        raise FileRefused(Reason.UNREADABLE)
    return bytes(out)
