"""The codes on refusals and tickets, made with the key of the register."""

from __future__ import annotations

from typing import cast

from flask import current_app

from applications.paper_codes import Coded, ToCode, codes_are_made_by
from core.settings import Settings
from orders.paper_proof import Proven, code_of
from orders.register_key import register_key


def _coded(paper: ToCode) -> Coded:
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    address = f"{settings.public_address}/register/{paper.register_id}"
    proven = Proven(paper.register_id, paper.number, paper.kind, paper.name, paper.day, None, paper.digest)
    return Coded(address, code_of(address, proven, register_key(settings)))


codes_are_made_by(_coded)
