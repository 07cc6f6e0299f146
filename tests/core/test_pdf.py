"""Papers: what stands on them stands there for good, and nothing else does."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core.file_reasons import Reason
from core.file_refusals import SENTENCES
from core.font_letters import letters_of
from core.paper_dates import written
from core.paper_example import EXAMPLE_FACTS
from core.paper_facts import frozen_facts, printable
from core.pdf import FONTS, ROOT, PaperFault, add_papers, are_pages_of, papers, render_pdf
from tests.paper_reading import fonts_of, pages_of, pictures_of

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
SPECIMEN = "ҮЛГІ · ОБРАЗЕЦ · SPECIMEN"


def paper(*, specimen: bool = False, language: str = "kk", **facts: object) -> bytes:
    return render_pdf("core/example", EXAMPLE_FACTS | facts, specimen=specimen, language=language)


def long_list(length: int) -> list[dict[str, object]]:
    return [{"name": f"Құжат № {number}", "date": date(2026, 4, 1)} for number in range(length)]


def test_a_paper_says_that_it_is_made_for_archives_and_for_screen_readers() -> None:
    pdf = paper()
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Marked\s+true", pdf)


def test_the_same_facts_give_the_same_bytes_also_in_another_process() -> None:
    again = (
        "import sys; from core.pdf import render_pdf; from core.paper_example import EXAMPLE_FACTS;"
        "sys.stdout.buffer.write(render_pdf('core/example', EXAMPLE_FACTS, specimen=True, language='ru'))"
    )
    here = paper(specimen=True, language="ru")
    assert paper(specimen=True, language="ru") == here
    there = subprocess.run([sys.executable, "-c", again], capture_output=True, check=True, cwd=ROOT)
    assert there.stdout == here


def test_facts_that_a_room_froze_give_the_same_paper() -> None:
    frozen = frozen_facts(EXAMPLE_FACTS)
    assert frozen_facts(frozen) == frozen
    assert render_pdf("core/example", frozen, specimen=False) == paper()


def test_one_changed_letter_changes_the_bytes() -> None:
    assert paper(holder="Әлия") != paper(holder="Алия")


def test_the_file_is_dated_by_its_facts_and_not_by_the_clock() -> None:
    assert b"D:20200102030405" in paper(moment=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_every_kazakh_letter_arrives() -> None:
    page, *_ = pages_of(paper(holder=KAZAKH, remark="№ 7, 12 500 ₸"))
    assert KAZAKH in page
    assert "№ 7, 12 500 ₸" in page


def test_all_four_faces_can_draw_kazakh_russian_and_the_signs_of_an_office() -> None:
    letters = letters_of(sorted(FONTS.glob("NotoSans-*.ttf")))
    needed = KAZAKH + "АаЯяЁёЙй№₸«»—–…·×§°−›‹" + "AaZz09[]+@#$%&*\\"
    assert [letter for letter in needed if ord(letter) not in letters] == []
    assert ord("漢") not in letters
    assert len(letters) > 3000


def test_only_the_fonts_of_the_repository_are_in_the_file(tmp_path: Path) -> None:
    fonts = fonts_of(paper(), tmp_path)
    assert fonts
    for line in fonts:
        assert "NotoSans" in line.split()[0]
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], "embedded, as a subset, with its text"


@pytest.mark.parametrize(
    "fact",
    [
        '#import "/etc/passwd": *',
        '#read("/pyproject.toml") #panic() #{1+1}',
        "$x^2$ and $ sum_(i=0)^n $",
        "*bold* _italic_ `raw` ~ -- --- ... // no comment /* none */",
        "= Heading - list + list / term: no @reference <label>",
        "back\\slash \\u{41} \\# \\",
        '{"a": "b"} ] ) } " \' \'\'',
        "https://example.org/?a=1&b=<script>alert(1)</script>",
    ],
)
def test_a_hostile_fact_prints_as_it_was_written(fact: str) -> None:
    page, *_ = pages_of(paper(remark=fact))
    assert fact in page


def test_a_letter_without_a_shape_prints_as_its_code_and_does_not_stop_the_paper() -> None:
    page, *_ = pages_of(paper(holder="Әлия 😀 漢"))
    assert "Әлия [U+1F600] [U+6F22]" in page


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Әлия\u202eярылық", "Әлияярылық"),
        ("a\u200bb\u00adc\ufeffd\x00e\x1bf", "abcdef"),
        ("И\u0306", "Й"),
        ("е" + "\u0301" * 5, "е\u0301\u0301" + "[U+0301]" * 3),
        ("one\r\ntwo\rthree\u2028four\tfive", "one\ntwo\nthree\nfour five"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_nothing_invisible_and_nothing_piled_up_reaches_the_page(given: str, printed: str) -> None:
    letters = letters_of([FONTS / "NotoSans-Regular.ttf"])
    assert printable(given, letters) == printed


def test_a_specimen_says_so_on_every_page_in_words() -> None:
    pages = pages_of(paper(specimen=True, language="ru", lines=long_list(120)))
    assert len(pages) > 3
    for page in pages:
        assert SPECIMEN in page
        assert "не имеет юридической силы" in page
    assert not any("SPECIMEN" in page for page in pages_of(paper(lines=long_list(120))))


def test_the_mark_of_a_specimen_crosses_every_page_and_hides_no_letter() -> None:
    plain = pictures_of(paper(lines=long_list(120)))
    marked = pictures_of(paper(specimen=True, lines=long_list(120)))
    assert len(plain) == len(marked) > 3
    for real, specimen in zip(plain, marked, strict=True):
        assert real.dark() <= specimen.dark(), "what was ink stays ink"
        changed = [
            at for at, pair in enumerate(zip(real.greys, specimen.greys, strict=True)) if pair[0] != pair[1]
        ]
        rows = {at // real.width for at in changed}
        columns = {at % real.width for at in changed}
        assert max(rows) - min(rows) > real.height * 0.6
        assert max(columns) - min(columns) > real.width * 0.6


def test_pages_are_counted_in_the_languages_of_the_paper() -> None:
    for language in ("kk", "ru"):
        pages = pages_of(paper(lines=long_list(60), language=language))
        assert f"{len(pages)} беттің 2-беті · страница 2 из {len(pages)}" in pages[1]
    english = pages_of(paper(lines=long_list(60), language="en"))
    assert re.search(r"\d беттің 2-беті · page 2 of \d", english[1])


def test_kazakh_comes_first_and_the_readers_language_after_it_or_russian() -> None:
    for language in ("kk", "ru"):
        text = " ".join(pages_of(paper(language=language)))
        assert 0 <= text.index("Құжат үлгісі") < text.index("Образец документа")
    assert "Образец документа" not in " ".join(pages_of(paper(language="en")))


def test_an_official_paper_is_kazakh_and_russian_whoever_reads_it() -> None:
    assert "Образец документа" in " ".join(pages_of(paper(language="kk", official=True)))


def test_the_address_for_checking_is_printed_in_words_beside_its_code() -> None:
    address = "https://synaq.example/check/7K3M"
    with_code = paper(check_address=address)
    assert address in pages_of(with_code)[0]
    ink = pictures_of(with_code)[0]
    corner = {at for at in ink.dark() if at % ink.width < 160 and 640 < at // ink.width < 760}
    assert len(corner) > 1000, "a code stands at the bottom left"
    without = {key: fact for key, fact in EXAMPLE_FACTS.items() if key != "check_address"}
    assert "synaq.example" not in pages_of(render_pdf("core/example", without, specimen=False))[0]


def test_nothing_runs_into_the_margin_however_long_a_word_is() -> None:
    word = "Ұ" * 400
    pdf = paper(
        language="ru",
        holder=word,
        remark="а1" * 300,
        check_address="https://synaq.example/" + "w" * 150,
        number="2026-000123",
        lines=[{"name": word, "date": date(2026, 4, 1)}],
    )
    assert word in "".join(pages_of(pdf)).replace(" ", "")
    for page in pictures_of(pdf):
        edge = page.width - round(25 / 25.4 * 72) + 2
        assert {at for at in page.dark(200) if at % page.width > edge} == set()


def test_a_signature_says_who_as_what_when_and_by_which_key() -> None:
    text = " ".join(pages_of(paper(language="ru")))
    assert "Сүлейменова-Төлегенқызы Айгүл Бақытжанқызы" in text
    assert "Исполняющая обязанности руководителя" in text
    assert "Подписано: 16 апреля 2026 года, 18:31 (UTC+5)" in text
    assert "3F 91 07 C2 5E 88 A4 1D 60 2B" in text
    assert "(қолы / подпись)" in text, "a line for a hand where no key has signed"


def test_nobody_signs_a_sheet_without_words_of_the_paper() -> None:
    for length in range(2, 40, 3):
        pages = pages_of(paper(lines=long_list(length)))
        signed = [
            page for page in pages if "Оңғарбаев Һамит" in page or "Электрондық цифрлық қолтаңба" in page
        ]
        assert "дейін жарамды" in signed[0], length


def test_a_day_is_written_with_its_weekday_and_a_moment_in_its_own_zone() -> None:
    moment = EXAMPLE_FACTS["moment"]
    assert isinstance(moment, datetime)
    facts = written(moment)
    assert facts["day"] == {"kk": "2026 жылғы 16 сәуір", "ru": "16 апреля 2026 года", "en": "16 April 2026"}
    assert facts["weekday"] == {"kk": "бейсенбі", "ru": "четверг", "en": "Thursday"}
    assert (facts["clock"], facts["zone"], facts["short"]) == ("18:30", "UTC+5", "16.04.2026")
    assert "clock" not in written(date(2026, 4, 16))
    with pytest.raises(ValueError, match="time zone"):
        written(datetime(2026, 4, 16, 18, 30))  # noqa: DTZ001 - the naive moment is what is refused


@pytest.mark.parametrize(
    "value", [1.5, SENTENCES[Reason.EMPTY][0], object(), b"bytes", {1: "a number for a name"}]
)
def test_facts_that_are_not_exact_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        paper(remark=value)


def test_money_prints_with_the_digits_it_has() -> None:
    assert frozen_facts({"fee": Decimal("12500.00")}) == {"fee": "12500.00"}


def test_a_paper_without_its_moment_is_refused() -> None:
    without = {key: fact for key, fact in EXAMPLE_FACTS.items() if key != "moment"}
    with pytest.raises(ValueError, match="moment"):
        render_pdf("core/example", without, specimen=False)
    with pytest.raises(ValueError, match="time zone"):
        paper(moment="2026-04-16T18:30:00")


@pytest.mark.parametrize(
    "name", ["core/none", "../etc/passwd", "core/../pdf", "example", "nobody/example", ""]
)
def test_only_a_paper_on_the_shelf_is_printed(name: str) -> None:
    with pytest.raises(PaperFault, match="on the shelf"):
        render_pdf(name, EXAMPLE_FACTS, specimen=False)


def test_a_template_that_misses_a_fact_names_itself_and_the_place() -> None:
    without = {key: fact for key, fact in EXAMPLE_FACTS.items() if key != "holder"}
    with pytest.raises(PaperFault, match=r"core/example: .*holder.*\(example\.typ:\d+:\d+\)"):
        render_pdf("core/example", without, specimen=False)


def test_a_room_cannot_take_the_shelf_of_another(tmp_path: Path) -> None:
    add_papers("core", ROOT / "core" / "papers")
    with pytest.raises(ValueError, match="already keeps"):
        add_papers("core", ROOT / "core")
    with pytest.raises(ValueError, match="no folder"):
        add_papers("elsewhere", tmp_path)


def test_every_paper_on_the_shelf_begins_with_the_common_layout_and_fetches_nothing() -> None:
    assert "core/example" in papers()
    for file in ROOT.glob("*/papers*/*.typ"):
        source = file.read_text(encoding="utf-8")
        assert '"@' not in source, f"{file} asks for a package"
        # Directly, or by what the papers of a room have in common, which stands under the same law.
        room = r'#import "/[a-z_]+/papers_typ/[a-z-]+\.typ"'
        assert file.stem == "base" or '#import "/core/papers/base.typ"' in source or re.search(room, source)


def test_papers_asked_for_at_once_all_come_out_right() -> None:
    names = [f"Әлия {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda name: paper(holder=name), names))
    assert made == [paper(holder=name) for name in names]


def test_a_child_of_a_process_that_has_printed_says_that_it_cannot_and_does_not_wait_for_ever() -> None:
    told = (
        "import os\n"
        "from core.paper_example import EXAMPLE_FACTS\n"
        "from core.pdf import PaperFault, render_pdf\n"
        "render_pdf('core/example', EXAMPLE_FACTS, specimen=True)\n"
        "if os.fork() == 0:\n"
        "    try:\n"
        "        render_pdf('core/example', EXAMPLE_FACTS, specimen=True)\n"
        "    except PaperFault as fault:\n"
        "        print(fault, flush=True)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert "cannot print" in ran.stdout


def test_pages_are_compared_only_with_those_of_their_own_layout() -> None:
    made = paper()
    assert are_pages_of(made + b"a signature, appended", made) is True
    assert are_pages_of(made.replace(b"%%EOF", b"%%XXX"), made) is False
    (mark,) = set(re.findall(rb"layout ([0-9a-f]{16})", made))
    assert are_pages_of(made.replace(mark, b"0123456789abcdef"), made) is None
