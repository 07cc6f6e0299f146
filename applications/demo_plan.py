"""What the demo's applications are: for which service, at which office, how long ago, and how far they have come."""

from __future__ import annotations

from dataclasses import dataclass

# How far a case has come, from fresh to ended.
FRESH, PAID, REGISTERED, ASSIGNED, HALF_CHECKED, ADMITTED, REFUSED = range(7)
# Refused, and the refusal is written and waits for the key of its author.
UNSIGNED = 7
# Taken back, and paid only then: the fee is owed back.
PAID_TOO_LATE = -1


@dataclass(frozen=True, slots=True)
class Planned:
    """One invented application: what for, where, how many days ago, and how far it has come."""

    service: str
    office: str
    ago: int
    goal: int
    procedure: str = ""
    channel: str = ""
    specialty: str = ""
    # Which of the demo's applicants it is; else one after the other, most of whom have no account.
    applicant: int | None = None


PLAN: tuple[Planned, ...] = (
    *(Planned("specialist-certificate", "TD-AKM", ago, goal, channel=way) for ago, goal, way in (
        (20, REFUSED, "chancery"), (17, ADMITTED, "egov-portal"), (14, HALF_CHECKED, "chancery"),
        (12, ADMITTED, "chancery"), (9, ASSIGNED, "egov-portal"), (6, ASSIGNED, "chancery"),
        (5, REGISTERED, "egov-portal"), (3, REGISTERED, "chancery"), (2, REGISTERED, "chancery"),
        (1, FRESH, "egov-portal"), (0, FRESH, "chancery"), (0, FRESH, "egov-portal"))),
    *(Planned("specialist-certificate-with-category", "TD-AKM", ago, goal) for ago, goal in (
        (19, ADMITTED), (11, REFUSED), (8, HALF_CHECKED), (4, ASSIGNED), (1, FRESH))),
    *(Planned("organisation-accreditation", "TD-AKM", ago, goal) for ago, goal in (
        (15, ADMITTED), (7, ASSIGNED), (1, FRESH))),
    *(Planned("independent-expert-accreditation", "TD-AKM", ago, goal) for ago, goal in (
        (10, ASSIGNED), (2, REGISTERED))),
    *(Planned("forensic-expert-attestation", "TD-AKM", ago, goal) for ago, goal in (
        (13, ADMITTED), (3, REGISTERED))),
    Planned("forensic-expert-qualification", "TD-AKM", 4, ASSIGNED),
    # These were tested a fortnight ago and go on to the commission; the last one is of an applicant with a log-in.
    *(Planned("forensic-expert-qualification", "TD-AKM", 24, ADMITTED, specialty="FM-001", applicant=who)
      for who in (40, 41, 42, 43, 44, 0)),
    # These wait for a test; the demo's sittings take most of them.
    *(Planned("forensic-expert-qualification", "TD-AKM", 12, ADMITTED, specialty="FM-001") for _ in range(9)),
    Planned("organ-tissue-blood-licence", "COM", 6, ASSIGNED, "tissue_blood"),
    Planned("organ-tissue-blood-licence", "COM", 1, FRESH, "organ"),
    Planned("medical-licence", "HD-NKO", 8, PAID, "issue", "con"),
    Planned("medical-licence", "HD-NKO", 1, FRESH, "duplicate", "con"),
    Planned("medical-licence", "HD-NKO", 5, ASSIGNED, "issue", "chancery"),
    Planned("medical-licence", "HD-AKM", 7, ASSIGNED, "issue", "egov-portal"),
    Planned("pharmaceutical-licence", "HD-AKM", 6, REGISTERED, "issue"),
    Planned("pharmaceutical-licence", "HD-AKM", 2, FRESH, "reissue", applicant=0),
    Planned("pharmaceutical-licence", "HD-AKM", 3, PAID_TOO_LATE, "issue"),
    Planned("narcotics-licence", "HD-AKM", 9, REFUSED, "issue"),
    Planned("narcotics-licence", "HD-NKO", 2, PAID, "issue", "state-corporation"),
    Planned("rural-pharmacy-attestation", "HD-AKM", 12, HALF_CHECKED),
    Planned("rural-pharmacy-attestation", "HD-AKM", 3, REGISTERED),
    *(Planned("clinic-attachment", "CL-EKO-02", ago, goal) for ago, goal in (
        (5, ADMITTED), (2, REFUSED), (0, FRESH), (0, FRESH))),
    # These go on to their licences; the last one's refusal has still to be signed.
    *(Planned("medical-licence", "HD-AKM", ago, ADMITTED, "issue", "chancery") for ago in (12, 11, 10)),
    *(Planned("narcotics-licence", "HD-AKM", ago, ADMITTED, "issue", "chancery") for ago in (14, 13)),
    Planned("medical-licence", "HD-AKM", 4, REFUSED, "issue", "chancery"),
    # These go on to the external evaluation.
    *(Planned("organisation-accreditation", "TD-AKM", 0, ADMITTED) for _ in range(3)),
    # These go into orders, and one waits for one.
    *(Planned("organ-tissue-blood-licence", "COM", 0, ADMITTED, "tissue_blood") for _ in range(5)),
    # Their refusals lie with the official, the secretary and the clinic's specialist, to be signed.
    Planned("specialist-certificate", "TD-AKM", 0, UNSIGNED, channel="chancery"),
    Planned("rural-pharmacy-attestation", "HD-AKM", 0, UNSIGNED),
    Planned("clinic-attachment", "CL-EKO-02", 0, UNSIGNED),
)  # fmt: skip
