"""Somebody at the pages, logged in as a test needs them, with forms filled in as a browser without scripts does."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.actions import sign_in
from accounts.actions.pace import Caller
from accounts.models import Account
from core.actor import SYSTEM, Actor, acting
from core.database import db

_HIDDEN = re.compile(r'<input type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


class Visitor:
    """One browser with its cookies."""

    def __init__(self, app: Flask, account_id: int | None, language: str = "ru") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", language)
        with app.app_context(), acting(SYSTEM):
            account = db.session.scalars(select(Account).where(Account.id == account_id)).one()
            if account.kind == "staff":
                account.second_factor = "sealed"
            _entered, token = sign_in.begin(account, Caller("127.0.0.1", "test", ""))
            db.session.commit()
        with self.client.session_transaction() as kept:
            kept["_user_id"] = token
            kept["_fresh"] = True

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def page(self, address: str) -> str:
        """A page that must be there."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:2000])
        return answer.text

    def post(self, address: str, page: str, **fields: Any) -> TestResponse:
        """Send a form of a page: its hidden fields come along unless they are named."""
        hidden = dict(_HIDDEN.findall(page))
        return self.client.post(address, data=hidden | fields, follow_redirects=True)


def visitor(app: Flask, actor: Actor, language: str = "ru") -> Visitor:
    """A member of staff at the pages."""
    return Visitor(app, actor.account_id, language)
