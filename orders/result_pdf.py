"""The PDF of a result paper: frozen facts, the ornament of its number, and the code by which anybody checks it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.pdf import add_papers, render_pdf
from orders.guilloche import guilloche
from orders.result_facts import template_of
from orders.result_kinds import KINDS, Look

add_papers("orders", Path(__file__).parent / "papers_typ")


def result_pdf(frozen: Mapping[str, Any], digest: str, address: str, code: str, *, specimen: bool) -> bytes:
    """The paper as it is offered for signature: the same facts give the same bytes."""
    service = str(frozen["kind"])
    ornament = guilloche(str(frozen["number"])) if KINDS[service].look is not Look.TICKET else None
    facts = {
        **frozen,
        "digest": digest,
        "check_address": address,
        "check_code": code,
        "ornament": ornament,
    }
    return render_pdf(template_of(service), facts, specimen=specimen)
