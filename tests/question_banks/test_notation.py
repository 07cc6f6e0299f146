r"""The plain notation: what people type becomes the stored markup, and what is stored comes back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks.notation import to_markup, to_typed
from question_banks.richtext import clean
from tests.question_banks.makers import every_kind

DIGEST = "3fa9c1d2e4b5" + "0" * 52


@pytest.mark.parametrize(
    ("typed", "markup"),
    [
        ("Қан тобы", "Қан тобы"),
        ("p < 0,05 & x<y", "p &lt; 0,05 &amp; x&lt;y"),
        ("Какой **НЕ** относится", "Какой <strong>НЕ</strong> относится"),
        ("*Staphylococcus aureus*", "<em>Staphylococcus aureus</em>"),
        ("2*3*4 и 5 * 6 * 7", "2*3*4 и 5 * 6 * 7"),
        ("H~2~O, 10^5^, Na^+^", "H<sub>2</sub>O, 10<sup>5</sup>, Na<sup>+</sup>"),
        ("__важно__ и snake_case_name", "<u>важно</u> и snake_case_name"),
        ("строка\nвторая", "строка<br>вторая"),
        ("один\n\nдва", "<p>один</p><p>два</p>"),
        ("- а\n- б", "<ul><li>а</li><li>б</li></ul>"),
        ("1. а\n2) б", "<ol><li>а</li><li>б</li></ol>"),
        (
            "| Показатель | Норма |\n|---|---|\n| Hb | 130 |",
            "<table><thead><tr><th>Показатель</th><th>Норма</th></tr></thead>"
            "<tbody><tr><td>Hb</td><td>130</td></tr></tbody></table>",
        ),
        (r"\(a^2_i < b*c*d\)", r"\(a^2_i &lt; b*c*d\)"),
        (r"\*не курсив\*", "*не курсив*"),
        ("![Рана на коже](image:3fa9c1d2e4b5)", f'<img src="media:{DIGEST}" alt="Рана на коже">'),
        ("<p>а</p><ul><li><b>б</b></li></ul>", "<p>а</p><ul><li><strong>б</strong></li></ul>"),
        ("a <strong>b</strong> < c", "a <strong>b</strong> &lt; c"),
    ],
)
def test_what_is_typed_becomes_markup_and_comes_back(typed: str, markup: str) -> None:
    assert to_markup(typed, [DIGEST]) == markup
    assert to_markup(to_typed(markup), [DIGEST]) == markup


def test_what_could_harm_does_not_pass() -> None:
    made = to_markup('<img src=x onerror=alert(1)><script>alert(1)</script> ![x](image:0"onload=1)')
    assert "<script" not in made
    assert "<img" not in made


def test_what_the_notation_cannot_say_stays_html() -> None:
    merged = '<table><tbody><tr><td colspan="2">а</td></tr></tbody></table>'
    assert to_typed(merged) == merged


def test_every_text_of_every_kind_opens_unchanged() -> None:
    for question in every_kind():
        for text in question.texts.values():
            for part, words in text.parts.items():
                if not part.startswith(("accepted:", "unit:")):
                    markup = clean(words).markup
                    assert to_markup(to_typed(markup)) == markup


PIECES = st.sampled_from(
    ["а", "Қан", " ", "*", "**", "_", "__", "~2~", "^5^", "\\", "\n", "\n\n", "- ", "1. ", "|", "<", ">", "&", "&amp;",
     "<b>", "</b>", "<p>", "</p>", "<br>", r"\(x^2\)", "!", "[", "](", "#", "<td>", "5"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_opening_an_editor_changes_nothing(text: str) -> None:
    markup = to_markup(text)
    assert clean(markup).markup == markup
    shown = to_typed(markup)
    assert shown == markup or to_markup(shown) == markup
