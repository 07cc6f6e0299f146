"""Whether a page can be used by everybody, as far as a machine can tell."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
# What is in order need not be described element by element: a third of the time on a large page.
_ASKED: dict[str, object] = {"resultTypes": ["violations"]}
_CONTRAST = ("color-contrast", "color-contrast-enhanced")


def assert_accessible(page: Page, *, colours: bool = True) -> None:
    """Every rule of axe, not only those of WCAG: none may be broken on this page as it stands now."""
    asked = _ASKED if colours else _ASKED | {"rules": {key: {"enabled": False} for key in _CONTRAST}}
    violations = _AXE.run(page, options=asked).response["violations"]
    told = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(
            f"{' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in violation["nodes"]
        )
        for violation in violations
    ]
    assert not told, f"{page.url} breaks {len(told)} rules of accessibility:\n  " + "\n  ".join(told)
