"""Papers of every kind with the longest names and titles that the regulations and the registers know."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from core.canonical import digest
from core.paper_facts import frozen_facts
from orders.result_facts import Certified, Drawn, Earlier, Ground, Holder, Signatory, Validity, facts_of
from orders.result_kinds import number_of
from orders.result_pdf import result_pdf
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import Basis
from regulations.model import Edition
from regulations.words import Words

MOMENT = datetime(2026, 4, 16, 18, 30, tzinfo=timezone(timedelta(hours=5)))
PERSON = "Қабдығалиева-Әбдіғаппарова Жұлдызгүл Нұрсұлтанқызы"
ORGANISATION = (
    "«Солтүстік Қазақстан облысы Ғабит Мүсірепов атындағы ауданның көпсалалы орталық аурухана» шаруашылық жүргізу "
    "құқығындағы коммуналдық мемлекеттік кәсіпорны"
)
OFFICE = Words(
    "Медициналық және фармацевтикалық қызметті бақылау комитетінің Солтүстік Қазақстан облысы бойынша аумақтық "
    "департаменті",
    "Территориальный департамент Комитета контроля медицинской и фармацевтической деятельности по "
    "Северо-Казахстанской области",
    "Territorial department of the Committee for Control of Medical and Pharmaceutical Activity, North Kazakhstan",
)
SIGNATORY = Signatory(
    "Сүлейменова-Төлегенқызы Айгүл Бақытжанқызы",
    Words(
        "Департамент басшысының міндетін атқарушы (2026 жылғы 2 сәуірдегі № 41-Ж бұйрық)",
        "Исполняющая обязанности руководителя департамента (приказ № 41-Ж от 2 апреля 2026 года)",
        "Acting head of the department (order No. 41-Ж of 2 April 2026)",
    ),
)
EARLIER = Earlier("LM-AST-2020-000007", date(2020, 3, 2))
ADDRESS = "https://synaq.example/register/7K3M9QX2HD5RW8ZT4V6N2P8C"
CODE = ADDRESS + "#" + "Zm9vYmFyYmF6" * 30


def editions() -> list[Edition]:
    return [catalogue().newest(slug) for slug in SERVICES]


def drawn(edition: Edition, procedure: str | None = None, **changed: Any) -> Drawn:
    """A paper of this text as it would be drawn."""
    service = edition.service
    procedure = procedure or edition.procedures[0].id
    organisation = "organisation" in service or "licence" in service
    order = edition.result.basis is Basis.ORDER
    facts: dict[str, Any] = {
        "edition": edition,
        "procedure": procedure,
        "office": OFFICE,
        "number": number_of(service, "AST", 2026, 123),
        "moment": MOMENT,
        "holder": Holder(ORGANISATION, "140340000019") if organisation else Holder(PERSON),
        "certified": _certified(service),
        "ground": Ground(edition.result.basis, "217-Ө" if order else None, date(2026, 4, 15) if order else None),
        "validity": Validity(date(2026, 4, 16), None if "licence" in service else date(2031, 4, 16)),
        "signatory": SIGNATORY,
        "decided_title": Words("Аттестаттау куәлігі", "Свидетельство об аттестации", "Attestation certificate"),
        "earlier": EARLIER if procedure in {"reissue", "duplicate"} else None,
    }  # fmt: skip
    return Drawn(**(facts | changed))


def _certified(service: str) -> Certified:
    specialty = Words(
        "Қалпына келтіру медицинасы және медициналық оңалту (физиотерапия, емдік дене шынықтыру, курортология), "
        "ересектер мен балалар",
        "Восстановительная медицина и медицинская реабилитация (физиотерапия, лечебная физкультура, курортология), "
        "взрослая и детская",
        "Restorative medicine and medical rehabilitation",
    )
    if "licence" in service:
        lines = tuple(
            f"Амбулаториялық-емханалық көмек, консультациялық-диагностикалық көмек: "
            f"Петропавл қаласы, Жамбыл көшесі, {number}"
            for number in range(1, 13)
        )
        return Certified(activity="Медициналық қызмет, медициналық-санитариялық алғашқы көмек", annex=lines)
    if service == "specialist-certificate-with-category":
        return Certified(specialty=specialty, category="highest")
    if service.startswith("forensic"):
        kind = Words(
            "Сот-медициналық, сот-психиатриялық және сот-наркологиялық сараптама: заттай дәлелдемелерді зерттеу",
            "Судебно-медицинская, судебно-психиатрическая и судебно-наркологическая экспертиза: исследование улик",
            "Forensic medical, psychiatric and narcological examination: material evidence",
        )
        return Certified(specialty=specialty, examination_kind=kind)
    if service == "clinic-attachment":
        return Certified(place=OFFICE)
    return Certified(specialty=specialty if "organisation" not in service else None)


def printed(paper: Drawn, *, specimen: bool = False) -> bytes:
    frozen = frozen_facts(facts_of(paper))
    return result_pdf(frozen, digest(frozen), ADDRESS, CODE, specimen=specimen)
