"""In which browser a log-in runs, in two words that its owner recognises."""

from __future__ import annotations

_BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(told: str) -> str:
    """“Firefox, Windows” from what a browser says of itself; empty where it says nothing known."""
    found = [next((name for mark, name in table if mark in told), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
