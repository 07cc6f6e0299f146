r"""Formulas: LaTeX between \( \) or \[ \] as the author types it, MathML as the candidate's browser shows it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from latex2mathml.converter import convert
from lxml import etree

FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
LONGEST = 2_000

MATHML_TAGS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover "
    "mmultiscripts mprescripts mtable mtr mtd mpadded mphantom menclose merror semantics".split()
)
MATHML_ATTRIBUTES = frozenset(
    "display mathvariant stretchy fence separator form lspace rspace largeop movablelimits minsize maxsize accent "
    "accentunder linethickness columnalign rowalign columnspacing rowspacing columnlines rowlines displaystyle "
    "scriptlevel width height depth notation alttext mathcolor mathbackground mathsize bevelled frame".split()
)


class FormulaRefused(ValueError):
    """The LaTeX cannot be shown; `reason` is a code (`too_long`, `unreadable`, `unknown_command`, `forbidden`)."""

    def __init__(self, reason: str, latex: str) -> None:
        super().__init__(f"{reason}: {latex[:60]}")
        self.reason, self.latex = reason, latex[:60]


@dataclass(frozen=True, slots=True)
class Formula:
    latex: str
    display: bool


def find_formulas(markup: str) -> tuple[Formula, ...]:
    """The formulas of a text, in order."""
    return tuple(
        Formula(html.unescape(match[1] or match[2]).strip(), match[1] is None)
        for match in FORMULA.finditer(markup)
    )


@lru_cache(maxsize=4096)
def to_mathml(latex: str, *, display: bool = False) -> str:
    r"""One formula as MathML, or a refusal.

    The converter's output is checked element by element, never trusted: it writes \text{} through unescaped and
    lets \href and \style set any attribute.
    """
    if len(latex) > LONGEST:
        raise FormulaRefused("too_long", latex)
    if re.search(
        r"[<>&]", "".join(re.findall(r"\\(?:text|mbox|hbox|textrm|textbf|textit)\s*\{[^}]*\}", latex))
    ):
        raise FormulaRefused("forbidden", latex)
    try:
        made = convert(latex, display="block" if display else "inline")
        tree = etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (Exception, RecursionError) as error:  # the converter raises a dozen kinds, and IndexError besides
        raise FormulaRefused("unreadable", latex) from error
    for element in tree.iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname not in MATHML_TAGS:
            raise FormulaRefused("forbidden", latex)
        if not MATHML_ATTRIBUTES.issuperset(str(name) for name in element.attrib):
            raise FormulaRefused("forbidden", latex)
        if (element.text or "").startswith("\\") and len(element.text or "") > 1:
            raise FormulaRefused("unknown_command", latex)
    tree.set("alttext", latex)
    return etree.tostring(tree, encoding="unicode")


def render_formulas(markup: str) -> str:
    """A stored text with its formulas as MathML; a formula that cannot be shown stays as its author typed it."""

    def one(match: re.Match[str]) -> str:
        try:
            return to_mathml(html.unescape(match[1] or match[2]).strip(), display=match[1] is None)
        except FormulaRefused:
            return match[0]

    return FORMULA.sub(one, markup)
