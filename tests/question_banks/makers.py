"""Questions of every kind, as an author of this office might write them, for the tests of this room."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from decimal import Decimal
from fractions import Fraction

from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Criterion,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Option,
    Oral,
    Ordering,
    Prompt,
    RubricLevel,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
    Unit,
)
from question_banks.content import Case, Language, LanguageText, Question
from question_banks.items import BankItem, CaseItem, Classification, MediaFile, NormativeSource
from question_banks.readers.images import image_file

Parts = dict[str, dict[Language, str]]


def png(colour: int = 0) -> bytes:
    """A picture of one dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes([0, colour])))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def picture(colour: int = 0) -> MediaFile:
    return image_file(f"dot{colour}.png", png(colour))


def question(body: Body, parts: Parts, source: Language = "ru") -> Question:
    languages = dict.fromkeys([source, *(one for texts in parts.values() for one in texts)])
    spoken = {one: {part: words[one] for part, words in parts.items() if one in words} for one in languages}
    texts = {one: LanguageText(parts=held) for one, held in spoken.items()}
    return Question(body=body, source_language=source, texts=texts)


def both(ru: str, kk: str) -> dict[Language, str]:
    return {"ru": ru, "kk": kk}


def single(key: str = "b") -> Question:
    return question(
        SingleChoice(options=tuple(Option(id=one, correct=one == key) for one in "abcd")),
        {
            "stem": both("Где хранят <strong>морфин</strong>?", "<strong>Морфин</strong> қайда сақталады?"),
            "option:a": both("В зале", "Залда"),
            "option:b": both("В сейфе", "Сейфте"),
            "option:c": both("В шкафу", "Шкафта"),
            "option:d": both("На полке", "Сөреде"),
            "feedback:b": both("Верно", "Дұрыс"),
            "explanation": both("Приказ", "Бұйрық"),
        },
    )


def multiple() -> Question:
    return question(
        MultipleChoice(
            options=(
                Option(id="a", correct=True),
                Option(id="b", correct=True),
                Option(id="c"),
                Option(id="d"),
            ),
            rule="per_option",
            penalty=Fraction(1, 2),
        ),
        {
            "stem": both("Какие из них антибиотики?", "Қайсысы антибиотик?"),
            "option:a": both("Ампициллин", "Ампициллин "[:-1]),
            "option:b": both("Цефтриаксон", "Цефтриаксон"),
            "option:c": both("Аспирин", "Аспирин"),
            "option:d": both("Анальгин", "Анальгин"),
        },
    )


def true_false() -> Question:
    parts: Parts = {
        "stem": both("Рецепт действует год", "Рецепт бір жыл жарамды"),
        "feedback:true": both("Нет", "Жоқ"),
    }
    return question(TrueFalse(answer=False), parts)


def matching() -> Question:
    return question(
        Matching(
            prompts=(Prompt(id="p1", match="c1"), Prompt(id="p2", match="c2"), Prompt(id="p3", match="c1")),
            choices=("c1", "c2", "c3"),
        ),
        {
            "stem": both("Соотнесите", "Сәйкестендіріңіз"),
            "prompt:p1": both("Аспирин", "Аспирин"),
            "prompt:p2": both("Морфин", "Морфин"),
            "prompt:p3": both("Ибупрофен", "Ибупрофен"),
            "choice:c1": both("Без рецепта", "Рецептісіз"),
            "choice:c2": both("По рецепту", "Рецептпен"),
            "choice:c3": both("Запрещено", "Тыйым салынған"),
        },
    )


def ordering() -> Question:
    return question(
        Ordering(items=("i1", "i2", "i3"), rule="per_neighbour"),
        {
            "stem": both("Расположите по порядку", "Реттеңіз"),
            "item:i1": both("Осмотр", "Қарау"),
            "item:i2": both("Диагноз", "Диагноз қою"),
            "item:i3": both("Лечение", "Емдеу"),
        },
    )


def numeric() -> Question:
    return question(
        Numeric(
            accepted=(
                AcceptedNumber(id="n1", value=Decimal("36.6"), tolerance=Decimal("0.2")),
                AcceptedNumber(id="n2", value=Decimal("36.6"), tolerance=Decimal(1), credit=Fraction(1, 2)),
            ),
            units=(Unit(id="u1"),),
        ),
        {"stem": both("Нормальная температура тела?", "Дененің қалыпты қызуы?"), "unit:u1": both("°C", "°C")},
    )


def short_text() -> Question:
    return question(
        ShortText(accepted=(Accepted(id="a1"), Accepted(id="a2", credit=Fraction(1, 2)))),
        {
            "stem": both("Как называется орган?", "Ағза қалай аталады?"),
            "accepted:a1": both("сердце", "жүрек"),
            "accepted:a2": both("мышца", "бұлшық ет"),
        },
    )


def gaps() -> Question:
    return question(
        Gaps(
            gaps=(
                ChoiceGap(id="g1", options=(Option(id="g1a", correct=True), Option(id="g1b"))),
                TypedGap(id="g2", accepted=(Accepted(id="g2a"),)),
                NumberGap(id="g3", accepted=(AcceptedNumber(id="g3a", value=Decimal(4)),)),
            )
        ),
        {
            "stem": both("Кровь [[g1]], орган — [[g2]], в нём [[g3]] камеры.",
                         "Қан [[g1]], ағза — [[g2]], онда [[g3]] қуыс бар."),
            "option:g1a": both("красная", "қызыл"),
            "option:g1b": both("синяя", "көк"),
            "accepted:g2a": both("сердце", "жүрек"),
        },
    )  # fmt: skip


def oral() -> Question:
    levels = (RubricLevel(id="l0", marks=Decimal(0)), RubricLevel(id="l1", marks=Decimal("2.5")))
    return question(
        Oral(points=("t1", "t2"), rubric=(Criterion(id="k1", levels=levels),)),
        {
            "stem": both("Расскажите о сроках хранения", "Сақтау мерзімдері туралы айтыңыз"),
            "point:t1": both("Сроки", "Мерзімдер"),
            "point:t2": both("Условия", "Жағдайлар"),
            "criterion:k1": both("Полнота", "Толықтығы"),
            "level:l0": both("Нет ответа", "Жауап жоқ"),
            "level:l1": both("Полный", "Толық"),
        },
    )


def every_kind() -> list[Question]:
    return [
        single(), multiple(), true_false(), matching(), ordering(), numeric(), short_text(), gaps(), oral(),
    ]  # fmt: skip


def item(held: Question, key: str = "q1", **given: object) -> BankItem:
    known = Classification(
        topic=("Фармация", "Сақтау"),
        difficulty="hard",
        level="application",
        sources=(NormativeSource(act="Кодекс о здоровье", clause="ст. 10", date=dt.date(2020, 7, 7)),),
        enemies=("q7",),
        expected_seconds=45,
        labels=("осень",),
    )
    return BankItem(key=key, name=f"Вопрос {key}", question=held, classification=known)


def case() -> CaseItem:
    texts: dict[Language, LanguageText] = {
        "ru": LanguageText(parts={"vignette": "<p>Пациент 40 лет.</p><p>Боль.</p>"}),
        "kk": LanguageText(parts={"vignette": "<p>Науқас 40 жаста.</p><p>Ауырсыну.</p>"}),
    }
    return CaseItem(key="case1", vignette=Case(source_language="ru", texts=texts), name="Боль")
