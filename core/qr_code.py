"""QR codes as SVG: on papers, and on the page that sets up the second factor."""

from __future__ import annotations

import re

import segno

# Of the eight ways to break up even areas one is taken for all: the content is random letters, so none serves it
# better, and trying all eight took longer than the rest of a certificate. The code itself says which it is.
_MASK = 0
_BARS = re.compile(rb"\x01+")


def qr_svg(content: str, *, quiet: int = 4) -> str:
    """A QR code that still reads when a quarter of it is lost to creases, stamps and photocopies.

    Level Q is the floor (a larger symbol is never made for more); the quiet zone of four modules is the
    standard's, so that no caller has to leave room. The size is the viewer's: the SVG has a view box only.
    """
    matrix = segno.make(content, error="q", micro=False, boost_error=True, mask=_MASK).matrix
    size = len(matrix) + 2 * quiet
    bars = "".join(
        f"M{bar.start() + quiet} {row + quiet}.5h{bar.end() - bar.start()}"
        for row, dots in enumerate(matrix)
        for bar in _BARS.finditer(dots)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path stroke="#000" d="{bars}"/></svg>'
