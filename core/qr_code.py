"""QR codes as SVG: on papers, and on the page that sets up the second factor."""

from __future__ import annotations

import io

import segno


def qr_svg(content: str, *, quiet: int = 4) -> str:
    """A QR code that still reads when a quarter of it is lost to creases, stamps and photocopies.

    Level Q is the floor (a larger symbol is never made for more); the quiet zone of four modules is the
    standard's, so that no caller has to leave room. The size is the viewer's: the SVG has a view box only.
    """
    code = segno.make(content, error="q", micro=False, boost_error=True)
    out = io.BytesIO()
    code.save(
        out, kind="svg", border=quiet, xmldecl=False, svgns=True, omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()
