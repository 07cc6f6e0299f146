"""The walk over the map of addresses: for each page somebody who may see it, and where it shows something.

An address with a number or a name in it is tried with all that the demo has until a page shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from accounts.models import Account, ApiToken, LogIn, Mandate, Office, RoleGrant
from accounts.permission_words import may
from accounts.queries import active_grants
from accounts.roles import PRIVATE, Role
from accounts.tokens import new_token, token_digest
from applications.models import Accommodation, Case, CaseDocument, Draft, Paper, Payment, RequestToSign
from applications.questions import Page
from commissions.models import Commission
from core.access import PUBLIC, SIGNED_IN, word_of
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from desks.reports import REPORTS
from exam.actions import rehearsing, starting
from exam.views.board import ACTS
from exam.views.opening import COOKIE as TEST
from orders.models import Appeal, ResultPaper, ResultPaperIssued
from orders.views.order_words import keys as order_wordings
from question_banks.models import Bank, BlueprintPlan
from regulations.catalogue import catalogue
from tests.browser.no_page_here import NO_PAGE_HERE
from tests.browser.numbered import NUMBERED

TRIES = 800


@dataclass(frozen=True)
class Visit:
    """One page: where it is, and the log-in of whoever may see it."""

    endpoint: str
    address: str
    token: str


@dataclass(frozen=True)
class Thing:
    """A case, a paper or a draft: what it is called in an address, and who may see it."""

    kind: str
    public_id: str
    seen_by: list[tuple[Role, str]]
    numbers: list[str]


class Walk:
    """Finds for each address somebody who may see it, and values that show something."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.tokens: dict[Role, list[str]] = {}
        self.at_office: dict[int, list[tuple[Role, str]]] = {}
        self.of_person: dict[int, tuple[Role, str]] = {}
        with app.app_context():
            self._open_what_waits()
            self.test = self._sit_down()
            self._sign_everybody_in()
            self.known = self._known_values()
            self.things = list(self._things())

    def _sign_everybody_in(self) -> None:
        for account in db.session.scalars(select(Account).where(Account.closed_at.is_(None))).all():
            if account.kind != "staff":
                self._sign_in(
                    Role.ORGANISATION if account.kind == "organisation" else Role.APPLICANT, account, None
                )
            for grant in active_grants(account.id, now()) if account.kind == "staff" else ():
                self._sign_in(Role(grant.role), account, grant.id)
        db.session.commit()

    def _sign_in(self, role: Role, account: Account, grant_id: int | None) -> None:
        token = new_token()
        moment = now()
        db.session.add(
            LogIn(
                token_digest=token_digest(token),
                account_id=account.id,
                grant_id=grant_id,
                began_at=moment,
                seen_at=moment,
                address="127.0.0.1",
                browser="walk",
            )
        )
        self.tokens.setdefault(role, []).append(token)
        grant = db.session.get(RoleGrant, grant_id) if grant_id else None
        if grant is not None:
            self.at_office.setdefault(grant.office_id, []).append((role, token))
        else:
            self.of_person[account.id] = (role, token)

    def _open_what_waits(self) -> None:
        """What the demo does not hold of itself: an application begun, a mandate to confirm, a token."""
        people = select(Account).where(Account.kind == "person").order_by(Account.id)
        person, other = db.session.scalars(people.where(Account.proven_at.is_not(None)).limit(2)).all()
        keeper = db.session.scalars(select(Account).where(Account.login == "administrator")).one()
        office = db.session.scalars(select(Office).where(Office.code == "TD-AKM")).one()
        edition = catalogue().newest("specialist-certificate")
        moment, day = now(), now().date()
        draft = Draft(
            public_id="d" * 32,
            principal_id=person.id,
            author_id=person.id,
            service=edition.service,
            edition_id=edition.id,
            procedure="main",
            channel="egov-portal",
            office_id=office.id,
            answers={},
            created_at=moment,
            saved_at=moment,
        )
        db.session.add(draft)
        db.session.flush()
        db.session.add(RequestToSign(draft_id=draft.id, text="{}", digest="0" * 64, made_at=moment))
        db.session.add(
            Mandate(
                kind="power_of_attorney",
                principal_id=person.id,
                agent_id=other.id,
                services=[],
                from_day=day,
                document="12",
                document_date=day,
                created_at=moment,
            )
        )
        db.session.add(
            ApiToken(
                system="e-licensing",
                token_digest="f" * 64,
                scopes=[],
                issued_by=keeper.id,
                issued_at=moment,
                expires_at=moment + timedelta(days=90),
            )
        )
        db.session.flush()

    def _sit_down(self) -> str:
        """What opens the test at a computer: somebody rehearses, and has begun."""
        with acting(SYSTEM):
            token = rehearsing.take_part("kk", browser="walk", address="127.0.0.1")
            starting.start(token)
        db.session.commit()
        return token.text

    def _known_values(self) -> dict[str, list[str]]:
        """What the parts of an address may be: numbers, and for each name what the texts call them."""
        numbered = {
            name: [str(number) for number in db.session.scalars(select(table.id).order_by(table.id))]
            for name, table in NUMBERED.items()
        }
        return numbered | {
            "slug": list(catalogue().services()),
            "key": sorted({setting.key for one in catalogue().editions.values() for setting in one.settings}),
            "wording": order_wordings(),
            "page": [page.value for page in Page],
            "side": ["principal", "agent"],
            "act": list(ACTS),
            "item": list(db.session.scalars(select(CaseDocument.item).distinct())),
            "code": [*db.session.scalars(select(BlueprintPlan.code)), *db.session.scalars(select(Bank.code))],
            # What is counted within something else: editions, corrections, records. The first ones are there.
            "number": [str(number) for number in range(1, 10)],
            "section_id": ["s1", "new"],
            "commission_id": [str(one) for one in db.session.scalars(select(Commission.id))],
            "report_name": list(REPORTS),
            "register_id": list(
                db.session.scalars(
                    select(ResultPaper.register_id).join(
                        ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id
                    )
                )
            ),
            "paper_id": [str(number) for number in db.session.scalars(select(ResultPaper.id))],
            "": [str(number) for number in range(1, 150)],
        }

    def _things(self) -> Iterator[Thing]:
        """Each case, paper and draft: what it is called, who may see it, and the numbers of what hangs on it."""
        for case in db.session.scalars(select(Case).order_by(Case.id)):
            offices = (case.desk_office_id, case.office_id, case.front_office_id)
            who = [one for office in offices for one in self.at_office.get(office or 0, [])]
            own = self.of_person.get(case.applicant_id or 0)
            seen_by = [*who, *([own] if own else [])]
            numbers = [
                str(number)
                for table in (CaseDocument, Accommodation, Payment, Appeal)
                for number in db.session.scalars(select(table.id).where(table.case_id == case.id))
            ]
            yield Thing("cases", case.public_id, seen_by, numbers)
            for paper in db.session.scalars(select(Paper.public_id).where(Paper.case_id == case.id)):
                yield Thing("papers", paper, seen_by, [])
        for draft in db.session.scalars(select(Draft)):
            author = self.of_person.get(draft.author_id)
            yield Thing("drafts", draft.public_id, [author] if author else [], ["1"])

    def cookie(self, token: str) -> str:
        """The session cookie of a log-in, signed as the server signs it."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # of Flask's own kind
        return str(signer.dumps({"_user_id": token}))

    def find(self, rule: Rule) -> Visit | None:
        """Somebody and an address at which this page shows."""
        word = word_of(self.app, rule.endpoint) or ""
        for people in (slice(0, 1), slice(1, 8)):
            for address, token in islice(self._tries(rule, word, people), TRIES):
                if self._shows(address, token):
                    return Visit(rule.endpoint, address, token)
        return None

    def _tries(self, rule: Rule, word: str, people: slice) -> Iterator[tuple[str, str]]:
        if "public_id" in rule._converters:
            kind = rule.rule.split("/")[1]
            for thing in self.things:
                if thing.kind != (kind if kind in {"papers", "drafts"} else "cases"):
                    continue
                allowed = [token for role, token in thing.seen_by if word == SIGNED_IN or may(role, word)]
                for address in self._addresses(rule, thing) if allowed else ():
                    yield from ((address, token) for token in allowed[:2])
            return
        for address in self._addresses(rule, None):
            yield from ((address, token) for tokens in self._who(word, people) for token in tokens)

    def _who(self, word: str, people: slice) -> Iterator[list[str]]:
        """Everybody who applies for something; of each office role first one person, then some of other offices."""
        if word == PUBLIC:
            yield [""]
        for role, tokens in self.tokens.items():
            if word in {PUBLIC, SIGNED_IN} or may(role, word):
                yield tokens if role in PRIVATE else tokens[people]

    def _addresses(self, rule: Rule, thing: Thing | None) -> Iterator[str]:
        names = sorted(rule._converters)
        if not names:
            yield rule.rule
            return
        pools = []
        for name in names:
            if thing is not None and name == "public_id":
                pools.append([thing.public_id])
            elif isinstance(rule._converters[name], IntegerConverter):
                # What hangs on a case has its own numbers; a commission before which it waits hangs on none.
                hangs = thing is not None and name != "commission_id"
                known = self.known.get(name, self.known[""])
                pools.append(thing.numbers if thing is not None and hangs else known)
            else:
                pools.append(self.known.get(name, []))
        for values in product(*pools):
            with self.app.test_request_context():
                built = rule.build(dict(zip(names, values, strict=True)))
            if built:
                yield built[1]

    def _shows(self, address: str, token: str) -> bool:
        client = self.app.test_client()
        client.set_cookie(TEST, self.test)
        if token:
            client.set_cookie("synaq", self.cookie(token))
        answer = client.get(address)
        shown = answer.status_code == 200 and answer.mimetype == "text/html"
        file = answer.status_code == 200 and answer.mimetype != "text/html"
        answer.close()
        if file:
            raise NoPage
        return shown


class NoPage(Exception):
    """The address gives a file."""


def pages(walk: Walk) -> tuple[list[Visit], list[str]]:
    """Every page with an address at which it shows, and the endpoints for which none was found."""
    visits: list[Visit] = []
    lost: list[str] = []
    for rule in walk.app.url_map.iter_rules():
        if (
            "GET" not in (rule.methods or ())
            or rule.endpoint in NO_PAGE_HERE
            or rule.rule.startswith("/api/")
        ):
            continue
        try:
            visit = walk.find(rule)
        except NoPage:
            continue
        if visit is None:
            lost.append(f"{rule.endpoint} {rule.rule}")
        else:
            visits.append(visit)
    return visits, lost
