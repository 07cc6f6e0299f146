"""A hall with its sitting, sealed papers and candidates, as rows on a real database, for the tests of this room."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from accounts.models import Office
from accounts.roles import Role
from applications.models import Case, CasePerson
from core.actor import Actor
from core.canonical import canonical
from core.canonical import digest as digest_of_facts
from core.clock import now
from core.database import db
from exam.models import (
    Admission,
    Attempt,
    AttemptDevice,
    ExamPaper,
    Invigilator,
    Room,
    Seat,
    Sitting,
    SittingPlace,
    SittingSet,
    TimeGrant,
)
from question_banks.blueprint import Blueprint, Cell, Section
from question_banks.canonical import canonical_bytes, digest, edition_digest
from question_banks.content import Question
from question_banks.models import (
    Bank,
    BlueprintEdition,
    BlueprintPlan,
    HolderKey,
    QuestionEdition,
    SealedPaper,
    SealedSet,
    SetKeyOffer,
    SetKeyShare,
    SetQuestion,
    StoredQuestion,
)
from question_banks.sealed_content import set_digest
from regulations.catalogue import catalogue
from tests.applications import making
from tests.question_banks import makers

SERVICE, TEST_STEP = "specialist-certificate", "s05"
# What the applications of a service claim.
CATEGORIES = {"specialist-certificate-with-category": "first"}
NO_DIGEST = "0" * 64
DECLARED_HOW = "typed"
SINCE = datetime(2026, 1, 5, tzinfo=UTC)
# Each place that is given and each attempt that starts queues by its person; the waits of one transaction have an end.
AT_ONCE = 1_000
_serial = count(1)
Written = TypeVar("Written")


@dataclass
class Hall:
    """A sitting with what it stands on. Candidates are counted from nought, in the order of their places."""

    office: Office
    official: Actor
    invigilator: Actor
    judges: tuple[Actor, Actor]
    room: Room
    seats: list[Seat]
    sitting: Sitting
    sealed: SealedSet
    editions: list[int]
    questions: list[Question]
    cases: list[Case] = field(default_factory=list)
    places: list[SittingPlace] = field(default_factory=list)
    papers: list[ExamPaper] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)


def token_of(attempt_id: int, epoch: int) -> str:
    """The token of a device of these tests."""
    return f"{attempt_id}.{epoch}.{hashlib.sha256(b'%d.%d' % (attempt_id, epoch)).hexdigest()[:32]}"


def token_digest(attempt_id: int, epoch: int) -> str:
    """What the database knows of it."""
    return hashlib.sha256(token_of(attempt_id, epoch).encode()).hexdigest()


def kept(row: Any) -> Any:
    """The row, written."""
    db.session.add(row)
    db.session.flush()
    return row


def all_kept(rows: list[Written]) -> list[Written]:
    """All rows, written at once."""
    db.session.add_all(rows)
    db.session.flush()
    return rows


def portions(rows: Sequence[Written]) -> Iterator[Sequence[Written]]:
    """So many rows as one transaction may take, committed before the next ones; the last are left to the caller."""
    for begin in range(0, len(rows), AT_ONCE):
        if begin:
            _commit_and_remember()
        yield rows[begin : begin + AT_ONCE]


def _commit_and_remember() -> None:
    """Commit, and go on with the rows as they are known: a hall of ten thousand is not read again one by one."""
    session = db.session()
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True


def questions_of_every_kind(number: int) -> list[Question]:
    """So many questions, of every kind that is scored."""
    kinds = makers.every_kind()[:-1]
    return [kinds[at % len(kinds)] for at in range(number)]


def case(office: Office, place: str = TEST_STEP) -> Case:
    """A case whose documents are in order, waiting for its test."""
    made: Case = kept(case_row(office, place))
    kept(person_row(made))
    return made


def case_row(office: Office, place: str = TEST_STEP) -> Case:
    """The same as a row, still without its person."""
    serial = next(_serial)
    edition_id = catalogue().newest(SERVICE).id
    asked = {
        "service": SERVICE,
        "edition": edition_id,
        "procedure": "main",
        "applicant": {"kind": "person", "name": "Сейітова Әйгерім"},
        "serial": serial,
    }
    return Case(
        public_id=f"case{serial:028d}",
        number=f"T-{serial:06d}",
        service=SERVICE,
        edition_id=edition_id,
        procedure="main",
        channel="chancery",
        came_by="paper",
        office_id=office.id,
        language="kk",
        category=CATEGORIES.get(SERVICE),
        test_language="kk",
        request=canonical(asked),
        request_digest=digest_of_facts(asked),
        declared_by="Сейітова Әйгерім",
        declared_how=DECLARED_HOW,
        place=place,
        gates=["s03"],
        desk_role="responsible_official",
        desk_office_id=office.id,
        submitted_at=SINCE,
        registered_at=SINCE,
    )


def person_row(of: Case) -> CasePerson:
    """The person of a case that is written, as a row."""
    return CasePerson(
        case_id=of.id,
        kind="person",
        iin=f"{next(_serial):012d}",
        name="Сейітова Әйгерім",
        folded_name="сейітова әйгерім",
        checked="confirmed",
    )


def blueprint(questions: int, minutes: int = 60) -> Blueprint:
    """Two sections, the second with a rule of its own."""
    first = (questions + 1) // 2
    sections = [Section(id="law", cells=(Cell(count=first),))]
    if questions > first:
        sections.append(
            Section(id="drugs", cells=(Cell(count=questions - first),), pass_share=Fraction(1, 2))
        )
    return Blueprint(
        sections=tuple(sections), languages=("kk", "ru"), minutes=minutes, pass_share=Fraction(3, 5)
    )


def editions(office: Office, author: Actor, approver: Actor, held: Sequence[Question]) -> list[int]:
    """Approved editions of these questions in a bank of the office."""
    serial = next(_serial)
    words = {f"name_{language}": f"Bank {serial}" for language in ("kk", "ru", "en")}
    bank: Bank = kept(
        Bank(code=f"B{serial}", office_id=office.id, opened_by=author.account_id, opened_at=SINCE, **words)
    )
    found = []
    for number, question in enumerate(held, start=1):
        stored = kept(
            StoredQuestion(
                bank_id=bank.id,
                key=f"q{number}",
                kind=question.body.kind,
                source_language="ru",
                state="draft",
                opening={},
                author_id=author.account_id,
                created_at=SINCE,
                changed_at=SINCE,
            )
        )
        edition = kept(
            QuestionEdition(
                question_id=stored.id,
                number=1,
                content=canonical_bytes(question).decode(),
                digest=edition_digest(question),
                source_language="ru",
                body_written_by=author.account_id,
                source_written_by=author.account_id,
                sent_by=author.account_id,
                sent_at=SINCE,
                decision="approved",
                decided_by=approver.account_id,
                decided_at=SINCE,
                is_current=True,
            )
        )
        stored.state = "approved"
        found.append(edition.id)
    db.session.flush()
    return found


def blueprint_edition(
    office: Office, author: Actor, approver: Actor, content: Blueprint, service: str = ""
) -> BlueprintEdition:
    """A blueprint in force, of the service of these tests unless another one is named."""
    serial = next(_serial)
    words = {f"name_{language}": f"Blueprint {serial}" for language in ("kk", "ru", "en")}
    plan = kept(
        BlueprintPlan(
            code=f"P{serial}",
            purpose="test",
            office_id=office.id,
            service=service or SERVICE,
            opened_by=author.account_id,
            opened_at=SINCE,
            **words,
        )
    )
    made: BlueprintEdition = kept(
        BlueprintEdition(
            blueprint_id=plan.id,
            number=1,
            content=canonical_bytes(content).decode(),
            digest=digest(content),
            decision_number="5-НҚ",
            decision_date=date(2026, 1, 5),
            written_by=author.account_id,
            sent_by=author.account_id,
            sent_at=SINCE,
            verdict="approved",
            decided_by=approver.account_id,
            decided_at=SINCE,
            is_current=True,
        )
    )
    return made


def released_set(
    office: Office,
    edition: BlueprintEdition,
    content: Blueprint,
    numbers: list[int],
    sealer: Actor,
    two: tuple[Actor, Actor],
) -> SealedSet:
    """A set of one paper, opened by two of its holders."""
    serial = next(_serial)
    sizes = [section.size for section in content.sections]
    cuts = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    paper_content = {
        "form": "synaq-paper-1",
        "set_number": f"S{serial}",
        "number": 1,
        "salt": "00" * 32,
        "seed": hashlib.sha256(b"%d" % serial).hexdigest(),
        "sections": [
            {"id": section.id, "questions": [{"edition": one} for one in numbers[begin:end]]}
            for section, begin, end in zip(content.sections, cuts, cuts[1:], strict=False)
        ],
    }
    text = json.dumps(paper_content, sort_keys=True, separators=(",", ":"))
    paper_digest = hashlib.sha256(text.encode()).hexdigest()
    sealed: SealedSet = kept(
        SealedSet(
            office_id=office.id,
            number=f"S{serial}",
            blueprint_edition_id=edition.id,
            papers=1,
            reserves=0,
            digest=set_digest(f"S{serial}", edition.digest, [paper_digest]),
            cipher=b"-",
            nonce=b"-",
            state="sealed",
            sealed_by=sealer.account_id,
            sealed_at=SINCE,
        )
    )
    for number in numbers:
        question = db.session.get_one(QuestionEdition, number).question_id
        kept(SetQuestion(set_id=sealed.id, edition_id=number, question_id=question, papers=1))
    let_two_open(sealed, two)
    paper = kept(SealedPaper(set_id=sealed.id, number=1, digest=paper_digest))
    sealed.state, sealed.released_at = "released", SINCE
    sealed.released_by, sealed.released_with = two[1].account_id, two[0].account_id
    db.session.flush()
    paper.content = text
    db.session.flush()
    return sealed


def let_two_open(sealed: SealedSet, two: tuple[Actor, Actor]) -> None:
    """Two holders, of whom the first has offered the own part to the second."""
    for at, holder in enumerate(two, start=1):
        key = kept(
            HolderKey(
                account_id=holder.account_id,
                public_key=bytes(32),
                salt=b"-",
                passes=1,
                memory_kib=8,
                nonce=b"-",
                locked_key=b"-",
                made_at=SINCE,
            )
        )
        kept(
            SetKeyShare(
                set_id=sealed.id, place=at, holder_id=holder.account_id, key_id=key.id, sealed_share=b"-"
            )
        )
    hour = timedelta(hours=1)
    kept(
        SetKeyOffer(
            set_id=sealed.id,
            from_place=1,
            to_place=2,
            sealed_share=b"-",
            offered_at=SINCE,
            good_until=SINCE + hour,
        )
    )


def hall(
    candidates: int = 2,
    questions: int = 8,
    *,
    capacity: int | None = None,
    starts_at: datetime | None = None,
    minutes: int = 60,
    kind: str = "test",
) -> Hall:
    """A published sitting with its places and papers, its doors closed."""
    office = making.office("territorial")
    official = making.staff(Role.RESPONSIBLE_OFFICIAL, office)
    invigilator = making.staff(Role.INVIGILATOR, office)
    judges = (making.staff(Role.HEAD, office), making.staff(Role.LAWYER, office))
    author, approver = (making.staff(role, office) for role in (Role.QUESTION_AUTHOR, Role.REVIEWER))
    held = questions_of_every_kind(questions)
    numbers = editions(office, author, approver, held)
    content = blueprint(questions, minutes)
    edition = blueprint_edition(office, author, approver, content)
    sealed = released_set(office, edition, content, numbers, official, judges)
    serial = next(_serial)
    room: Room = kept(Room(office_id=office.id, name=f"Зал {serial}", address="Астана, Мәңгілік ел 8"))
    size = max(capacity or 0, candidates, 1)
    seats = all_kept([Seat(room_id=room.id, label=f"{number}") for number in range(1, size + 1)])
    starts = starts_at or now() - timedelta(minutes=1)
    sitting: Sitting = kept(
        Sitting(
            office_id=office.id,
            number=f"2026-{serial:04d}",
            kind=kind,
            service=SERVICE,
            room_id=room.id,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes + 60),
            capacity=capacity or size,
            languages=["kk", "ru"],
            blueprint_edition_id=edition.id,
            grace_seconds=10,
            score_shown="at_once",
            planned_by=official.account_id,
            planned_at=SINCE,
        )
    )
    kept(SittingSet(sitting_id=sitting.id, set_id=sealed.id, named_by=official.account_id, named_at=SINCE))
    kept(
        Invigilator(
            sitting_id=sitting.id,
            account_id=invigilator.account_id,
            chief=True,
            named_by=official.account_id,
            named_at=SINCE,
        )
    )
    sitting.published_at, sitting.published_by = SINCE, official.account_id
    db.session.flush()
    made = Hall(office, official, invigilator, judges, room, seats, sitting, sealed, numbers, held)
    give_places(made, candidates)
    return made


def give_places(hall: Hall, candidates: int) -> None:
    """The first places, for so many new cases, written at once."""
    if hall.sitting.kind == "test":
        hall.cases += all_kept([case_row(hall.office) for _ in range(candidates)])
        for one, person in zip(hall.cases, all_kept([person_row(one) for one in hall.cases]), strict=True):
            set_committed_value(one, "person", person)
    cases: Sequence[Case | None] = hall.cases or [None] * candidates
    for rows in portions([place_row(hall, slot, one) for slot, one in enumerate(cases, start=1)]):
        hall.places += all_kept(list(rows))


def give_place(hall: Hall, of: Case | None = None) -> SittingPlace:
    """The next place, for a new case or for this one."""
    mine = (of or case(hall.office)) if hall.sitting.kind == "test" else None
    place: SittingPlace = kept(place_row(hall, len(hall.places) + 1, mine))
    if mine is not None:
        hall.cases.append(mine)
    hall.places.append(place)
    return place


def place_row(hall: Hall, slot: int, of: Case | None, **changes: Any) -> SittingPlace:
    """A place as it would be written."""
    sitting = hall.sitting
    facts: dict[str, Any] = {
        "public_id": f"place{next(_serial):027d}",
        "sitting_id": sitting.id,
        "kind": sitting.kind,
        "capacity": sitting.capacity,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
        "slot": slot,
        "case_id": of.id if of else None,
        "iin": of.person.iin if of else None,
        "language": "kk",
        "booked_at": SINCE,
    }
    return SittingPlace(**(facts | changes))


def fix_papers(hall: Hall) -> None:
    """Give every place its paper and its attempt."""
    paper_id = db.session.query(SealedPaper.id).filter_by(set_id=hall.sealed.id).scalar()
    hall.papers += all_kept(
        [
            ExamPaper(
                place_id=place.id,
                sitting_id=hall.sitting.id,
                set_id=hall.sealed.id,
                sealed_paper_id=paper_id,
                turn=turn,
                questions=len(hall.questions),
                fixed_at=SINCE,
            )
            for turn, place in enumerate(hall.places)
        ]
    )
    hall.attempts += all_kept(
        [
            Attempt(
                public_id=f"attempt{next(_serial):025d}",
                sitting_id=hall.sitting.id,
                place_id=place.id,
                case_id=place.case_id,
                paper_id=paper.id,
                questions=paper.questions,
                language="kk",
            )
            for place, paper in zip(hall.places, hall.papers, strict=True)
        ]
    )


def open_doors(hall: Hall) -> None:
    hall.sitting.doors_at = now()
    db.session.flush()


def admit(hall: Hall, number: int = 0, **changes: Any) -> Admission:
    """Admit a candidate to the seat of the same number."""
    made: Admission = kept(admission_row(hall, number, **changes))
    return made


def admission_row(hall: Hall, number: int, **changes: Any) -> Admission:
    """The admission as it would be written."""
    facts: dict[str, Any] = {
        "place_id": hall.places[number].id,
        "sitting_id": hall.sitting.id,
        "room_id": hall.room.id,
        "admitted": True,
        "seat_id": hall.seats[number].id,
        "document_kind": "жеке куәлік",
        "document_number": "043210000",
        "decided_by": hall.invigilator.account_id,
        "decided_at": now(),
    }
    return Admission(**(facts | changes))


def begin(hall: Hall, at: datetime | None = None) -> None:
    hall.sitting.begun_at = at or now()
    db.session.flush()


def start(hall: Hall, number: int = 0, seconds: int = 3600) -> str:
    """Start a candidate's attempt on its first device; the token."""
    attempt = hall.attempts[number]
    kept(device_row(attempt))
    grant(attempt, "base", seconds)
    attempt.started_at = now()
    db.session.flush()
    return token_of(attempt.id, 1)


def device_row(attempt: Attempt) -> AttemptDevice:
    """The first device of an attempt."""
    return AttemptDevice(
        attempt_id=attempt.id, epoch=1, token_digest=token_digest(attempt.id, 1), began_at=now()
    )


def start_all(hall: Hall, seconds: int = 3600, started_at: datetime | None = None) -> None:
    """Start every attempt on its first device, a portion at once."""
    for attempts in portions(hall.attempts):
        all_kept([device_row(attempt) for attempt in attempts])
        db.session.execute(insert(TimeGrant), [grant_row(one, "base", seconds) for one in attempts])
        for attempt in attempts:
            attempt.started_at = started_at or now()
        db.session.flush()


def grant(attempt: Attempt, kind: str, seconds: int, number: int = 1) -> None:
    db.session.execute(insert(TimeGrant), [grant_row(attempt, kind, seconds, number)])


def grant_row(attempt: Attempt, kind: str, seconds: int, number: int = 1) -> dict[str, Any]:
    """A grant as it would be written."""
    return {
        "attempt_id": attempt.id,
        "number": number,
        "kind": kind,
        "seconds": seconds,
        "reason": "сынақ",
        "actor_role": "system",
        "granted_at": now(),
    }


def seated(
    candidates: int = 2, questions: int = 8, *, begun_at: datetime | None = None, **given: Any
) -> Hall:
    """A sitting that has begun, everybody admitted and nobody started yet."""
    made = hall(candidates, questions, **given)
    fix_papers(made)
    open_doors(made)
    if made.sitting.kind == "test":
        all_kept([admission_row(made, number) for number in range(candidates)])
    begin(made, begun_at)
    return made


def running(candidates: int = 2, questions: int = 8, **given: Any) -> Hall:
    """The same with everybody started; committed."""
    made = seated(candidates, questions, **given)
    start_all(made)
    db.session.commit()
    return made
