"""The path as lawyers know it: a lane for each actor, the way from above to below, refusals at the right edge.

For wide screens and for paper. Each row is a piece of its own, so that a page of paper ends between two steps
and never through one; the heads of the lanes are apart, to be repeated on the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from regulations import drawing_marks as mark
from regulations import drawing_words as said
from regulations.drawing_plan import Band, DrawnExit, DrawnStep, Plan
from regulations.letter_widths import longest_word, width_of, wrapped

WIDTH = 1200.0
TERMS = 148.0  # the column of the terms
REFUSALS = 212.0  # the column of the refusals
MARGIN = 5.0  # between a lane's edge and its boxes
INSET = 8.0  # between a box's edge and its words
NAME, SMALLER, NOTE = 15.0, 14.0, 13.0
WIDEST_LANE = 340.0
NAME_LEADING, NOTE_LEADING = 19.0, 17.0
ABOVE, BELOW = 22.0, 18.0  # room over a box for the arrow, under it for the turn
GATE_ROOM = 44.0


@dataclass(frozen=True, slots=True)
class WideBand:
    head: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The left edges of the lanes of a band, and the right edge of the last; the size of the names in them."""

    edges: tuple[float, ...]
    size: float

    @property
    def right(self) -> float:
        """The right edge of the picture."""
        return self.edges[-1] + REFUSALS

    @property
    def kind(self) -> str:
        """The class of the pieces of this band."""
        return "drawn" if self.size == NAME else "drawn drawn-narrow"

    def centre(self, lane: int) -> float:
        return (self.edges[lane] + self.edges[lane + 1]) / 2

    def room(self, lane: int) -> float:
        """The width for words in a box of this lane."""
        return self.edges[lane + 1] - self.edges[lane] - 2 * (MARGIN + INSET)


def draw_wide(plan: Plan, language: str) -> tuple[WideBand, ...]:
    """The bands of the picture, from above to below. Beginning and end stay with the step beside them."""
    drawn = []
    for number, band in enumerate(plan.bands):
        lanes = _lanes(band)
        rows = [_row(band, at, lanes, language) for at in range(len(band.steps))]
        if number == 0:
            rows[0] = _start(plan, band, lanes) + rows[0]
        following = plan.bands[number + 1 : number + 2]
        rows[-1] += _departure(band, following[0], lanes, language) if following else _end(plan, band, lanes)
        drawn.append(WideBand(_head(band, lanes, language), tuple(rows)))
    return tuple(drawn)


def _lanes(band: Band) -> _Lanes:
    """Every lane is as wide as its longest word needs; what is left over is shared. Many lanes have smaller names."""
    room = WIDTH - TERMS - REFUSALS
    size, needs = NAME, _needs(band, NAME)
    if sum(needs) > room:
        size, needs = SMALLER, _needs(band, SMALLER)
    widths = _fitted(needs, room)
    room = min(room, max(sum(widths), WIDEST_LANE * len(widths)))
    spare = (room - sum(widths)) / len(widths)
    edges = [TERMS]
    for width in widths:
        edges.append(edges[-1] + width + spare)
    return _Lanes(tuple(float(round(edge)) for edge in edges), size)


def _needs(band: Band, size: float) -> list[float]:
    """The width below which a lane would have to divide a word."""
    needs = []
    for lane, who in enumerate(band.lanes):
        words = [longest_word(who, size, bold=True) - 2 * INSET]
        for step in band.steps:
            if step.lane == lane:
                words.append(longest_word(step.name, size, bold=True))
                words += [longest_word(note, NOTE) for note in step.notes]
        needs.append(max(words) + 2 * (MARGIN + INSET) + 2)
    return needs


def _fitted(needs: list[float], room: float) -> list[float]:
    """The needs, the greatest of them cut down together until all fit; there a word is divided."""
    cap, fixed, wide = max(needs), 0.0, sorted(needs, reverse=True)
    if sum(needs) > room:
        for held in range(1, len(wide) + 1):
            fixed = sum(wide[held:])
            cap = (room - fixed) / held
            if held == len(wide) or cap >= wide[held]:
                break
    return [min(need, cap) for need in needs]


def _rails(lanes: _Lanes, band: Band, height: float) -> list[str]:
    """The edges of the lanes; between two offices a stronger one."""
    strong = {0, len(band.lanes)}
    for _office, span in band.offices:
        strong.add(max(strong - {len(band.lanes)}) + span)
    return [
        mark.line(edge, 0, edge, height, "d-edge" if at in strong else "d-lane")
        for at, edge in enumerate(lanes.edges)
    ]


def _head(band: Band, lanes: _Lanes, language: str) -> str:
    names = [
        wrapped(who, lanes.room(lane) + 2 * INSET, lanes.size, bold=True)
        for lane, who in enumerate(band.lanes)
    ]
    foot = 42 + NAME_LEADING * max(map(len, names)) + 2
    marks = []
    lane = 0
    for office, span in band.offices:
        left, right = lanes.edges[lane], lanes.edges[lane + span]
        office_lines = wrapped(office, right - left - 2 * MARGIN, NOTE)
        marks.append(mark.words(left + MARGIN, 16, office_lines[:1], "d-note", NOTE_LEADING))
        marks.append(mark.line(left + MARGIN, 25, right - MARGIN, 25, "d-edge"))
        lane += span
    for at, lines in enumerate(names):
        first = foot - 10 - NAME_LEADING * (len(lines) - 1)
        marks.append(mark.words(lanes.edges[at] + MARGIN, first, lines, "d-head", NAME_LEADING))
    marks.append(mark.words(TERMS - 26, foot - 10, [said.TERM.in_(language)], "d-head", 0, "end"))
    if any(step.exits for step in band.steps):
        refusal = said.REFUSAL.in_(language)
        marks.append(mark.words(lanes.edges[-1] + 20, foot - 10, [refusal], "d-head", 0))
    marks.append(mark.line(0, foot, lanes.right, foot, "d-edge"))
    return mark.svg(WIDTH, foot + 1, marks, lanes.kind)


def _start(plan: Plan, band: Band, lanes: _Lanes) -> str:
    x = lanes.centre(band.steps[0].lane)
    marks = [*_rails(lanes, band, 34), mark.line(x, 20, x, 35, "d-way"), mark.dot(x, 19, "d-start")]
    marks.append(mark.words(x + 14, 24, [plan.start], "d-name", 0))
    return mark.svg(WIDTH, 34, marks, lanes.kind)


def _departure(band: Band, following: Band, lanes: _Lanes, language: str) -> str:
    x = lanes.centre(band.steps[-1].lane)
    onward = said.ON_TO.in_(language).format(office=following.offices[-1][0])
    marks = [*_rails(lanes, band, 40), mark.line(x, 0, x, 22, "d-way"), mark.tip_down(x, 28)]
    marks.append(_beside(x, 24, onward, lanes, "d-name", 14))
    return mark.svg(WIDTH, 40, marks, lanes.kind)


def _end(plan: Plan, band: Band, lanes: _Lanes) -> str:
    x = lanes.centre(band.steps[-1].lane)
    right, left = lanes.edges[-1] - x - 26, x - lanes.edges[0] - 26
    lines = wrapped(plan.end, max(right, left), NAME, bold=True)
    total = wrapped(plan.total, TERMS - 34, NAME, bold=True)
    height = 36 + NAME_LEADING * (max(len(lines), len(total)) - 1)
    marks = [*_rails(lanes, band, height), mark.line(x, 0, x, 8, "d-way"), mark.dot(x, 15, "d-end")]
    if right >= left:
        marks.append(mark.words(x + 16, 20, lines, "d-name", NAME_LEADING))
    else:
        marks.append(mark.words(x - 16, 20, lines, "d-name", NAME_LEADING, "end"))
    marks.append(mark.words(TERMS - 26, 20, total, "d-term", NAME_LEADING, "end"))
    marks.append(mark.line(0, height, lanes.right, height, "d-edge"))
    return mark.svg(WIDTH, height + 1, marks, lanes.kind)


def _row(band: Band, at: int, lanes: _Lanes, language: str) -> str:
    step = band.steps[at]
    x = lanes.centre(step.lane)
    name = wrapped(step.name, lanes.room(step.lane), lanes.size, bold=True)
    notes = [part for note in step.notes for part in wrapped(note, lanes.room(step.lane), NOTE)]
    tall = 2 * INSET + NAME_LEADING * len(name) + NOTE_LEADING * len(notes) - 1
    foot = ABOVE + tall
    gate_at = foot + GATE_ROOM / 2 + 4 if step.question else 0.0
    exits, exits_foot = _exits(step, gate_at, lanes)
    after = foot + GATE_ROOM if step.question else foot
    term = _term_lines(step)
    term_height = ABOVE + 6 + sum(leading for _text, _kind, leading in term)
    height = float(ceil(max(after + BELOW, exits_foot, term_height + 6 if step.bracket.closes else 0)))
    left, width = lanes.edges[step.lane] + MARGIN, lanes.room(step.lane) + 2 * INSET
    marks = _rails(lanes, band, height)
    marks.append(mark.line(x, -1, x, ABOVE - 6, "d-way") + mark.tip_down(x, ABOVE - 1))
    marks.append(mark.box(left, ABOVE, width, tall, "d-box"))
    marks.append(mark.disc(left + 2, ABOVE - 3, str(step.number)))
    marks.append(mark.words(left + INSET, ABOVE + INSET + 15, name, "d-name", NAME_LEADING))
    marks.append(
        mark.words(left + INSET, ABOVE + INSET + 14 + NAME_LEADING * len(name), notes, "d-note", NOTE_LEADING)
    )
    following = band.steps[at + 1].lane if at + 1 < len(band.steps) else step.lane
    leave = foot
    if step.question:
        marks.append(mark.line(x, foot, x, gate_at - mark.GATE, "d-way"))
        leave = gate_at + mark.GATE
        if step.exits:
            marks.append(_out(x, gate_at, lanes, language))
        marks.append(mark.gate(x, gate_at))
        marks.append(_beside(x, gate_at - 7, step.question, lanes, "d-question", 15))
    turn = height - 8
    marks.append(mark.onward(x, leave, lanes.centre(following), turn, height + 1))
    if step.question:
        marks.append(mark.words(x - 8, leave + 9, [said.YES.in_(language)], "d-answer", 0, "end"))
    marks.append(_bracket(step, ABOVE, foot, height))
    marks += _terms(term)
    return mark.svg(WIDTH, height, [*marks, *exits], lanes.kind)


def _beside(x: float, y: float, text: str, lanes: _Lanes, kind: str, gap: float) -> str:
    """Words to the right of a mark, or to its left where the right has no room."""
    size = NAME if kind == "d-name" else NOTE
    if x + gap + width_of(text, size, bold=True) <= lanes.edges[-1]:
        return mark.words(x + gap, y, [text], kind, 0)
    return mark.words(x - gap, y, [text], kind, 0, "end")


def _out(x: float, y: float, lanes: _Lanes, language: str) -> str:
    """The way from a gate to the refusal, behind whatever stands between."""
    edge = lanes.edges[-1] + 12
    way = f"M{mark.number(x + mark.GATE)} {mark.number(y)}H{mark.number(edge - 7)}"
    label = mark.words(x + mark.GATE + 5, y + 15, [said.NO.in_(language)], "d-answer-no", 0)
    return f'<path class="d-out" d="{way}"/>' + mark.tip_right(edge, y) + label


def _exits(step: DrawnStep, gate_at: float, lanes: _Lanes) -> tuple[list[str], float]:
    """The refusals of a row, the first beside its gate, and where they end."""
    marks: list[str] = []
    top = foot = 0.0
    for way_out in step.exits:
        tall = _exit_height(way_out)
        top = max(foot, 4.0, float(round(gate_at - tall / 2)) if not foot else 0.0)
        marks += _exit(way_out, top, lanes)
        foot = top + tall + 8
    return marks, foot


def _exit_words(way_out: DrawnExit) -> tuple[tuple[str, ...], list[str]]:
    room = REFUSALS - 13 - 2 * INSET
    notes = [part for note in way_out.notes for part in wrapped(note, room, NOTE)]
    return wrapped(way_out.name, room, NAME, bold=True), notes


def _exit_height(way_out: DrawnExit) -> float:
    name, notes = _exit_words(way_out)
    return 2 * INSET + NAME_LEADING * len(name) + NOTE_LEADING * len(notes) - 2


def _exit(way_out: DrawnExit, top: float, lanes: _Lanes) -> list[str]:
    left, width = lanes.edges[-1] + 12, REFUSALS - 13
    name, notes = _exit_words(way_out)
    below = top + INSET + 13 + NAME_LEADING * len(name)
    return [
        mark.box(left, top, width, _exit_height(way_out), "d-exit"),
        mark.words(left + INSET, top + INSET + 13, name, "d-exit-name", NAME_LEADING),
        mark.words(left + INSET, below, notes, "d-note", NOTE_LEADING),
    ]


def _term_lines(step: DrawnStep) -> list[tuple[str, str, float]]:
    """What the column of terms says at this row: the amount once for all steps that share it."""
    if not step.bracket.opens:
        return []
    room = TERMS - 34
    kind, size, leading = ("d-term", NAME, NAME_LEADING) if step.stated else ("d-note", NOTE, NOTE_LEADING)
    lines = [(part, kind, leading) for part in wrapped(step.term, room, size, bold=step.stated)]
    for note in step.term_notes:
        lines += [(part, "d-note", NOTE_LEADING) for part in wrapped(note, room, NOTE)]
    return lines


def _terms(lines: list[tuple[str, str, float]]) -> list[str]:
    marks = []
    y = ABOVE + 16
    for text, kind, leading in lines:
        marks.append(mark.words(TERMS - 26, y, [text], kind, 0, "end"))
        y += leading
    return marks


def _bracket(step: DrawnStep, top: float, foot: float, height: float) -> str:
    """The stretch that a limit covers, over as many rows as share it."""
    x, kind = TERMS - 14, "d-span" if step.stated else "d-span-open"
    begin, end = (top if step.bracket.opens else -1), (foot if step.bracket.closes else height + 1)
    place = f"{mark.number(x)} {mark.number(begin)}"
    upper = (
        f"M{mark.number(x + 6)} {mark.number(begin)}H{mark.number(x)}" if step.bracket.opens else f"M{place}"
    )
    lower = f"V{mark.number(end)}" + (f"H{mark.number(x + 6)}" if step.bracket.closes else "")
    return f'<path class="{kind}" d="{upper}{lower}"/>'
