"""How an applicant stands for a request: by an electronic signature, as the texts say, or typed where it may be.

The texts demand the signature on the portals; that a typed name suffices is an office's decision, never a default.
Where signatures are not connected to this installation, only the typed name is left, and the pages say so.
"""

from __future__ import annotations

from accounts.declared_settings import declare
from accounts.queries import setting_value
from gateways.signatures.door import SignatureDoor
from regulations.kinds import SettingType
from regulations.model import Choice, DeclaredSetting
from regulations.words import Words

KEY = "request_declaration"
SIGNED_OR_TYPED, SIGNED_ONLY = "signed_or_typed", "signed_only"


def takes_typed(office_id: int, service: str, door: SignatureDoor) -> bool:
    """Whether the office lets a typed name stand for the signature."""
    return not door.connected or setting_value(office_id, KEY, service) == SIGNED_OR_TYPED


declare(
    DeclaredSetting(
        key=KEY,
        name=KEY,
        type=SettingType.CHOICE,
        label=Words(
            "Өтініш беруші сұратуды қалай растайды",
            "Чем заявитель удостоверяет запрос",
            "How an applicant stands for a request",
        ),
        explanation=Words(
            "Мәтін бойынша сұратуға ЭЦҚ қойылады. Мекеме шешіммен терілген аты-жөнін де қабылдай алады.",
            "По тексту запрос подписывается ЭЦП. Учреждение может решением принимать и набранное имя.",
            "By the text a request is signed with an EDS. An office may decide to accept a typed name too.",
        ),
        unknown_by="",
        clause="",
        procedure=None,
        channel=None,
        choices=(
            Choice(
                SIGNED_OR_TYPED,
                Words("ЭЦҚ немесе терілген аты-жөні", "ЭЦП или набранное имя", "An EDS or the typed name"),
            ),
            Choice(SIGNED_ONLY, Words("Тек ЭЦҚ", "Только ЭЦП", "An EDS only")),
        ),
        proposed=None,
        needed_for=(),
    )
)
