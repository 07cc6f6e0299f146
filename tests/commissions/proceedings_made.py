"""A meeting made up whole, as large as wanted: long names, Kazakh everywhere, each way in which a hearing can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commissions.proceedings import (
    Ballot,
    Break,
    Dissent,
    Ending,
    Heard,
    Mark,
    Proceedings,
    Question,
    Sat,
    Sheet,
    SteppedAside,
    VoidVote,
)
from commissions.protocol_facts import FORM, ProtocolFacts, Signatory
from commissions.protocol_words import SEATS
from commissions.voting import Ground, Outcome, Seat, Vote
from regulations.words import Words

OPENED = datetime(2026, 4, 16, 4, 0, tzinfo=UTC)
NAMES = (
    "Қожахметұлы-Әбілмансұров Нұрсұлтан Жұмағұлұлы",
    "Өтеғалиева Гүлбаһрам Қуанышқызы",
    "Іңкәрбекова Ұлбосын Төлегенқызы",
    "Ғабдуллин Һарун Әшірбекұлы",
    "Ким Ән",
)
MEMBERS = (
    ("Әбдірахманова Гүлжаһан Сейітжаппарқызы", Seat.CHAIR),
    ("Тоқтамыс Ерғали Өмірзақұлы", Seat.DEPUTY),
    ("Қуандықова Жұпаргүл Ізтілеуқызы", Seat.MEMBER),
    ("Петрова-Сейдахметова Александра Константиновна", Seat.MEMBER),
    ("Нұрпейісов Ғалымжан Үмбетәліұлы", Seat.ALTERNATE),
    ("Ысқақова Әйгерім Мұратқызы", Seat.SECRETARY),
)
SERVICE = Words(
    "Денсаулық сақтау саласындағы маманға біліктілік санаты туралы куәлік беру",
    "Выдача специалисту в области здравоохранения свидетельства о присвоении квалификационной категории",
    "Certificate of a qualification category for a specialist in health care",
)


def facts_of(size: int, **changes: object) -> ProtocolFacts:
    """The facts of a protocol of so many candidates."""
    told = proceedings(size)
    return ProtocolFacts(
        form=FORM,
        number="2026-000001",
        drawn_at=OPENED + timedelta(hours=5),
        drawn_by=told.secretary,
        specimen=bool(changes.pop("specimen", False)),
        proceedings=told,
        signatories=(
            Signatory(MEMBERS[0][0], SEATS[Seat.CHAIR]),
            Signatory(MEMBERS[-1][0], SEATS[Seat.SECRETARY]),
        ),
        **changes,  # type: ignore[arg-type]  # what a test wants otherwise
    )


def proceedings(size: int) -> Proceedings:
    return Proceedings(
        meeting=7,
        number="2026-000004",
        commission="Мамандандырылған комиссия",
        kind="specialised_commission",
        formed_by_order="12-НҚ, 12.01.2026",
        office=Words(
            "Алматы қаласының Медициналық және фармацевтикалық бақылау департаменті",
            "Департамент медицинского и фармацевтического контроля города Алматы",
            "Department of medical and pharmaceutical control of Almaty",
        ),
        zone="Asia/Almaty",
        place="214-кабинет, Әл-Фараби даңғылы, 151",
        link="",
        opened_at=OPENED,
        closed_at=OPENED + timedelta(hours=4, minutes=35),
        secretary=MEMBERS[-1][0],
        presided_by=MEMBERS[0][0],
        sat=tuple(_sat(at) for at in range(len(MEMBERS))),
        heard=tuple(heard(at) for at in range(1, size + 1)),
        breaks=(Break(OPENED + timedelta(hours=2), OPENED + timedelta(hours=3), "түскі үзіліс"),),
    )


def _sat(at: int) -> Sat:
    name, seat = MEMBERS[at]
    if at == 3:
        return Sat(at, name, seat, present=False, absent_because="еңбекке уақытша жарамсыз, парақ № 14-553")
    return Sat(at, name, seat, present=True, came_at=OPENED + timedelta(minutes=20) if at == 1 else None)


def heard(at: int) -> Heard:
    began = OPENED + timedelta(minutes=4 * at)
    told = {
        "position": at,
        "interview": 100 + at,
        "case": 1000 + at,
        "case_number": f"2026-{200 + at:06d}",
        "candidate": NAMES[at % len(NAMES)],
        "service": SERVICE,
        "specialty": Words(
            "Анестезиология және реаниматология", "Анестезиология и реаниматология", "Anaesthesia"
        ),
        "category": Words("Жоғары санат", "Высшая категория", "Highest category"),
        "result": 500 + at,
        "transcript_digest": f"{at:064x}",
    }
    if at % 7 == 3:
        return Heard(**told, ending=Ending.ABSENT_WITH_GOOD_REASON, ending_reason="іссапарда, бұйрық № 77")  # type: ignore[arg-type]  # plain data
    decision = "negative" if at % 5 == 4 else "positive"
    return Heard(
        **told,  # type: ignore[arg-type]  # plain data
        ending=Ending.DECIDED,
        identity="жеке куәлік № 045678912, 12.03.2021",
        began_at=began,
        ended_at=began + timedelta(minutes=4),
        ticket=f"№ {at}",
        questions=tuple(_questions()),
        sheets=tuple(_sheet(name, at) for name, seat in MEMBERS[:3]),
        stepped_aside=(
            SteppedAside(MEMBERS[2][0], "same_employer", MEMBERS[4][0], "«Облыстық аурухана» ШЖҚ МКК"),
        )
        if at % 6 == 2
        else (),
        seats=4,
        needed_for_quorum=3,
        present=3,
        remarks="Кандидат құжаттардың түпнұсқасын көрсетті." if at % 4 == 0 else "",
        ballot=_ballot(at, decision),
        decision=decision,
        motives="Кандидаттың білімі, дағдылары мен тәжірибесі мәлімделген санаттың талаптарына сай келеді."
        if decision == "positive"
        else "Өкпені жасанды желдету режимдерін ажырата алмады; санат талаптары орындалмаған.",
        dissents=(Dissent(MEMBERS[1][0], "Қосымша сұрақ қою керек еді деп санаймын."),)
        if at % 8 == 4
        else (),
        void_votes=(
            VoidVote(at % 3 == 0, began, began + timedelta(minutes=1), "Мүше дауыс бермей шығып кетті"),
        )
        if at % 8 == 3
        else (),
    )


def _questions() -> list[Question]:
    return [
        Question(
            "Жедел респираторлық дистресс-синдром кезінде өкпені жасанды желдетудің қорғаныс стратегиясы қандай?",
            "Тыныс көлемін 6 мл/кг деп атады, үстірт қысымының шегін 30 см су бағ. деп көрсетті.",
            of_ticket=True,
        ),
        Question(
            "Соңғы екі жылда қай клиникалық хаттамаларды енгіздіңіз?",
            "Үш хаттаманы атады.",
            asked_by=MEMBERS[1][0],
        ),
    ]


def _sheet(member: str, at: int) -> Sheet:
    levels = ("қанағаттанарлықсыз", "қанағаттанарлық", "жақсы", "өте жақсы")
    marks = (
        ("Кәсіби білімі", 3),
        ("Клиникалық ойлауы", 2),
        ("Нормативтік құжаттарды білуі", 3),
        ("Деонтология", 2),
    )
    return Sheet(
        member,
        tuple(Mark(name, levels[points], points, 3) for name, points in marks),
        remark="Нормативтік базаны жетік біледі." if at % 9 == 1 else "",
    )


def _ballot(at: int, decision: str) -> Ballot:
    outcome = Outcome(decision)
    names = tuple(name for name, _seat in MEMBERS[:3])
    if at % 2:
        return (
            Ballot(True, 3, 0, 0, 2, Ground.MAJORITY, outcome)
            if decision == "positive"
            else Ballot(True, 1, 2, 0, 2, Ground.NO_MAJORITY, outcome)
        )
    votes = (
        (Vote.FOR, Vote.FOR, Vote.ABSTAIN)
        if decision == "positive"
        else (Vote.AGAINST, Vote.AGAINST, Vote.FOR)
    )
    ground = Ground.MAJORITY if decision == "positive" else Ground.NO_MAJORITY
    pro, contra, none = (votes.count(vote) for vote in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN))
    return Ballot(False, pro, contra, none, 2, ground, outcome, tuple(zip(names, votes, strict=True)))
