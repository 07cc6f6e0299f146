"""Files of old offices: the Kazakh letters come out right, or nothing does."""

from __future__ import annotations

import pytest

from question_banks.readers.charsets import CharsetUnknown, decode

KAZAKH = (
    "Қазақстан Республикасының денсаулық сақтау жүйесі. Дәрі-дәрмекті қайда сақтайды? Өкпе, жүрек, үлгі, һәм."
)
RUSSIAN = "Какой орган выдаёт сертификат специалиста? Ответ: департамент «Комитета»."


@pytest.mark.parametrize("charset", ["kz1048", "ptcp154"])
def test_kazakh_in_the_old_one_byte_charsets_is_read_letter_for_letter(charset: str) -> None:
    assert decode(KAZAKH.encode(charset)).text == KAZAKH


@pytest.mark.parametrize("charset", ["kz1048", "ptcp154"])
def test_one_kazakh_word_is_enough(charset: str) -> None:
    for word in ("сұрақ", "Ғылым", "өңір", "тұңғыш", "Үй", "әке", "қағаз", "жаңа", "көңіл", "Мүгедектік"):
        assert decode(word.encode(charset)).text == word


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "koi8-r"])
def test_russian_in_the_old_one_byte_charsets_is_read_letter_for_letter(charset: str) -> None:
    text = RUSSIAN if charset == "cp1251" else RUSSIAN.replace("«", '"').replace("»", '"')
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(charset: str) -> None:
    text = "Question: " + KAZAKH
    read = decode(text.encode(charset))
    assert (read.text, read.guessed) == (text, False)


@pytest.mark.parametrize("charset", ["kz1048", "ptcp154"])
def test_a_file_that_calls_itself_windows_1251_but_holds_kazakh_is_read_by_its_words(charset: str) -> None:
    assert decode(KAZAKH.encode(charset), "windows-1251").text == KAZAKH


def test_a_charset_that_a_person_names_is_taken_or_refused_never_ignored() -> None:
    assert decode("Ўзбек".encode("cp1251"), "cp1251").text
    with pytest.raises(CharsetUnknown):
        decode(b"\xff\x98", "no-such-charset")


def test_noise_is_refused_rather_than_shown_as_letters() -> None:
    with pytest.raises(CharsetUnknown):
        decode(bytes(range(128, 256)) * 20)


def test_a_western_text_is_not_made_cyrillic() -> None:
    assert decode("Où est déjà la fenêtre? 5 µg".encode("cp1252")).text == "Où est déjà la fenêtre? 5 µg"
