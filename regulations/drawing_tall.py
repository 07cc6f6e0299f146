"""The path for a telephone: the lanes drawn close as rails at the left edge, the words beside them.

The lanes stay where they are, so the eye sees the case change hands; who acts is said at every step. One piece
for each office.
"""

from __future__ import annotations

from regulations import drawing_marks as mark
from regulations import drawing_words as said
from regulations.drawing_plan import Band, DrawnExit, DrawnStep, Plan, small
from regulations.letter_widths import wrapped

WIDTH = 358.0
PITCH = 15.0  # between two rails
EDGE = 13.0  # from the edge of the picture to the first rail
GAP = 20.0  # from the last rail to the words
NAME, NOTE = 16.0, 14.0
NAME_LEADING, NOTE_LEADING = 21.0, 18.0


def draw_tall(plan: Plan, language: str) -> tuple[str, ...]:
    """The pieces of the picture, from above to below."""
    return tuple(_Column(plan, number, language).svg() for number in range(len(plan.bands)))


class _Column:
    """One band while it is drawn: marks so far, and how far down they reach."""

    def __init__(self, plan: Plan, number: int, language: str) -> None:
        self.plan, self.band, self.language = plan, plan.bands[number], language
        self.first, self.last = number == 0, number == len(plan.bands) - 1
        self.following: Band | None = None if self.last else plan.bands[number + 1]
        self.text = EDGE + PITCH * (len(self.band.lanes) - 1) + GAP
        self.room = WIDTH - self.text - 2
        self.marks: list[str] = []
        self.y = 0.0

    def rail(self, lane: int) -> float:
        return EDGE + PITCH * lane

    def svg(self) -> str:
        self._head()
        top = self.y
        self._begin()
        for at, step in enumerate(self.band.steps):
            following = self.band.steps[at + 1].lane if at + 1 < len(self.band.steps) else step.lane
            self._step(step, following)
        foot = self.y
        self._finish()
        rails = [
            mark.line(self.rail(lane), top, self.rail(lane), foot, "d-lane")
            for lane in range(len(self.band.lanes))
        ]
        return mark.svg(WIDTH, self.y, [*rails, *self.marks], "drawn")

    def _put(self, lines: tuple[str, ...] | list[str], kind: str, leading: float) -> None:
        """Words beside the rails; the place moves down past them."""
        if lines:
            self.marks.append(mark.words(self.text, self.y + leading - 5, lines, kind, leading))
            self.y += leading * len(lines)

    def _wrapped(self, text: str, size: float, *, bold: bool = False) -> tuple[str, ...]:
        return wrapped(text, self.room, size, bold=bold)

    def _head(self) -> None:
        offices = " · ".join(office for office, _span in self.band.offices)
        lines = wrapped(offices, WIDTH, NAME, bold=True)
        self.marks.append(mark.words(0, 18, lines, "d-head", NAME_LEADING))
        self.y = 6 + NAME_LEADING * len(lines) + 4
        self.marks.append(mark.line(0, self.y, WIDTH, self.y, "d-edge"))
        self.y += 1

    def _begin(self) -> None:
        x = self.rail(self.band.steps[0].lane)
        if self.first:
            self.marks.append(mark.line(x, self.y + 18, x, self.y + 43, "d-way"))
            self.marks.append(mark.dot(x, self.y + 18, "d-start"))
            self.marks.append(mark.words(self.text, self.y + 23, [self.plan.start], "d-big", 0))
            self.y += 42
        else:
            self.marks.append(mark.line(x, self.y, x, self.y + 15, "d-way"))
            self.y += 14

    def _step(self, step: DrawnStep, following: int) -> None:
        x, top = self.rail(step.lane), self.y
        self.marks.append(mark.line(x, top - 1, x, top + 16, "d-way"))
        self.marks.append(mark.disc(x, top + 16, str(step.number)))
        leave = top + 16 + mark.NUMBER
        self.y = top + 2
        self._put(self._wrapped(step.who, NOTE), "d-small", NOTE_LEADING)
        self._put(self._wrapped(step.name, NAME, bold=True), "d-big", NAME_LEADING)
        for note in step.notes:
            self._put(self._wrapped(note, NOTE), "d-small", NOTE_LEADING)
        self._term(step)
        if step.question:
            leave = self._gate(step, x, leave)
        self.y = max(self.y, leave) + 22
        if step.exits:
            self.marks.append(mark.words(x + 7, self.y - 10, [said.YES.in_(self.language)], "d-small", 0))
            self.y += 12
        turn = self.y - 12 if not step.exits else self.y - 6
        self.marks.append(mark.onward(x, leave, self.rail(following), turn, self.y))

    def _term(self, step: DrawnStep) -> None:
        told = step.shared or step.term
        if not step.stated:
            told = said.NO_TERM.in_(self.language).format(why=small(step.term))
        kind = "d-small" if step.shared or not step.stated else "d-term-small"
        self._put(self._wrapped(told, NOTE, bold=True), kind, NOTE_LEADING)
        for note in step.term_notes:
            self._put(self._wrapped(note, NOTE), "d-small", NOTE_LEADING)

    def _gate(self, step: DrawnStep, x: float, leave: float) -> float:
        """The condition, and under it the refusals; gives the place from which the way goes on."""
        self.y = max(self.y + 8, leave + 6)
        at = self.y + NOTE_LEADING / 2
        self.marks.append(mark.line(x, leave, x, at - mark.GATE, "d-way"))
        question = self._wrapped(step.question, NOTE)
        self._put(question, "d-question-big", NOTE_LEADING)
        self.y += 6
        for way_out in step.exits:
            self._exit(way_out, x, at)
        self.marks.append(mark.gate(x, at))
        return at + mark.GATE

    def _exit(self, way_out: DrawnExit, x: float, gate: float) -> None:
        top, left = self.y, self.text
        room = self.room - 22
        name = wrapped(f"{said.NO.in_(self.language)} → {way_out.name}", room, NOTE, bold=True)
        notes = [part for note in way_out.notes for part in wrapped(note, room, NOTE)]
        tall = 14 + NOTE_LEADING * (len(name) + len(notes))
        middle = top + 19
        turn = left - 10
        way = (
            f"M{mark.number(x + mark.GATE)} {mark.number(gate)}H{mark.number(turn)}"
            f"V{mark.number(middle)}H{mark.number(left - 6)}"
        )
        self.marks.append(f'<path class="d-out" d="{way}"/>' + mark.tip_right(left, middle))
        self.marks.append(mark.box(left, top, self.room, tall, "d-exit"))
        self.marks.append(mark.words(left + 11, top + 20, name, "d-exit-small", NOTE_LEADING))
        below = top + 20 + NOTE_LEADING * len(name)
        self.marks.append(mark.words(left + 11, below, notes, "d-small", NOTE_LEADING))
        self.y = top + tall + 4

    def _finish(self) -> None:
        x = self.rail(self.band.steps[-1].lane)
        self.marks.append(mark.line(x, self.y - 1, x, self.y + 8, "d-way"))
        top = self.y
        if self.following is not None:
            self.marks.append(mark.tip_down(x, self.y + 16))
            onward = said.ON_TO.in_(self.language).format(office=self.following.offices[-1][0])
            self._put(self._wrapped(onward, NAME, bold=True), "d-big", NAME_LEADING)
        else:
            self.marks.append(mark.dot(x, self.y + 14, "d-end"))
            self.y += 2
            self._put(self._wrapped(self.plan.end, NAME, bold=True), "d-big", NAME_LEADING)
            self._put(self._wrapped(self.plan.total, NOTE, bold=True), "d-term-small", NOTE_LEADING)
        self.y = max(self.y, top + 26) + 10
