"""From the application in the cabinet to documents in order: applicant, chancery, head, executor."""

from __future__ import annotations

from pathlib import Path

from accounts.roles import Role
from regulations.kinds import StepKind
from tests.journeys.hands import Hands, apply
from tests.journeys.walk import Walk


def apply_from_the_cabinet(walk: Walk, folder: Path) -> Hands:
    """The applicant finds the service, answers, attaches, signs with a typed name, and has the number."""
    applicant = walk.sits(walk.applicant)
    apply(applicant, walk.slug, folder, str(walk.provider_id))
    walk.applied()
    number = str(walk.case["number"])
    assert number in applicant.page.locator(".receipt").inner_text()
    return applicant


def register(walk: Walk) -> None:
    """The chancery registers and has the receipt."""
    clerk = walk.holder()
    clerk.send()
    clerk.fill(sheets="9")
    clerk.send()


def assign(walk: Walk, executor: Role) -> None:
    """The head names the one who holds the role."""
    here = walk.standing()
    name = walk.person(executor, here.office_id)
    head = walk.holder()
    head.send()
    head.page.check(f'main input[name="executor"][value="{name.id}"]')
    head.fill(resolution="Қарап, ұсыныс енгізіңіз")
    head.send()


def put_in_order(walk: Walk) -> None:
    """The executor looks at each document, and admits."""
    checker = walk.holder()
    checker.send()
    accept = f'form[action="{walk.address}/accept"] button'
    while not checker.finds(accept):
        checker.press("[data-check-accept]")
    checker.press(accept)


def forward(walk: Walk) -> None:
    """The executor sends the case on, with a word."""
    executor = walk.holder()
    executor.send()
    executor.send()


def to_documents_in_order(walk: Walk) -> None:
    """Registered, given to an executor, checked, as the text has it."""
    executor = walk.executes
    while (kind := walk.standing().kind) is not StepKind.DOCUMENT_CHECK:
        if kind is StepKind.REGISTER:
            register(walk)
        else:
            assert kind is StepKind.ASSIGN, kind
            assign(walk, executor)
    put_in_order(walk)
