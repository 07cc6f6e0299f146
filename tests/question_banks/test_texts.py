"""The markup that a question may hold, its formulas, and who answers for each language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks.formulas import FormulaRefused, find_formulas, render_formulas, to_mathml
from question_banks.richtext import clean, from_plain, images, to_plain
from question_banks.versions import stale_parts, state_of, states, word_differences, write_text
from tests.question_banks import makers


@pytest.mark.parametrize(
    ("markup", "stored"),
    [
        ("<p>a</p>", "a"),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<div>a</div><div><br></div>", "a"),
        ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ('<span style="vertical-align: super">2</span>', "<sup>2</sup>"),
        ('<span style="font-weight:bold">не</span>', "<strong>не</strong>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<table><tr><td>1</table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
        ("&nbsp; 5&nbsp;мг ", "5&nbsp;мг"),
        ("<h2>a</h2>", "<strong>a</strong>"),
    ],
)
def test_markup_has_one_stored_form(markup: str, stored: str) -> None:
    assert clean(markup).markup == stored


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">a</a>',
        '<a href=" &#106;avascript:alert(1)">a</a>',
        "<iframe src=//x></iframe>",
        "<object data=x></object>",
        '<form action="/x"><input></form>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        '<meta http-equiv="refresh" content="0;url=//x">',
    ],
)
def test_what_could_do_harm_is_taken_off_and_named(markup: str) -> None:
    cleaned = clean(f"Кто? {markup}")
    assert {removed.weight for removed in cleaned.removed} & {"hostile", "content"}
    for sign in ("script", "javascript", "onerror", "iframe", "<object", "<form", "<meta", "//x"):
        assert sign not in cleaned.markup


@given(st.text(max_size=200) | st.text(alphabet="<>/= \"'apbulimgsrctdth&;!-", max_size=80))
def test_cleaning_what_is_clean_changes_and_names_nothing(text: str) -> None:
    once = clean(text).markup
    again = clean(once)
    assert again.markup == once
    assert again.removed == ()


@given(st.text(max_size=200))
def test_plain_words_survive_as_markup_letter_for_letter(text: str) -> None:
    cleaned = clean(from_plain(text))
    assert cleaned.removed == ()
    assert cleaned.markup == from_plain(text)
    assert from_plain(to_plain(from_plain(text))) == from_plain(text)


def test_images_are_found_with_their_words() -> None:
    (image,) = images('<p><img src="media:abc" alt="Жүрек &amp; өкпе"></p>')
    assert (image.source, image.alt) == ("media:abc", "Жүрек & өкпе")


def test_latex_becomes_mathml_with_its_source_for_those_who_cannot_see_it() -> None:
    made = to_mathml(r"\frac{a}{b}")
    assert "<mfrac>" in made
    assert 'alttext="\\frac{a}{b}"' in made
    assert render_formulas(r"Найдите \(a &lt; b\) и \[x^2\].").count("<math") == 2
    assert [one.latex for one in find_formulas(r"\(a &lt; b\)")] == ["a < b"]


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\text{<script>alert(1)</script>}", "forbidden"),
        (r"\href{javascript:alert(1)}{x}", "forbidden"),
        (r"\style{color:red}{x}", "forbidden"),
        (r"\foo x", "unknown_command"),
        (r"{", "unreadable"),
        (r"x^", "unreadable"),
        ("{" * 1500, "unreadable"),
        ("x" * 3000, "too_long"),
    ],
)
def test_a_formula_that_cannot_be_shown_safely_is_refused(latex: str, reason: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        to_mathml(latex)
    assert refused.value.reason == reason
    assert render_formulas(rf"\({latex}\)") == rf"\({latex}\)"


def test_a_changed_source_makes_the_translation_stale_in_the_sentence_that_changed() -> None:
    held = makers.question(
        makers.true_false().body, {"stem": {"ru": "Один"}, "explanation": {"ru": "Потому"}}
    )
    held = write_text(held, "kk", {"stem": "Бір", "explanation": "Өйткені"})
    kk = replace(held.texts["kk"], state="checked")
    held = replace(held, texts={**held.texts, "kk": kk})
    assert states(held) == {"kk": "checked", "ru": "draft", "en": "missing"}
    held = write_text(held, "ru", {"stem": "Два", "explanation": "Потому"})
    assert state_of(held, "kk") == "stale"
    assert stale_parts(held, "kk") == ("stem",)
    held = write_text(held, "kk", {"stem": "Екі", "explanation": "Өйткені"})
    assert (state_of(held, "kk"), stale_parts(held, "kk")) == ("draft", ())


def test_a_translator_may_say_that_the_words_still_stand() -> None:
    held = makers.question(makers.true_false().body, {"stem": {"ru": "Один"}})
    held = write_text(write_text(held, "kk", {"stem": "Бір"}), "ru", {"stem": "Один!"})
    held = write_text(held, "kk", {"stem": "Бір"})
    assert (state_of(held, "kk"), stale_parts(held, "kk")) == ("draft", ())


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_differences_tell_both_texts(old: str, new: str) -> None:
    runs = word_differences(old, new)
    assert "".join(run.words for run in runs if run.change != "new") == old
    assert "".join(run.words for run in runs if run.change != "gone") == new
