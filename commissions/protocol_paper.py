"""The protocol as a paper: its facts laid out for the printer, with the facts themselves enclosed in the file.

Pure but for the printing press. The same facts give the same bytes, with or without a database, so that whoever has
the file can make its pages again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from commissions import protocol_words as words
from commissions.proceedings import Ballot, Heard, Kept, Proceedings, Sat, Sheet
from commissions.protocol_facts import CorrectionFacts, ProtocolFacts, digest_of, spelled
from core.pdf import add_papers, render_pdf
from regulations.words import Words

add_papers("commissions", Path(__file__).parent / "papers_typ")
ENCLOSED, ENCLOSED_CORRECTION = "protocol.json", "correction.json"


def protocol_pdf(facts: ProtocolFacts) -> bytes:
    """The protocol in Kazakh and Russian, with its canonical facts as an attachment."""
    return render_pdf(
        "commissions/protocol",
        laid_out(facts),
        specimen=facts.specimen,
        attached={ENCLOSED: spelled(facts).encode()},
    )


def laid_out(facts: ProtocolFacts) -> dict[str, Any]:
    """The facts in the order and the words in which they are printed."""
    meeting = facts.proceedings
    zone = ZoneInfo(meeting.zone)
    aside = {one.interview: one.reason for one in facts.set_aside}
    return {
        **_head(facts, zone),
        "digest": digest_of(facts),
        "kept": [_stint(one, zone) for one in meeting.kept],
        "breaks": [
            {
                "from": one.began_at.astimezone(zone),
                "until": one.ended_at.astimezone(zone) if one.ended_at else None,
                "reason": one.reason,
            }
            for one in meeting.breaks
        ],
        "members": [_member(one, zone) for one in meeting.sat],
        "items": [_item(one, meeting, zone, aside.get(one.interview)) for one in meeting.heard],
        "drawn_by": facts.drawn_by,
    }


def correction_pdf(facts: CorrectionFacts) -> bytes:
    """A correction sheet, with its canonical facts as an attachment."""
    told = {
        "number": f"{facts.protocol}/{facts.number}",
        "moment": facts.drawn_at.astimezone(ZoneInfo(facts.zone)),
        "office": _three(facts.office),
        "protocol": facts.protocol,
        "protocol_digest": facts.protocol_digest,
        "drawn_by": facts.drawn_by,
        "item": f"3.{facts.position}. {facts.candidate}" if facts.position else "",
        "stands": facts.stands,
        "reads": facts.reads,
        "reason": facts.reason,
        "digest": digest_of(facts),
        "signatories": [{"name": one.name, "capacity": _three(one.capacity)} for one in facts.signatories],
    }
    return render_pdf(
        "commissions/correction",
        told,
        specimen=facts.specimen,
        attached={ENCLOSED_CORRECTION: spelled(facts).encode()},
    )


def extract_pdf(facts: ProtocolFacts, interview: int, signed: str, language: str) -> bytes:
    """What the protocol says of one candidate, and nothing of the others; made anew whenever it is asked for."""
    meeting = facts.proceedings
    zone = ZoneInfo(meeting.zone)
    aside = {one.interview: one.reason for one in facts.set_aside}
    heard = next(one for one in meeting.heard if one.interview == interview)
    told = {
        **_head(facts, zone),
        "digest": digest_of(facts),
        "signed": signed,
        "item": _item(heard, meeting, zone, aside.get(interview)),
    }
    return render_pdf("commissions/extract", told, specimen=facts.specimen, language=language)


def _head(facts: ProtocolFacts, zone: ZoneInfo) -> dict[str, Any]:
    meeting = facts.proceedings
    return {
        "number": facts.number,
        "moment": facts.drawn_at.astimezone(zone),
        "office": _three(meeting.office),
        "meeting": meeting.number,
        "commission": meeting.commission,
        "kind": _three(words.KINDS[meeting.kind]),
        "formed": meeting.formed_by_order,
        "place": meeting.place,
        "link": meeting.link,
        "opened": meeting.opened_at.astimezone(zone),
        "closed": meeting.closed_at.astimezone(zone) if meeting.closed_at else None,
        "presided": meeting.presided_by,
        "secretary": meeting.secretary,
        "signatories": [{"name": one.name, "capacity": _three(one.capacity)} for one in facts.signatories],
    }


def _stint(one: Kept, zone: ZoneInfo) -> dict[str, Any]:
    """Hours where the hand-over was on the day; the first secretary has kept the meeting from its opening."""
    return {
        "name": one.name,
        "since": one.since.astimezone(zone) if one.since else None,
        "until": one.until.astimezone(zone) if one.until else None,
        "by": one.handed_by,
        "reason": one.reason,
    }


def _member(one: Sat, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": one.name,
        "seat": _three(words.SEATS[one.seat]),
        "present": one.present,
        "because": one.absent_because,
        "came": _clock(one.came_at, zone),
        "left": _clock(one.left_at, zone),
    }


def _item(heard: Heard, meeting: Proceedings, zone: ZoneInfo, aside: str | None) -> dict[str, Any]:
    """One candidate. What nobody noted is not there at all, so that no empty line could be filled in later."""
    return {
        "position": heard.position,
        "candidate": heard.candidate,
        "case": heard.case_number,
        "service": _three(heard.service),
        "specialty": _three(heard.specialty) if heard.specialty else None,
        "category": _three(heard.category) if heard.category else None,
        "result": heard.result,
        "transcript": heard.transcript_digest,
        "evaluation": heard.evaluation_digest,
        "identity": heard.identity,
        "began": _clock(heard.began_at, zone),
        "ended": _clock(heard.ended_at, zone),
        "ending": _three(words.ENDINGS[heard.ending]),
        "reason": heard.ending_reason,
        "ticket": heard.ticket,
        "questions": [
            {"text": one.text, "gist": one.gist, "ticket": one.of_ticket, "by": one.asked_by}
            for one in heard.questions
        ],
        "criteria": _criteria(heard.sheets),
        "sheets": [_sheet(one) for one in heard.sheets],
        "aside": [
            {
                "name": one.name,
                "ground": _three(words.RECUSALS[one.ground]),
                "fact": one.fact,
                "alternate": one.alternate,
            }
            for one in heard.stepped_aside
        ],
        "quorum": {"seats": heard.seats, "needed": heard.needed_for_quorum, "present": heard.present},
        "presided": heard.presided_by if heard.presided_by != meeting.presided_by else "",
        "remarks": heard.remarks,
        "void": [
            {
                "secret": one.secret,
                "opened": _clock(one.opened_at, zone),
                "voided": _clock(one.voided_at, zone),
                "reason": one.reason,
            }
            for one in heard.void_votes
        ],
        "ballot": _ballot(heard.ballot) if heard.ballot else None,
        "decision": _three(words.DECISIONS[heard.decision]) if heard.decision else None,
        "motives": heard.motives,
        "dissents": [{"name": one.member, "text": one.text} for one in heard.dissents],
        "set_aside": aside or "",
    }


def _criteria(sheets: tuple[Sheet, ...]) -> list[str]:
    """The criteria of all sheets, each once, in the order of the first that has it."""
    return list(dict.fromkeys(mark.criterion for sheet in sheets for mark in sheet.marks))


def _sheet(sheet: Sheet) -> dict[str, Any]:
    marks = {one.criterion: one for one in sheet.marks}
    return {
        "member": sheet.member,
        "marks": {
            name: {"level": one.level, "points": one.points, "of": one.out_of} for name, one in marks.items()
        },
        "points": sum(one.points for one in sheet.marks),
        "of": sum(one.out_of for one in sheet.marks),
        "remark": sheet.remark,
    }


def _ballot(ballot: Ballot) -> dict[str, Any]:
    return {
        "secret": ballot.secret,
        "for": ballot.in_favour,
        "against": ballot.against,
        "abstained": ballot.abstained,
        "needed": ballot.needed,
        "rounds": ballot.rounds,
        "ground": _three(words.GROUNDS[ballot.ground]),
        "names": [{"name": name, "vote": _three(words.VOTES[vote])} for name, vote in ballot.by_name],
        "casting": {"name": ballot.casting[0], "vote": _three(words.VOTES[ballot.casting[1]])}
        if ballot.casting
        else None,
    }


def _clock(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def _three(said: Words) -> dict[str, str]:
    return {"kk": said.kk, "ru": said.ru, "en": said.en}
