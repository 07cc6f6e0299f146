"""The paper that this room hands out: the sheet of a sealed set, printed and signed before the doors open."""

from __future__ import annotations

from pathlib import Path

from accounts.models import Account
from accounts.roles import ROLE_NAMES, Role
from core.database import db
from core.languages import LANGUAGES, Text, speaking
from core.paper_facts import frozen_facts
from core.pdf import add_papers, render_pdf
from question_banks.actions.releasing import key_mark
from question_banks.models import SealedSet
from question_banks.set_reading import papers_of, possible_holders, shares_of

add_papers("question_banks", Path(__file__).parent / "papers_typ")


def seal_sheet(sealed: SealedSet, *, specimen: bool, language: str) -> bytes:
    """Number, blueprint, digests, holders with the marks of their keys, places to sign. No question stands on it."""
    plan, edition = sealed.edition.blueprint, sealed.edition
    roles = {holder.account.id: holder.role for holder in possible_holders(sealed.office_id)}
    holders = [
        {
            "name": share.holder.name,
            "role": in_three(ROLE_NAMES[Role(roles[share.holder_id])])
            if share.holder_id in roles
            else _HOLDER,
            "mark": key_mark(share.key),
            "place": share.place,
        }
        for share in shares_of(sealed.id)
    ]
    sealer = db.session.get_one(Account, sealed.sealed_by).name
    facts = {
        "number": sealed.number,
        "moment": sealed.sealed_at,
        "office": {"kk": sealed.office.name_kk, "ru": sealed.office.name_ru, "en": sealed.office.name_en},
        "blueprint": {"kk": plan.name_kk, "ru": plan.name_ru, "en": plan.name_en},
        "code": plan.code,
        "edition": edition.number,
        "decision": edition.decision_number,
        "decision_date": edition.decision_date,
        "blueprint_digest": edition.digest,
        "digest": sealed.digest,
        "papers": sealed.papers,
        "reserves": sealed.reserves,
        "paper_digests": [
            {"number": paper.number, "reserve": paper.reserve, "digest": paper.digest}
            for paper in papers_of(sealed.id)
        ],
        "holders": holders,
        "signatures": [
            {"name": sealer, "role": in_three(ROLE_NAMES[Role.BANK_ADMINISTRATOR])},
            *({"name": one["name"], "role": one["role"]} for one in holders),
        ],
    }
    return render_pdf("question_banks/seal", frozen_facts(facts), specimen=specimen, language=language)


_HOLDER = {"kk": "Кілт ұстаушы", "ru": "Держатель ключа", "en": "Holder of the key"}


def in_three(text: Text) -> dict[str, str]:
    """A sentence of our catalogues in all three languages: a paper's words no longer move with the reader."""
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = str(text)
    return said
