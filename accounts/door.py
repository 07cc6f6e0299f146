"""The door of every request: who is it, in which role, and may they do this?

Runs before each view. Whoever is not signed in is led to the log-in; whoever has no right gets a page that says so;
staff without a second factor are led to set it up. What is done afterwards is done in this person's name.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import update

from accounts import token_door
from accounts.actions import sign_in
from accounts.api_scopes import API_WORDS
from accounts.models import Account, LogIn, Mandate, RoleGrant
from accounts.permission_words import may
from accounts.queries import active_grants, active_mandates, log_in_by_token
from accounts.roles import ROLE_NAMES, Role
from accounts.tokens import token_digest
from core.access import PUBLIC, SIGNED_IN, word_of
from core.actor import SYSTEM, Actor, acting
from core.clock import now
from core.database import apart, db, set_reading
from core.frame import Frame, fill_frame, menu_for
from core.languages import Text, _l
from core.refusals import Refusal
from core.settings import Settings
from core.sweep import chore
from core.web import SAFE, wants_json

# Where the session keeps why the last log-in ended, until the log-in page has said it.
ENDED_HOW = "log_in_ended"
TOUCH_AFTER = timedelta(seconds=60)
SET_UP_PAGES = frozenset({"accounts.set_up_second_factor"})
NO_ROLE = _l("You hold no role at present: it has not begun, has ended or was revoked.")


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Who is signed in now, with the roles that are theirs."""

    def __init__(self, token: str, entered: LogIn) -> None:
        self.token = token
        self.log_in = entered
        self.account: Account = entered.account
        moment = now()
        self.grants: list[RoleGrant] = list(active_grants(self.account.id, moment))
        self.mandates: list[Mandate] = (
            [] if self.account.kind == "staff" else list(active_mandates(self.account.id, moment))
        )
        self.grant = next((grant for grant in self.grants if grant.id == entered.grant_id), None) or next(
            iter(self.grants), None
        )
        self.mandate = next((held for held in self.mandates if held.id == entered.mandate_id), None)
        # Plain values, so that the frame of an error page needs no database.
        self.role = self._role()
        self.name = self.account.name
        self.proven = self.account.proven
        self.is_staff = self.account.kind == "staff"
        self.office = self.grant.office.short if self.grant else None
        self.roles = _granted_roles(self) if self.is_staff else _private_roles(self)

    def get_id(self) -> str:
        return self.token

    def _role(self) -> Role | None:
        """The role in which the person acts now; None for staff whose grants have all ended."""
        if self.account.kind == "staff":
            return Role(self.grant.role) if self.grant else None
        if self.mandate is not None:
            return Role.ORGANISATION if self.mandate.kind == "organisation" else Role.REPRESENTATIVE
        return Role.ORGANISATION if self.account.kind == "organisation" else Role.APPLICANT

    @property
    def principal(self) -> Account:
        """For whom the person acts: themselves, or whom they represent."""
        return self.mandate.principal if self.mandate is not None else self.account

    @property
    def sees_registers(self) -> bool:
        """Whether register data and earlier cases may be shown: never on somebody's mere word who they are."""
        return self.proven and self.principal.proven

    def actor(self) -> Actor:
        """This person as the journal knows them."""
        role = self.role
        return Actor(
            account_id=self.account.id,
            role=role.value if role else "staff",
            office_id=self.grant.office_id if self.grant else None,
            grant_id=self.grant.id if self.grant else None,
            name=self.account.name,
        )


def signed_in() -> SignedIn:
    """Who is signed in; only for views that are not public."""
    person = whoever()
    if person is None:
        raise RuntimeError("nobody is signed in: the view lacks its permission word")
    return person


def whoever() -> SignedIn | None:
    """Who is signed in, if anybody."""
    if not current_user.is_authenticated:
        return None
    person: SignedIn = g._login_user  # noqa: SLF001 - flask-login's own place for whom it has loaded
    return person


def allowed(word: str) -> bool:
    """Whether the person here may use this word now; pages ask it before they show a button."""
    if word == PUBLIC:
        return True
    person = whoever()
    if person is None or word in API_WORDS:
        return False
    return word == SIGNED_IN or (person.role is not None and may(person.role, word))


def init_door(app: Flask, settings: Settings) -> None:
    """Hang the door into the application."""
    manager = LoginManager(app)
    manager.session_protection = None  # the log-in's own row decides, not a guess from headers

    @manager.user_loader  # type: ignore[untyped-decorator]  # flask-login has no types
    def load(token: str) -> SignedIn | None:
        entered = log_in_by_token(token_digest(token))
        return None if entered is None or _why_not(entered) else SignedIn(token, entered)

    app.before_request(_enter)
    app.teardown_request(_leave)
    fill_frame(_fill)
    chore("worn-out log-ins", partial(sign_in.end_worn_out, settings))
    app.jinja_env.globals["allowed"] = allowed


def _why_not(entered: LogIn) -> str | None:
    """Why this log-in no longer counts, one of `sign_in.ENDINGS`; None while it does."""
    settings: Settings = current_app.extensions["synaq.settings"]
    if entered.ended_how is not None:
        return entered.ended_how
    return "closed" if entered.account.closed_at is not None else sign_in.worn_out(entered, settings)


def _enter() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    word = word_of(current_app, request.endpoint)
    if word in API_WORDS:
        _act_as(token_door.enter(word or ""))
        return None
    person = whoever() if "_user_id" in session else None
    if person is None:
        _forget_log_in()
        _act_as(SYSTEM if word == PUBLIC else None)
        return None if word == PUBLIC else _ask_to_log_in()
    _touch(person)
    _act_as(person.actor())
    if word == PUBLIC:
        return None
    if person.is_staff and person.account.second_factor is None:
        if request.endpoint not in SET_UP_PAGES:
            return redirect(url_for("accounts.set_up_second_factor"))
        return None
    if not allowed(word or ""):
        raise Refusal(_no_right(person), status=403)
    return None


def _forget_log_in() -> None:
    """A cookie whose log-in counts no longer: end it if nobody has, and keep in mind why for the log-in page."""
    token = session.get("_user_id")
    if token is None:
        return
    entered = log_in_by_token(token_digest(token), ended_too=True)
    how = _why_not(entered) if entered is not None else None
    if entered is not None and entered.ended_at is None and how is not None:
        _end_apart(entered, how)
    session.clear()
    if how is not None:
        session[ENDED_HOW] = how


def _end_apart(entered: LogIn, how: str) -> None:
    """End a log-in in a transaction of its own, before the request's: it has ended whatever becomes of this request."""
    db.session.rollback()
    set_reading(False)
    with acting(SYSTEM):
        sign_in.end(entered, how)
        db.session.commit()
    set_reading(request.method in SAFE)


def _no_right(person: SignedIn) -> Text:
    if person.role is None:
        return NO_ROLE
    return _l("As “%(role)s” you have no right to this page or step.", role=ROLE_NAMES[person.role])


def _ask_to_log_in() -> ResponseReturnValue:
    if wants_json() or request.method != "GET":
        raise Refusal(_l("This is for people who have logged in, or your log-in has ended."), status=401)
    return redirect(url_for("accounts.log_in", next=request.full_path.rstrip("?")))


def _touch(person: SignedIn) -> None:
    """Note now and then that the person is still here, apart from the request's own transaction."""
    if now() - person.log_in.seen_at < TOUCH_AFTER:
        return
    identity = person.log_in.id
    with apart() as connection:
        connection.execute(update(LogIn).where(LogIn.id == identity).values(seen_at=now()))


def _act_as(actor: Actor | None) -> None:
    if actor is None:
        return
    block: AbstractContextManager[Any] = acting(actor)
    block.__enter__()
    g.acting_block = block


def _leave(_error: BaseException | None) -> None:
    block = g.pop("acting_block", None)
    if block is not None:
        block.__exit__(None, None, None)


def _fill(frame: Frame) -> None:
    """Show who is here. After a failure nobody is asked again: the page must do without the database."""
    frame.login_url = url_for("accounts.log_in")
    person = g.get("_login_user")
    if not isinstance(person, SignedIn):
        frame.menu, frame.more = menu_for(PUBLIC.__eq__)
        return
    frame.person = person.name
    frame.office = person.office
    frame.logout_url = url_for("accounts.log_out")
    frame.home_url = url_for("accounts.home")
    frame.menu, frame.more = menu_for(allowed, person.role or "")
    frame.roles = person.roles


def _granted_roles(person: SignedIn) -> list[dict[str, Any]]:
    return [
        {
            "label": ROLE_NAMES[Role(grant.role)],
            "office": grant.office.short,
            "active": person.grant is grant,
            "url": url_for("accounts.take_role", grant_id=grant.id),
        }
        for grant in person.grants
    ]


def _private_roles(person: SignedIn) -> list[dict[str, Any]]:
    own = Role.ORGANISATION if person.account.kind == "organisation" else Role.APPLICANT
    roles = [
        {
            "label": ROLE_NAMES[own],
            "office": "",
            "active": person.mandate is None,
            "url": url_for("accounts.act_for_oneself"),
        }
    ]
    roles += [
        {
            "label": ROLE_NAMES[Role.ORGANISATION if held.kind == "organisation" else Role.REPRESENTATIVE],
            "office": held.principal.name,
            "active": person.mandate is held,
            "url": url_for("accounts.act_for", mandate_id=held.id),
        }
        for held in person.mandates
    ]
    return roles
