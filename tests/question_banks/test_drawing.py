"""Drawn papers satisfy the blueprint, or a refusal says why; and the same seed draws the same papers."""

from __future__ import annotations

import hashlib
import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_banks.arrangement import arrange
from question_banks.blueprint import Balance, Blueprint, CaseCell, Cell, PoolQuestion, Section
from question_banks.bodies import Option, SingleChoice
from question_banks.chance import Chance
from question_banks.content import Language
from question_banks.drawing import Drawn, NotDrawn, draw, least_known
from question_banks.feasibility import Shortage, shortages
from question_banks.items import DIFFICULTIES
from tests.question_banks import makers

KK_RU: frozenset[Language] = frozenset({"kk", "ru"})
RU: frozenset[Language] = frozenset({"ru"})


def asked(name: str, topic: str = "t", **given: Any) -> PoolQuestion:
    return PoolQuestion(**{"id": name, "topic": (topic,), "languages": KK_RU, **given})


def pool_of(count: int, topic: str = "t", **given: Any) -> list[PoolQuestion]:
    return [asked(f"{topic}{at:03d}", topic, **given) for at in range(count)]


def blueprint(*cells: Cell, **given: Any) -> Blueprint:
    return Blueprint(sections=(Section(id="s", cells=cells),), languages=("kk", "ru"), **given)


def drawn(plan: Blueprint, pool: list[PoolQuestion], papers: int = 1, **given: Any) -> list[list[str]]:
    made = draw(plan, pool, papers=papers, seed=given.pop("seed", b"seed"), **given)
    assert isinstance(made, Drawn), made
    return [list(paper.questions) for paper in made.papers]


def refused(plan: Blueprint, pool: list[PoolQuestion], papers: int = 1, **given: Any) -> Shortage:
    made = draw(plan, pool, papers=papers, seed=b"seed", **given)
    assert isinstance(made, NotDrawn), made
    return made.shortages[0]


T = Cell(topic=("t",), count=5)


def test_the_same_seed_draws_the_same_papers_and_another_seed_others() -> None:
    first = drawn(blueprint(T), pool_of(40), papers=20)
    assert first == drawn(blueprint(T), list(reversed(pool_of(40))), papers=20)
    assert first != drawn(blueprint(T), pool_of(40), papers=20, seed=b"other")


def test_papers_are_the_same_to_the_byte_in_a_fresh_python_and_for_good() -> None:
    """The digest is written down: whoever changes the drawing must know that old papers can no longer be repeated."""
    program = (
        "from tests.question_banks.test_drawing import *\n"
        "plan = blueprint(T, most_shared=3, balance=Balance(ease_tolerance=60))\n"
        "pool = [asked(f't{n:03d}', ease=300 + 40 * (n % 9), enemies=frozenset({'t001'}) if n == 2 else frozenset())"
        " for n in range(60)]\n"
        "print(draw(plan, pool, papers=12, seed=b'x').digest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {FIXED}


FIXED = "411a3f862d299497155086ed4d8f2604414a0fd5fbd551e88925d04065e96d92"


def test_chance_is_the_published_hash_and_nothing_else() -> None:
    stream = Chance(b"seed")
    seed = hashlib.sha256(b"seed").digest()
    for block in range(2):
        told = hashlib.shake_256(seed + block.to_bytes(8, "big")).digest(4096)
        for at in range(0, 4096, 4):
            assert stream.word() == int.from_bytes(told[at : at + 4], "big")


def test_every_question_is_used_once_before_any_is_used_twice() -> None:
    papers = drawn(blueprint(T), pool_of(40), papers=8)
    assert len(set(itertools.chain(*papers))) == 40
    uses = Counter(itertools.chain(*drawn(blueprint(T), pool_of(40), papers=80)))
    assert set(uses.values()) == {10}


def test_the_least_used_come_first_and_a_wider_spread_lets_others_through() -> None:
    uses = {f"t{at:03d}": 1 for at in range(30)}
    strict = set(itertools.chain(*drawn(blueprint(T), pool_of(40), papers=2, uses=uses)))
    assert strict == {f"t{at:03d}" for at in range(30, 40)}
    wide = set(itertools.chain(*drawn(blueprint(T), pool_of(40), papers=2, uses=uses, spread=8.0)))
    assert wide - strict


def test_a_question_used_up_in_the_period_is_not_drawn_and_the_cap_holds_within_a_drawing() -> None:
    uses = {f"t{at:03d}": 3 for at in range(10)}
    papers = drawn(blueprint(T, most_uses=3), pool_of(20), papers=6, uses=uses)
    assert not set(itertools.chain(*papers)) & set(uses)
    assert max(Counter(itertools.chain(*papers)).values()) <= 3
    short = refused(blueprint(T, most_uses=3), pool_of(20), papers=7, uses=uses)
    assert (short.code, short.needs, short.has, short.used_up) == ("too_few_uses_left", 35, 30, 10)


def test_enemies_never_meet_from_whichever_side_the_enmity_was_written() -> None:
    pool = [
        asked("a", enemies=frozenset({"b"})),
        asked("b"),
        asked("c"),
        asked("d", enemies=frozenset({"c"})),
    ]
    for paper in drawn(blueprint(Cell(count=2)), pool, papers=40):
        assert len({"a", "b"} & set(paper)) == 1
        assert len({"c", "d"} & set(paper)) == 1


def test_enemies_across_cells_are_untangled_when_there_is_a_way() -> None:
    """The only hard question is the enemy of most easy ones: the easy cell must give way."""
    hard = asked("h", difficulty="hard", enemies=frozenset(f"t{at:03d}" for at in range(38)))
    easy = pool_of(40, difficulty="easy")
    plan = blueprint(Cell(difficulty="easy", count=2), Cell(difficulty="hard", count=1))
    for paper in drawn(plan, [*easy, hard], papers=5):
        assert set(paper) == {"h", "t038", "t039"}


def test_a_knot_that_only_a_full_search_unties_is_untied() -> None:
    """Three cells of two questions each; a1 goes only with b1, b1 only with c1."""
    names = ["a1", "a2", "b1", "b2", "c1", "c2"]
    wars = {"a1": {"b2", "c2"}, "a2": {"b1", "b2"}, "b1": {"c2"}, "b2": set(), "c1": set(), "c2": set()}
    pool = [asked(name, name[0], enemies=frozenset(wars[name])) for name in names]
    plan = blueprint(*(Cell(topic=(letter,), count=1) for letter in "abc"))
    for paper in drawn(plan, pool, papers=30):
        assert set(paper) == {"a1", "b1", "c1"}


def test_when_no_paper_exists_it_is_proved_and_said() -> None:
    pool = [asked("a1", "a", enemies=frozenset({"b1", "b2"})), asked("b1", "b"), asked("b2", "b")]
    plan = blueprint(Cell(topic=("a",), count=1), Cell(topic=("b",), count=1))
    assert refused(plan, pool).code == "no_paper_exists"


def test_cells_that_overlap_share_their_questions_fairly() -> None:
    pool = [asked("e1", difficulty="easy"), asked("e2", difficulty="easy"), asked("h1", difficulty="hard")]
    plan = blueprint(Cell(count=2), Cell(difficulty="hard", count=1))
    for paper in drawn(plan, pool, papers=10):
        assert set(paper) == {"e1", "e2", "h1"}
    short = refused(blueprint(Cell(count=2), Cell(difficulty="easy", count=2)), pool)
    assert (short.code, short.needs, short.has) == ("cells_share_questions", 2, 1)


def test_a_topic_takes_in_all_below_it() -> None:
    pool = [asked("x", topic="t"), PoolQuestion(id="y", topic=("t", "u"), languages=KK_RU)]
    assert set(drawn(blueprint(Cell(topic=("t",), count=2)), pool)[0]) == {"x", "y"}
    assert refused(blueprint(Cell(topic=("t", "u"), count=2)), pool).has == 1


def test_a_shortage_says_what_is_missing_in_which_language_and_who_are_enemies() -> None:
    pool = [
        asked("q1", "3", difficulty="hard"),
        asked("q2", "3", difficulty="hard", enemies=frozenset({"q3"})),
        asked("q3", "3", difficulty="hard"),
        asked("q4", "3", difficulty="hard", languages=RU),
        asked("q5", "3", difficulty="hard", languages=RU),
        asked("q6", "3", difficulty="easy"),
    ]
    (short,) = shortages(blueprint(Cell(topic=("3",), difficulty="hard", count=4)), pool)
    assert (short.code, short.needs, short.has, short.enemies) == ("too_few", 4, 3, 2)
    assert short.languages == {"kk": 3, "ru": 5}
    assert (short.section, short.cell, short.topic, short.difficulty) == ("s", 0, ("3",), "hard")
    (short,) = shortages(blueprint(Cell(topic=("3",), difficulty="hard", count=3)), pool)
    assert (short.code, short.has) == ("too_few_with_enemies", 2)


def case_of(name: str, size: int, **given: Any) -> list[PoolQuestion]:
    return [asked(f"{name}.{at}", case=name, case_place=size - at, **given) for at in range(size)]


def test_a_case_is_drawn_whole_and_stays_together_in_its_order() -> None:
    pool = [*pool_of(20), *case_of("k1", 3), *case_of("k2", 3), *case_of("k3", 4)]
    section = Section(id="s", cells=(T,), case_cells=(CaseCell(cases=1, questions=3),))
    plan = Blueprint(sections=(section,), languages=("kk", "ru"))
    found = set()
    for paper in drawn(plan, pool, papers=12):
        assert len(paper) == 8
        start = min(at for at, name in enumerate(paper) if name.startswith("k"))
        case = paper[start].split(".")[0]
        assert paper[start : start + 3] == [f"{case}.2", f"{case}.1", f"{case}.0"]
        found.add(case)
    assert found == {"k1", "k2"}


def test_too_few_cases_of_the_size_are_counted() -> None:
    plan = Blueprint(
        sections=(Section(id="s", case_cells=(CaseCell(cases=2, questions=3),)),), languages=("kk",)
    )
    short = refused(plan, [*case_of("k1", 3), *case_of("k2", 4), *case_of("k3", 3, languages=RU)])
    assert (short.code, short.needs, short.has) == ("too_few_cases", 2, 1)


def test_papers_share_no_more_than_the_blueprint_allows() -> None:
    papers = [set(paper) for paper in drawn(blueprint(T, most_shared=2), pool_of(25), papers=12)]
    assert max(len(one & other) for one, other in itertools.combinations(papers, 2)) <= 2


def test_a_bound_that_counting_forbids_is_refused_before_drawing() -> None:
    short = refused(blueprint(T, most_shared=1), pool_of(10), papers=20)
    assert (short.code, short.has) == ("papers_overlap", 1)
    assert short.needs >= 2


def test_every_paper_lies_within_the_tolerance_of_difficulty_and_time() -> None:
    pool = [asked(f"q{at:03d}", ease=200 + 6 * at, seconds=30 + (at * 37) % 90) for at in range(100)]
    plan = blueprint(
        Cell(count=20), balance=Balance(ease=500, ease_tolerance=5, seconds=1500, seconds_tolerance=30)
    )
    where = {question.id: question for question in pool}
    for paper in drawn(plan, pool, papers=40):
        assert abs(sum(where[name].ease for name in paper) - 20 * 500) <= 20 * 5
        assert abs(sum(where[name].seconds for name in paper) - 1500) <= 30


def test_a_balance_out_of_reach_is_said() -> None:
    plan = blueprint(T, balance=Balance(ease=900, ease_tolerance=5))
    assert refused(plan, pool_of(20, ease=500)).code == "balance_out_of_reach"


def test_what_a_person_has_seen_comes_only_when_there_is_nothing_else() -> None:
    seen = frozenset(f"t{at:03d}" for at in range(35))
    made = draw(blueprint(T), pool_of(40), papers=2, seed=b"s", histories=[seen, seen | {"t039"}])
    assert isinstance(made, Drawn)
    assert set(made.papers[0].questions) == {f"t{at:03d}" for at in range(35, 40)}
    assert [paper.known for paper in made.papers] == [0, 1]


def test_at_the_desk_a_person_gets_the_paper_they_know_least() -> None:
    made = draw(blueprint(T), pool_of(10), papers=4, seed=b"s")
    assert isinstance(made, Drawn)
    seen = frozenset(made.papers[0].questions)
    given_ = least_known(made.papers, seen)
    assert not seen & set(given_.questions)


def test_sections_keep_their_order_and_their_sizes() -> None:
    pool = [*pool_of(10, "a"), *pool_of(10, "b")]
    one = Section(id="b-first", cells=(Cell(topic=("b",), count=3),))
    two = Section(id="then-a", cells=(Cell(topic=("a",), count=2),), shuffle=False)
    made = draw(Blueprint(sections=(one, two), languages=("kk",)), pool, papers=5, seed=b"s")
    assert isinstance(made, Drawn)
    assert made.sections == (("b-first", 3), ("then-a", 2))
    for paper in made.papers:
        assert [name[0] for name in paper.questions] == ["b", "b", "b", "a", "a"]
        assert list(paper.questions[3:]) == sorted(paper.questions[3:])


@st.composite
def pools(make: Any) -> list[PoolQuestion]:
    count = make(st.integers(0, 24))
    names = [f"q{at}" for at in range(count)]
    made = []
    for at, name in enumerate(names):
        enemies = (
            make(st.frozensets(st.sampled_from(names), max_size=2)) - {name} if at % 3 == 0 else frozenset()
        )
        made.append(
            PoolQuestion(
                id=name,
                topic=make(st.sampled_from([("a",), ("a", "b"), ("c",)])),
                difficulty=make(st.sampled_from(DIFFICULTIES)),
                languages=make(st.sampled_from([KK_RU, RU])) if at % 7 == 0 else KK_RU,
                ease=make(st.integers(0, 1000)),
                case=make(st.sampled_from([None, None, None, "k1", "k2"])),
                enemies=enemies,
            )
        )
    return made


CELLS = st.builds(
    Cell,
    topic=st.sampled_from([(), ("a",), ("a", "b"), ("c",)]),
    difficulty=st.sampled_from([None, *DIFFICULTIES]),
    count=st.integers(1, 4),
)
PLANS = st.builds(
    Blueprint,
    sections=st.tuples(
        st.builds(
            Section,
            id=st.just("s"),
            cells=st.lists(CELLS, min_size=1, max_size=4).map(tuple),
            case_cells=st.lists(
                st.builds(CaseCell, cases=st.just(1), questions=st.integers(1, 3)), max_size=1
            ).map(tuple),
        )
    ),
    languages=st.sampled_from([("kk",), ("kk", "ru")]),
    balance=st.builds(Balance, ease_tolerance=st.sampled_from([None, 50, 200])),
    most_uses=st.sampled_from([None, 1, 3]),
    most_shared=st.sampled_from([None, 0, 2, 5]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PLANS, pools(), st.integers(1, 5), st.binary(max_size=4))
def test_drawn_papers_satisfy_the_blueprint_or_a_refusal_says_why(
    plan: Blueprint, pool: list[PoolQuestion], papers: int, seed: bytes
) -> None:
    made = draw(plan, pool, papers=papers, seed=seed)
    if isinstance(made, NotDrawn):
        assert made.shortages
        return
    where = {question.id: question for question in pool}
    assert len(made.papers) == papers
    for paper in made.papers:
        held = [where[name] for name in paper.questions]
        assert len(set(paper.questions)) == len(held) == plan.size
        assert all(question.languages.issuperset(plan.languages) for question in held)
        assert not any(other.id in one.enemies for one in held for other in held)
        assert fits_every_cell(plan, held)
        for case in {question.case for question in held} - {None}:
            places = [at for at, question in enumerate(held) if question.case == case]
            assert len(places) == sum(question.case == case for question in pool)
            assert places == list(range(places[0], places[0] + len(places)))
    uses = Counter(name for paper in made.papers for name in paper.questions)
    assert plan.most_uses is None or max(uses.values()) <= plan.most_uses
    for one, other in itertools.combinations(made.papers, 2):
        assert plan.most_shared is None or len({*one.questions} & {*other.questions}) <= plan.most_shared
    again = draw(plan, pool, papers=papers, seed=seed)
    assert isinstance(again, Drawn)
    assert again.digest() == made.digest()


def fits_every_cell(plan: Blueprint, held: list[PoolQuestion]) -> bool:
    """Is there a way to give every place of the matrix its own question?"""
    wishes = [cell for section in plan.sections for cell in section.cells for _ in range(cell.count)]
    singles = [question for question in held if question.case is None]
    owner: dict[str, int] = {}

    def place(at: int, tried: set[str]) -> bool:
        for question in singles:
            if question.fits(wishes[at]) and question.id not in tried:
                tried.add(question.id)
                if question.id not in owner or place(owner[question.id], tried):
                    owner[question.id] = at
                    return True
        return False

    return len(wishes) == len(singles) and all(place(at, set()) for at in range(len(wishes)))


@settings(max_examples=150, deadline=None)
@given(PLANS, pools())
def test_a_single_paper_is_refused_only_when_none_exists(plan: Blueprint, pool: list[PoolQuestion]) -> None:
    """Without balance: when every combination of questions can be tried, the refusal is a proof."""
    bare = Blueprint(sections=plan.sections, languages=plan.languages)
    made = draw(bare, pool, papers=1, seed=b"s")
    if isinstance(made, Drawn) or plan.sections[0].case_cells or len(pool) > 12:
        return
    able = [one for one in pool if one.case is None and one.languages.issuperset(plan.languages)]
    for chosen in itertools.combinations(able, bare.size):
        war = any(other.id in one.enemies for one in chosen for other in chosen)
        assert war or not fits_every_cell(bare, list(chosen)), chosen


def test_options_are_shuffled_by_the_seed_but_fixed_ones_keep_their_places() -> None:
    body = SingleChoice(options=tuple(Option(id=one, fixed=one == "d") for one in "abcd"))
    orders = {arrange(body, seed=bytes([n]), question="q")["options"] for n in range(60)}
    assert len(orders) == 6
    assert {order[3] for order in orders} == {"d"}
    assert arrange(body, seed=b"1", question="q") == arrange(body, seed=b"1", question="q")
    assert arrange(body, seed=b"1", question="q", shuffle=False)["options"] == ("a", "b", "c", "d")


@pytest.mark.parametrize("number", range(30))
def test_an_ordering_question_is_never_shown_solved(number: int) -> None:
    body = makers.ordering().body
    assert arrange(body, seed=bytes([number]), question="q")["items"] != ("i1", "i2", "i3")


def test_no_arrangement_tells_anything_of_the_key() -> None:
    for held in makers.every_kind():
        for ids in arrange(held.body, seed=b"s", question="q").values():
            assert all(isinstance(one, str) for one in ids)
