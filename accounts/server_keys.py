"""Whether an office lets its people sign by a key that lies on this server: only by a decision in writing.

Such a key costs the signatory sole control; the demo signs so and says it. See docs/decisions/0010-signatures.md.
"""

from __future__ import annotations

from accounts.declared_settings import declare
from accounts.queries import setting_value
from regulations.kinds import SettingType
from regulations.model import DeclaredSetting
from regulations.words import Words

KEY = "server_keystore"


def server_signs(office_id: int) -> bool:
    """Whether the office has decided so; unset is no."""
    return setting_value(office_id, KEY) is True


declare(
    DeclaredSetting(
        key=KEY,
        name=KEY,
        type=SettingType.YES_NO,
        label=Words(
            "Серверде сақталған кілтпен қол қоюға бола ма",
            "Можно ли подписывать ключом, лежащим на сервере",
            "May people sign by a key that lies on the server",
        ),
        explanation=Words(
            "Ондай кілтті қол қоюшыдан басқа серверді басқаратын адам да пайдалана алады. Шешім болмаса, рұқсат жоқ.",
            "Таким ключом кроме подписанта может воспользоваться и тот, кто управляет сервером. Без решения – нельзя.",
            "Whoever runs the server could use such a key besides its signatory. Without a decision nobody may.",
        ),
        unknown_by="",
        clause="",
        procedure=None,
        channel=None,
        choices=(),
        proposed=None,
        needed_for=(),
    )
)
