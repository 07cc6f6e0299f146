"""XML from strangers: no document type, no entities, no network, no depth, one element at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from question_banks.readers.charsets import CharsetUnknown, decode
from question_banks.readers.outcomes import Note

DEEPEST = 60
LARGEST = 400 * 1024 * 1024
_CHUNK = 1 << 18
_DECLARED = re.compile(rb"^[\x00\xef\xbb\xbf\xff\xfe\s]*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")


class XmlRefused(Exception):
    """The file as a whole, or what is left of it from `line` on, cannot be read."""

    def __init__(self, code: str, line: int | None = None, **facts: str | int) -> None:
        super().__init__(code)
        self.note, self.line = Note(code, facts), line


def decode_xml(data: bytes, charset: str | None = None) -> bytes:
    """The file in UTF-8, whatever its declaration says or gets wrong."""
    declared = _DECLARED.match(data[:400])
    try:
        text = decode(data, charset or (declared[1].decode("ascii") if declared else None)).text
    except CharsetUnknown as error:
        raise XmlRefused("charset_unknown") from error
    return text.encode("utf-8")


def line_of(element: etree._Element) -> int | None:
    """The line where an element begins, when the parser knows it."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def elements(data: bytes, tag: str, *, charset: str | None = None) -> Iterator[etree._Element]:
    """Each element with this tag below the root, complete, and forgotten once the next is asked for."""
    if len(data) > LARGEST:
        raise XmlRefused("file_too_large", most=LARGEST)
    text = decode_xml(data, charset).lstrip()
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, encoding="utf-8", remove_comments=True, remove_pis=True,
    )  # fmt: skip
    walk = _Walk(parser, tag)
    for at in range(0, len(text), _CHUNK):
        try:
            parser.feed(text[at : at + _CHUNK])
            if at + _CHUNK >= len(text):
                parser.close()
        except etree.XMLSyntaxError as error:
            yield from walk.finished()
            raise XmlRefused("xml_broken", error.lineno, reason=str(error.msg)[:200]) from error
        for element in walk.finished():
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


class _Walk:
    """The events of one parse: watches the document type and the depth, gives the finished elements."""

    def __init__(self, parser: etree.XMLPullParser, tag: str) -> None:
        self.parser, self.tag, self.depth = parser, tag, 0
        self.started = False

    def finished(self) -> Iterator[etree._Element]:
        for event, element in self.parser.read_events():
            if element is None or isinstance(element, tuple):
                continue  # only start and end are asked for; the stubs know of more
            if not self.started:
                self.started = True
                info = element.getroottree().docinfo
                if info.internalDTD is not None or info.doctype:
                    raise XmlRefused("xml_doctype", line_of(element))
            self.depth += 1 if event == "start" else -1
            if self.depth > DEEPEST:
                raise XmlRefused("xml_too_deep", line_of(element))
            if event == "end" and element.tag == self.tag and self.depth == 1:
                yield element
