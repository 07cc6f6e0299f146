"""Exports that prove themselves without the database, and their proof: a test with its path, a sitting whole.

Pure. What is shown: the text is canonical and has its digest, its sums and verdict agree, and it stands in the tree
whose root is printed in the record of the hall. Keys are in it only as salted digests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.canonical import canonical
from exam import hash_tree
from exam.transcript import FORM, sums_are_right, text_digest, tree_leaf

ATTEMPT_FORM, SITTING_FORM = "synaq-proof-of-test-1", "synaq-proof-of-sitting-1"


def export_sitting(number: str, texts: Sequence[str]) -> dict[str, Any]:
    """All transcripts of a sitting in the order of the tree."""
    root = hash_tree.root([tree_leaf(text) for text in texts])
    return {"form": SITTING_FORM, "sitting": number, "root": root.hex(), "transcripts": list(texts)}


def export_attempt(texts: Sequence[str], at: int) -> dict[str, Any]:
    """One transcript with its path to the root; of the others only hashes are told."""
    return export_leaf(texts[at], [tree_leaf(text) for text in texts], at)


def export_leaf(text: str, leaves: Sequence[bytes], at: int) -> dict[str, Any]:
    """The same where of the others only their leaves are known."""
    return {
        "form": ATTEMPT_FORM,
        "transcript": text,
        "digest": text_digest(text),
        "at": at,
        "size": len(leaves),
        "path": [one.hex() for one in hash_tree.proof(leaves, at)],
        "root": hash_tree.root(leaves).hex(),
    }


def faults_of_attempt(told: object) -> list[str]:
    """What is wrong with an exported test; nothing when it proves itself."""
    if not isinstance(told, Mapping) or told.get("form") != ATTEMPT_FORM:
        return ["this is no exported test"]
    try:
        text = str(told["transcript"])
        found = _faults_of_text(text)
        if text_digest(text) != told["digest"]:
            found.append("the digest is not that of the transcript")
        path = [bytes.fromhex(one) for one in told["path"]]
        root = bytes.fromhex(told["root"])
        if not hash_tree.proves(tree_leaf(text), int(told["at"]), int(told["size"]), path, root):
            found.append("the path does not lead from this transcript to the root")
    except (KeyError, TypeError, ValueError) as fault:
        return [f"the export is incomplete or misspelled: {fault}"]
    return found


def faults_of_sitting(told: object) -> list[str]:
    """What is wrong with an exported sitting."""
    if not isinstance(told, Mapping) or told.get("form") != SITTING_FORM:
        return ["this is no exported sitting"]
    try:
        texts = [str(one) for one in told["transcripts"]]
        found = [
            f"transcript {at}: {fault}" for at, one in enumerate(texts, 1) for fault in _faults_of_text(one)
        ]
        if any(json.loads(one)["sitting"] != told["sitting"] for one in texts):
            found.append("a transcript is of another sitting")
        if hash_tree.root([tree_leaf(one) for one in texts]).hex() != told["root"]:
            found.append("the root is not that of these transcripts")
    except (KeyError, TypeError, ValueError) as fault:
        return [f"the export is incomplete or misspelled: {fault}"]
    return found


def _faults_of_text(text: str) -> list[str]:
    facts = json.loads(text)
    if not isinstance(facts, dict) or facts.get("form") != FORM:
        return ["this is no transcript"]
    found = []
    if canonical(facts) != text:
        found.append("the text is not in its canonical form")
    if not sums_are_right(facts["score"]):
        found.append("sums or verdict do not agree with the points")
    asked = {one["number"] for one in facts["questions"]}
    if asked != {one["number"] for one in facts["score"]["questions"]}:
        found.append("what was scored is not what was asked")
    if any(one["question"] not in asked for one in facts["entries"]):
        found.append("an entry is about a question that was not asked")
    return found
