"""One row of a sheet as one question, whatever its kind; every refusal names the cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import cast, get_args

from question_banks.bodies import (
    AcceptedNumber,
    Body,
    Matching,
    MultipleChoice,
    MultipleRule,
    Numeric,
    Option,
    Oral,
    Ordering,
    OrderRule,
    PairRule,
    Prompt,
    ShortText,
    SingleChoice,
    TrueFalse,
    Unit,
)
from question_banks.content import LANGUAGES, Case, Language
from question_banks.folding import fold
from question_banks.items import (
    BankItem,
    CaseItem,
    Item,
)
from question_banks.readers.credits import option_ids
from question_banks.readers.gift import accepted_answer
from question_banks.readers.intake import Intake, languages
from question_banks.readers.multilang import Words
from question_banks.readers.outcomes import ItemRefused, Note, Reading
from question_banks.readers.sheet_cells import Cell, CellRefused, Row
from question_banks.readers.sheet_classification import classification
from question_banks.readers.sheet_gaps import read_gaps
from question_banks.readers.sheet_keys import Key, fraction, number, read_keys, truth
from question_banks.readers.sheet_marks import Marked
from question_banks.sheet_form import Role, SheetMapping

_ARROW = re.compile(r"\s*(?:->|→|=>|—>)\s*")


class RowReader:
    """Reads the rows of one sheet by its mapping."""

    def __init__(self, mapping: SheetMapping, reading: Reading) -> None:
        self.mapping, self.reading = mapping, reading
        self.cases: set[str] = set()
        self.where: dict[tuple[Role, Language | None, int], int] = {
            (column.role, column.language, column.slot): at for at, column in sorted(mapping.columns.items())
        }

    def item(self, row: Row) -> tuple[Item, tuple[Note, ...]]:
        """The row as an item and what was lost, or a refusal."""
        return _Row(self, row).item()


class _Row:
    def __init__(self, reader: RowReader, row: Row) -> None:
        self.reader, self.row = reader, row
        self.intake = Intake(reader.reading)
        self.form = "html" if fold(self.text("format")) == "html" else "plain_text"

    def column(self, role: Role, slot: int = 0) -> int:
        """The first column of this role, for a refusal to point at."""
        return next((at for (r, _, s), at in self.reader.where.items() if r == role and s == slot), 0)

    def text(self, role: Role, language: Language | None = None, slot: int = 0) -> str:
        at = self.reader.where.get((role, language, slot))
        return "" if at is None else self.cell(at, role).text

    def cell(self, at: int, role: Role) -> Cell:
        cell = self.row.cell(at)
        if cell.was in ("error", "number format") or (
            cell.was == "date" and role not in ("act_date", "ignore", "id")
        ):
            raise CellRefused(
                at, "value_unreadable", text=cell.text[:40], what=f"words (a spreadsheet's {cell.was})"
            )
        return cell

    def words(self, role: Role, slot: int = 0) -> dict[Language, str]:
        """The words of a role by language; a column without a language speaks for the sheet's own."""
        own = self.reader.reading.language
        found = {one: self.text(role, one, slot) for one in LANGUAGES}
        found[own] = found[own] or self.text(role, None, slot)
        order = (own, *(one for one in LANGUAGES if one != own))
        return {one: found[one] for one in order if found[one]}

    def set(self, part: str, words: dict[Language, str], column: int) -> None:
        """Take the words in as a part, language by language."""
        made: dict[Language, str] = {}
        try:
            for language, text in words.items():
                self.intake.set(part, text, "html" if isinstance(text, Marked) else self.form)
                if (held := self.intake.parts.pop(part, None)) is not None:
                    made[language] = held.common
        except CellRefused:
            raise
        except ItemRefused as error:
            raise CellRefused(column, error.note.code, **dict(error.note.facts)) from error
        if made:
            self.intake.parts[part] = Words(by_language=made)

    def item(self) -> tuple[Item, tuple[Note, ...]]:
        key, name = self.text("id"), self.text("name")
        stem = self.words("question")
        if not stem:
            raise CellRefused(self.column("question"), "stem_missing")
        self.set("stem", stem, self.column("question"))
        kind = self.kind()
        if kind == "case":
            self.reader.cases.add(key)
            parts = {"vignette": self.intake.parts["stem"]}
            texts = languages(parts, self.reader.reading.language)
            case = Case(source_language=next(iter(texts)), texts=texts)
            return CaseItem(key=key, vignette=case, name=name), self.intake.all_losses()
        body = self.body(kind)
        self.set("explanation", self.words("explanation"), self.column("explanation"))
        question = self.intake.question(body)
        points = fraction(self.text("points") or "1")
        if points is None or points <= 0:
            raise CellRefused(self.column("points"), "number_unreadable", text=self.text("points"))
        made = BankItem(
            key=key,
            name=name,
            question=type(question)(
                body=body, source_language=question.source_language, texts=question.texts, points=points
            ),
            classification=classification(self.text, self.column, self.reader.cases),
        )
        return made, self.intake.all_losses()

    def kind(self) -> str:
        given = fold(self.text("kind")).replace(" ", "_").replace("/", "_")
        if given:
            return given
        if any(self.words("option", slot) for slot in range(10)) or self.text("options"):
            return "choice"
        return "true_false" if truth(self.text("key")) is not None else "choice"

    def body(self, kind: str) -> Body:
        if kind in {"single", "multiple", "choice"}:
            return self.choice(kind)
        read: dict[str, Callable[[], Body]] = {
            "true_false": self.true_false,
            "matching": self.matching,
            "numeric": self.numeric,
            "short_text": self.short_text,
            "gaps": self.gaps,
            "ordering": self.ordering,
            "oral": self.oral,
        }
        if kind not in read:
            raise CellRefused(self.column("kind"), "kind_unknown", kind=self.text("kind")[:40])
        return read[kind]()

    def true_false(self) -> Body:
        answer = truth(self.text("key"))
        if answer is None:
            raise CellRefused(self.column("key"), "key_missing")
        return TrueFalse(answer=answer)

    def oral(self) -> Body:
        return Oral(points=tuple(f"t{n + 1}" for n, _ in enumerate(self.slots("point:t"))))

    def gaps(self) -> Body:
        slots = {slot: self.words("option", slot) for slot in range(10)}
        rule = cast(PairRule, self.rule(get_args(PairRule), "per_pair"))
        return read_gaps({at: words for at, words in slots.items() if words}, rule, self.set_gap)

    def ordering(self) -> Body:
        ids = tuple(f"i{n + 1}" for n, _ in enumerate(self.slots("item:i")))
        if len(ids) < 2:
            raise CellRefused(self.column("option"), "options_missing")
        return Ordering(items=ids, rule=cast(OrderRule, self.rule(get_args(OrderRule), "all_or_nothing")))

    def set_gap(self, part: str, words: dict[Language, str], slot: int) -> None:
        self.set(part, words, self.column("option", slot))

    def rule(self, known: tuple[str, ...], default: str) -> str:
        given = fold(self.text("rule")).replace(" ", "_").replace("-", "_")
        if given and given not in known:
            raise CellRefused(self.column("rule"), "value_unreadable", text=given[:40], what="scoring rule")
        return given or default

    def slots(self, prefix: str) -> list[int]:
        """Fill the parts `prefix1`, `prefix2`… from the option columns."""
        held = [slot for slot in range(10) if self.words("option", slot)]
        for n, slot in enumerate(held, 1):
            self.set(f"{prefix}{n}", self.words("option", slot), self.column("option", slot))
        return held

    def choice(self, kind: str) -> Body:
        options = self.options()
        if len(options) < 2:
            raise CellRefused(self.column("option"), "options_missing")
        mapping = self.reader.mapping
        keys = read_keys(
            self.text("key"), options, mapping.key_form, mapping.key_alphabet, self.column("key")
        )
        ids = option_ids(len(options))
        for one, (slot, words) in zip(ids, options, strict=True):
            shown = {language: keys.unmark(text) for language, text in words.items()}
            self.set(f"option:{one}", shown, self.column("option", slot))
        return self.choice_of(kind, ids, keys)

    def options(self) -> list[tuple[int, dict[Language, str]]]:
        held = [(slot, words) for slot in range(10) if (words := self.words("option", slot))]
        if held or not (lumped := self.words("options")):
            return held
        lines = {
            language: [re.sub(r"^\s*[\w]\s*[.)]\s*", "", line) for line in text.split("\n") if line.strip()]
            for language, text in lumped.items()
        }
        most = max(len(one) for one in lines.values())
        return [(at, {one: text[at] for one, text in lines.items() if at < len(text)}) for at in range(most)]

    def choice_of(self, kind: str, ids: tuple[str, ...], keys: Key) -> Body:
        if kind == "choice":
            kind = "multiple" if len(keys.right) > 1 else "single"
        if kind == "single":
            if len(keys.right) > 1:
                raise CellRefused(self.column("key"), "several_keys", key=self.text("key")[:40])
            return SingleChoice(
                options=tuple(
                    Option(id=one, correct=at in keys.right, credit=keys.partial.get(at))
                    for at, one in enumerate(ids)
                )
            )
        rule = cast(
            MultipleRule, self.rule(get_args(MultipleRule), "fraction" if keys.partial else "all_or_nothing")
        )
        penalty = fraction(self.text("penalty") or "0")
        if penalty is None:
            raise CellRefused(self.column("penalty"), "number_unreadable", text=self.text("penalty")[:40])
        share = Fraction(1, len(keys.right) or 1)
        made = []
        for at, one in enumerate(ids):
            credit = keys.partial.get(at, share if at in keys.right else None) if rule == "fraction" else None
            made.append(Option(id=one, correct=at in keys.right or (credit or 0) > 0, credit=credit))
        return MultipleChoice(options=tuple(made), rule=rule, penalty=penalty)

    def matching(self) -> Body:
        prompts: list[Prompt] = []
        choices: dict[tuple[tuple[Language, str], ...], str] = {}
        for slot in range(10):
            column = self.column("option", slot)
            words = self.words("option", slot)
            if not words:
                continue
            sides = {language: _ARROW.split(text, maxsplit=1) for language, text in words.items()}
            if any(len(pair) != 2 or not pair[1].strip() for pair in sides.values()):
                raise CellRefused(column, "pair_incomplete", text=next(iter(words.values()))[:60])
            rights = {language: type(words[language])(pair[1].strip()) for language, pair in sides.items()}
            choice = choices.setdefault(tuple(rights.items()), f"c{len(choices) + 1}")
            self.set(f"choice:{choice}", rights, column)
            lefts = {one: type(words[one])(pair[0].strip()) for one, pair in sides.items() if pair[0].strip()}
            if lefts:
                prompt = f"p{len(prompts) + 1}"
                self.set(f"prompt:{prompt}", lefts, column)
                prompts.append(Prompt(id=prompt, match=choice))
        if not prompts:
            raise CellRefused(self.column("option"), "options_missing")
        rule = cast(PairRule, self.rule(get_args(PairRule), "per_pair"))
        return Matching(prompts=tuple(prompts), choices=tuple(choices.values()), rule=rule)

    def numeric(self) -> Body:
        accepted = []
        for at, piece in enumerate(re.split(r"[|\n]", self.text("key"))):
            words, _, credit_words = piece.partition("=")
            credit = fraction(credit_words or "1")
            read = number(words)
            if read is None or credit is None:
                code = "number_unreadable" if piece.strip() else "key_missing"
                raise CellRefused(self.column("key"), code, text=piece[:40])
            value, tolerance = read
            accepted.append(AcceptedNumber(id=f"n{at + 1}", value=value, tolerance=tolerance, credit=credit))
        units: tuple[Unit, ...] = ()
        if names := self.words("unit"):
            self.set("unit:u1", names, self.column("unit"))
            units = (Unit(id="u1", factor=Decimal(1)),)
        return Numeric(accepted=tuple(accepted), units=units)

    def short_text(self) -> Body:
        given = self.words("accepted")
        earned = (
            [fraction(one) for one in re.split(r"[|\n]", self.text("key"))]
            if given and self.text("key")
            else []
        )
        if not given and self.text("key"):
            given = {self.reader.reading.language: self.text("key")}
        lines = {language: re.split(r"[|\n]", text) for language, text in given.items()}
        accepted = []
        for at in range(max((len(one) for one in lines.values()), default=0)):
            credit = earned[at] if at < len(earned) else Fraction(1)
            words = {
                one: text[at].strip() for one, text in lines.items() if at < len(text) and text[at].strip()
            }
            if credit is None:
                raise CellRefused(self.column("key"), "number_unreadable", text=self.text("key")[:40])
            if not words:
                continue
            made = [accepted_answer(f"a{at + 1}", text, credit, self.intake) for text in words.values()]
            self.intake.parts.pop(f"accepted:a{at + 1}", None)
            plain = {one: text.replace("\\*", "*") for one, text in words.items()}
            self.set(f"accepted:a{at + 1}", plain, self.column("accepted"))
            if made[0] is not None:
                accepted.append(made[0])
        if not accepted:
            raise CellRefused(self.column("accepted"), "key_missing")
        return ShortText(accepted=tuple(accepted), case_matters=fold(self.text("rule")) == "case matters")
