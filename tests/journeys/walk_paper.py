"""From the decision to a paper that a stranger verifies: drawn, signed, issued, kept, looked up, proved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from click.testing import Result

from accounts.roles import Role
from regulations.kinds import StepKind
from tests.journeys.papering import Drawn, assert_signed, drawn_of
from tests.journeys.walk import Walk
from tests.journeys.walk_signatures import sign_by_the_key_here


def draw(walk: Walk, **typed: str) -> None:
    """The executor draws the paper for whoever signs it."""
    here = walk.standing()
    if here.kind is StepKind.DOCUMENT_DRAFT:
        drafter = walk.holder()
        drafter.send()
    else:  # the text has no step for drawing it: the case lies with whoever signs
        drafter = walk.at_desk(walk.executes, here.office_id)
        drafter.open("/desk")
        drafter.press(f'main a[href^="{walk.address}/paper"]')
    drafter.choose("signatory")
    drafter.fill(**typed)
    drafter.press('main button[name="act"][value="draw"]')


def sign(walk: Walk) -> None:
    """Whoever the text names signs it at the own desk."""
    here = walk.standing()
    assert here.kind is StepKind.DOCUMENT_SIGNATURE
    sign_by_the_key_here(walk, walk.person(Role(here.role), here.office_id))


def issue(walk: Walk) -> None:
    """Given out by the hands of the text."""
    clerk = walk.holder()
    clerk.send()
    clerk.press('main a[href$="/issue"]')
    clerk.send()


def read_in_the_cabinet(walk: Walk) -> bytes:
    """The holder opens the result and keeps the file."""
    holder = walk.cabinet()
    holder.press(f'main a[href="/cabinet/{walk.case["id"]}/result"]')
    file = holder.download('main a[href$="/result/file"]')
    assert file.startswith(b"%PDF")
    return file


def verified(walk: Walk, file: bytes, folder: Path, *, searchable: bool = True) -> None:
    """A stranger looks the paper up by number and name, by its code, by its file; two programs agree."""
    with walk.app.app_context():
        paper: Drawn = drawn_of(walk.app, str(walk.case["id"]))
    path = folder / "paper.pdf"
    path.write_bytes(file)
    stranger = walk.stranger()
    stranger.open("/")
    stranger.press('a[href="/register/papers"]')
    stranger.fill(number=paper.number, name=paper.holder)
    stranger.send()
    holds = stranger.page.locator("main .notice-ok")
    assert holds.count() == searchable, stranger.text()
    stranger.page.set_input_files("#file", path)
    stranger.press('form[enctype="multipart/form-data"] button')
    assert holds.count() == 1, stranger.text()
    stranger.open(paper.code)
    assert holds.count() == 1, stranger.text()
    assert paper.number in stranger.text()
    key = stranger.page.request.get("/register/papers/key").text().strip()
    said = command(walk, "verify", "certificate", str(path), "--key", key)
    assert said.exit_code == 0, said.output
    assert paper.number in said.output
    early = len(file) // 4  # among the pages; further on lies the room that a signature leaves empty
    path.write_bytes(file[:early] + bytes([file[early] ^ 1]) + file[early + 1 :])
    assert command(walk, "verify", "certificate", str(path), "--key", key).exit_code == 1
    assert_signed(file, folder)


def command(walk: Walk, *words: str) -> Result:
    """`synaq WORDS`, in a thread of its own: the loop of this one belongs to the browsers."""
    with ThreadPoolExecutor(1) as terminal:
        return terminal.submit(walk.app.test_cli_runner().invoke, args=words).result()


def given(walk: Walk, folder: Path) -> None:
    """From the drawn paper to the end of the case."""
    sign(walk)
    issue(walk)
    assert walk.standing().ended
    verified(walk, read_in_the_cabinet(walk), folder)
