"""Whoever has kept the page of the register checks a code with the network off: by the key and the list beside it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from core.clock import now
from orders.paper_proof import Proven, code_of, list_entry, signed_list
from orders.register_key import register_key
from tests.browser.accessibility import assert_accessible

pytestmark = pytest.mark.browser

PROVEN = Proven(
    "7K3M9QX2HD5RW8ZT4V6N2P8C01", "LM-AST-2026-000123", "medical-licence", "«Шипа» ЖШС", date(2026, 4, 16), None,
    "ab" * 32,
)  # fmt: skip


def test_a_code_is_checked_with_the_network_off(app: Flask, chromium: Browser, tmp_path: Path) -> None:
    settings = app.extensions["synaq.settings"]
    key = register_key(settings)
    code = code_of("https://synaq.example/register/7K3M9QX2HD5RW8ZT4V6N2P8C01", PROVEN, key)
    visitor = app.test_client()
    visitor.set_cookie("language", "en")
    with zipfile.ZipFile(io.BytesIO(visitor.get("/register/papers/check.zip").data)) as archive:
        archive.extractall(tmp_path)
    listed = tmp_path / "list.json"
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_offline(True)
    page = context.new_page()
    page.goto((tmp_path / "synaq-check" / "check.html").as_uri())

    def said(text: str, status: str = "") -> str:
        page.fill("#code", text)
        if status:
            listed.write_text(
                signed_list({list_entry(PROVEN.register_id): status}, now(), key), encoding="utf-8"
            )
            page.set_input_files("#list", listed)
        page.click("button")
        page.wait_for_selector(".said >> nth=-1")
        page.wait_for_function(
            "document.querySelectorAll('.said').length >= (document.querySelector('dl') ? 2 : 1)"
        )
        return page.locator("#answer").inner_text()

    proved = said(code)
    assert "Proved: the register has written these facts." in proved
    assert PROVEN.number in proved
    assert PROVEN.name in proved
    assert "only the register or its status list can say" in proved
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert "Status: Valid" in said(code, "valid")
    assert "Status: Revoked" in said(code, "revoked")
    listed.write_text(listed.read_text(encoding="utf-8").replace("revoked", "valid"), encoding="utf-8")
    page.set_input_files("#list", listed)
    assert "The status list was not signed with this key" in said(code)
    at = code.index("#") + 12
    for wrong in (code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :], code[:-1], "nothing"):
        assert said(wrong).strip() == "Not proved: the code was not signed with this key, or it was changed."
    page.fill("#key", "A" * 43)
    assert "Proved" not in said(code)
    context.close()
