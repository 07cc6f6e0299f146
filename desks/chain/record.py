"""The record of the hall: in it the digests of the sealed sets and the root over all transcripts were printed.

The record names everybody who sat in the hall. Whoever may not see all of them gets its digest and root alone, and
proves the rest with the record itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from accounts.models import Account
from core.database import db
from core.files import read_file
from core.languages import _l
from core.models import StoredFile
from core.pdf import render_pdf
from desks.chain import seal, transcript
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, held, reprinted, sha256
from exam.models import HallRecord, Sitting

FACTS, PDF = "record/facts.json", "record/record.pdf"


def read(made: HallRecord, sitting: Sitting, *, whole: bool) -> Link:
    """The newest record in whose tree the transcript stands."""
    file = db.session.get_one(StoredFile, made.file_id)
    return Link(
        Kind.RECORD,
        f"{sitting.number}/{made.number}",
        made.issued_at,
        {"digest": made.digest, "root": made.tree_root, "size": made.tree_size},
        (
            Document(FACTS, sha256(made.facts.encode()), made.facts.encode() if whole else None),
            Document(PDF, file.digest, read_file(file) if whole else None),
        ),
        (db.session.get_one(Account, made.issued_by).name,),
        sitting.id,
    )


def prove(evidence: Evidence, _checks: Checks) -> Iterator[Line]:
    """The root of the transcript's path is the one of the record, and the record names the sealed set."""
    facts = evidence.facts[Kind.RECORD]
    yield Line(
        Holds.NOTE,
        _l("The record is signed by hand, on paper: whether and by whom it was signed is not proved here."),
    )
    if Kind.TRANSCRIPT in evidence.facts:
        yield held(
            evidence.json(transcript.TEST)["root"] == facts["root"],
            _l(
                "The path of the transcript leads to the root of the record: %(root)s.",
                root=facts["root"][:16],
            ),
        )
    if {FACTS, PDF} & evidence.withheld:
        yield Line(
            Holds.UNSAID,
            _l(
                "The record is not enclosed, because it names other people. Compare its digest %(digest)s and the root "
                "with the record on paper.",
                digest=facts["digest"][:16],
            ),
        )
        return
    text = evidence.text(FACTS)
    told = json.loads(text)
    # The digest of the facts is that of their canonical text.
    yield held(
        sha256(text.encode()) == facts["digest"] and told["tree_root"] == facts["root"],
        _l("The facts of the record have the digest that is printed on it, and the root stands among them."),
    )
    yield reprinted(
        evidence.files.get(PDF, b""),
        _pages(told, facts["digest"], evidence.case.specimen),
        _l("The pages of the record are those of its facts."),
        signed=False,
    )
    if Kind.SEAL in evidence.facts:
        named = {(one["number"], one["digest"]) for one in told["sets"]}
        sealed = evidence.json(seal.SEAL)
        yield held(
            (sealed["set"], sealed["digest"]) in named, _l("The record names the sealed set with its digest.")
        )


def _pages(told: dict[str, object], digest: str, specimen: bool) -> bytes:
    return render_pdf("exam/hall_record", {**told, "digest": digest}, specimen=specimen, language="ru")
