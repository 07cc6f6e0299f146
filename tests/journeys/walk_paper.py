"""From the decision to a paper that a stranger verifies: drawn, signed, issued, kept, looked up, proved."""

from __future__ import annotations

import subprocess
from pathlib import Path

from accounts.roles import Role
from regulations.kinds import StepKind
from tests.browser.servers import SYNAQ
from tests.journeys.papering import Drawn, assert_signed, drawn_of
from tests.journeys.walk import Walk
from tests.journeys.walk_signatures import sign_by_the_key_here


def draw(walk: Walk) -> None:
    """The executor draws the paper for whoever signs it."""
    drafter = walk.holder()
    drafter.send()
    drafter.choose("signatory")
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


def verified(walk: Walk, file: bytes, folder: Path) -> None:
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
    assert holds.count() == 1, stranger.text()
    stranger.page.set_input_files("#file", path)
    stranger.press('form[enctype="multipart/form-data"] button')
    assert holds.count() == 1, stranger.text()
    stranger.open(paper.code)
    assert holds.count() == 1, stranger.text()
    assert paper.number in stranger.text()
    key = stranger.page.request.get("/register/papers/key").text().strip()
    said = subprocess.run(
        [*SYNAQ, "verify", "certificate", paper.code, "--key", key],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert paper.number in said.stdout
    assert_signed(file, folder)


def given(walk: Walk, folder: Path) -> None:
    """From the drawing to the end of the case."""
    draw(walk)
    sign(walk)
    issue(walk)
    assert walk.standing().ended
    verified(walk, read_in_the_cabinet(walk), folder)
