"""How a topic's place in the tree is written: the codes from the top, parted by a slash that no code can hold."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_CODE = 200
LONGEST_PATH = 1000


def path_of(codes: Sequence[str]) -> str:
    """The path of a topic below these; a slash inside a code is written so that it parts nothing."""
    return "/".join(code.replace("%", "%25").replace("/", "%2F") for code in codes)


def codes_of(path: str) -> tuple[str, ...]:
    """The codes that a path names, from the top."""
    return tuple(code.replace("%2F", "/").replace("%25", "%") for code in path.split("/")) if path else ()
