"""What the digest says in prose, in our closed words; a prose that no table knows stops the comparison."""

from __future__ import annotations

from typing import Any

STATUS = {"lost_in_seed": "lost"}
OFFICIAL, SECRETARY = "responsible_official", "commission_secretary"
# (who refuses, which system tells it, who signs)
REFUSES: dict[str, tuple[str | None, str | None, str | None]] = {
    "responsible_official": (OFFICIAL, None, None),
    "E-licensing IS": (None, "elicensing", None),
    "head": ("head", None, None),
    'head (pt 6); "official" in pt 5': ("head", None, None),
    "responsible_official (territorial, pt 8 1)) / E-licensing IS (pt 9 P10)": (OFFICIAL, "elicensing", None),
    "executor drafts, head signs": ("executor", None, "head"),
    "executor": ("executor", None, None),
    "commission_secretary": (SECRETARY, None, None),
    "not assigned to a step (provider)": (None, None, None),
}
FORM = (
    ("refusal notice", "refusal_notice"),
    ("motivated reply", "motivated_reply"),
    ("motivated refusal", "motivated_refusal"),
    ("refusal drawn up as an order", "motivated_refusal"),
    ("not stated in pt 5/8; portal: refusal notice", "refusal_notice"),
)
SIGNED = {
    "order": "order",
    "order to issue / refuse": "order",
    "order on evaluation schedule and expert group": "evaluation_order",
    "licence/annex/duplicate or motivated reply of refusal": "result_or_refusal",
    "licence/annex/duplicate or motivated refusal": "result_or_refusal",
}
# (beginning of the digest's prose, our media by the way the application came)
MEDIA: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    ("receipt / notice", {"any": ("receipt",)}),
    ("not stated in pt 5; sent through E-licensing IS", {"any": ("elicensing",)}),
    ("not stated; portal route P9", {"portal": ("cabinet",), "paper": ("not_stated",)}),
    ("not stated", {"any": ("not_stated",)}),
    ("electronic format; E-licensing IS notice", {"any": ("electronic_document", "elicensing")}),
    (
        "portal: personal cabinet (pt 9 P9); paper route: in writing",
        {"portal": ("cabinet",), "paper": ("written", "electronic_document", "telephonogram")},
    ),
    ("personal cabinet (pt 9 P10", {"any": ("cabinet",)}),
    ("E-licensing IS / electronic format", {"any": ("elicensing", "electronic_document")}),
    ("electronic document", {"any": ("electronic_document",)}),
    ("paper receipt from the CON clerk", {"front_office": ("receipt",)}),
    ("personal cabinet on the portal", {"portal": ("cabinet",)}),
    ("by hand", {"portal": ("cabinet",), "paper": ("by_hand",), "front_office": ("front_office",)}),
    ("E-licensing IS (electronic); paper if requested", {"any": ("elicensing", "paper_on_request")}),
    ("E-licensing IS (electronic)", {"any": ("elicensing",)}),
    ("paper (free form); portal", {"portal": ("electronic_document",), "paper": ("paper",)}),
)
RESPONSIBLE: tuple[tuple[str, str | None], ...] = (
    ("specialised commission", "specialised_commission"),
    ("accreditation commission", "accreditation_commission"),
    ("attestation commission", "attestation_commission"),
    ("responsible official", OFFICIAL),
    ("the same official", OFFICIAL),
    ("secretary of the attestation commission", SECRETARY),
    ("no order in this service", None),
    ("no signature step in pt 5; EDS of the authorised", "authorised_signatory"),
    ("paper: not stated", "actor_not_named"),
    ("not stated", "actor_not_named"),
    ("head", "head"),
)
RESULT_MEDIA: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("electronic document", ("electronic_document",)),
    ("electronic format", ("electronic_document",)),
    ("electronic (printed, sealed and signed copy", ("electronic_document", "paper_on_request")),
    ("electronic", ("electronic_document",)),
    ("paper handed over in person or via CON", ("by_hand", "front_office", "cabinet", "electronic_document")),
    ("paper (free form) or electronic document", ("paper", "electronic_document")),
)
RESPONSIBILITIES = ("commission", "secretary", "protocol", "order_drafter", "order_signer", "result_signer")
UNITS = {"минут": "minute", "рабочий": "working_day"}
WHEN = {
    None: "all",
    "channel CON": "front_office",
    "channel portal": "portal",
    "positive test result": "after_pass",
}


def in_our_words(table: tuple[tuple[str, Any], ...], prose: str) -> Any:
    """Our word for a prose, by its beginning."""
    return next(ours for beginning, ours in table if prose.startswith(beginning))
