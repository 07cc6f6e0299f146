"""The public register: by the code on a paper, by number and name, by the file itself.

What is answered to a code is the same for every stranger and is kept by caches for a minute: a paper read at the same
moment by many costs one look-up, and a suspension is seen a minute later at most. Who is signed in has a page of their
own, which nobody else may get. A look-up by number and name is somebody's question about somebody, and an uploaded
file is theirs: neither is ever kept (`no-store`, as everything that does not say otherwise).
"""

from __future__ import annotations

from datetime import timedelta

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.roles import Role
from accounts.views.visitor import caller
from core import rates
from core.access import PUBLIC, permission
from core.frame import add_to_menu
from core.languages import Text, _l, long_date, long_moment
from core.refusals import Refusal
from core.views import settings
from gateways.signatures.door import published_roots
from gateways.signatures.findings import Valid
from gateways.signatures.saying import finding_sentence
from orders import register, register_file
from orders.forms_register import FileToCheckForm, LookUpForm
from orders.paper_standing import CHANGED, STANDINGS, Standing
from orders.register_entry import Entry
from orders.register_export import KINDS as EXPORTS
from orders.register_export import newest_export
from orders.register_file import Bytes, Checked, Reading
from orders.register_key import own_public_key
from orders.status_list import newest_list
from orders.views import blueprint

add_to_menu("orders.papers", _l("Check a certificate or licence"), PUBLIC, 62, (Role.INSPECTOR,))

# One person checks a paper or ten; who tries hundreds is guessing.
MOST_LOOK_UPS, STRETCH = 40, timedelta(minutes=1)
# A file costs as much as hundreds of look-ups: its signatures are computed.
MOST_FILES = 10
KEPT_SECONDS = 60
# As papers of the whole country are dated.
_ZONE = "Asia/Almaty"

BYTES: dict[Bytes, Text] = {
    Bytes.OURS: _l("The file is the one that was issued here, unchanged to the byte."),
    Bytes.CHANGED: _l(
        "The file was made from a paper of this register, but changed after it was signed: something was added, taken "
        "away or altered."
    ),
    Bytes.UNKNOWN: _l("The file is unknown here: it was not signed by an office of this register."),
}

UNREAD: dict[Reading, Text] = {
    Reading.NO_PDF: _l("This is no PDF: there is no signature in it."),
    Reading.BROKEN: _l(
        "The file is no whole PDF and was not read. Save the paper anew, and bring that file."
    ),
    Reading.ENCRYPTED: _l(
        "The file is protected by a password and was not read. Papers of this register never are: bring the file as it "
        "was given to its holder."
    ),
    Reading.TOO_LARGE: _l("The file is larger than any paper of this register and was not read."),
}


def _pace() -> None:
    rates.limit("register", caller().network, at_most=MOST_LOOK_UPS, length=STRETCH)


@blueprint.get("/register/papers")
@permission(PUBLIC)
def papers() -> ResponseReturnValue:
    """Look a paper up by number and name."""
    asked = bool(request.args)
    form = LookUpForm(request.args if asked else None)
    entry, looked = None, False
    if asked and form.validate():
        _pace()
        entry, looked = register.by_number(form.number.data, form.name.data), True
    return _page(form, FileToCheckForm(formdata=None), entry, looked=looked)


@blueprint.post("/register/papers/file")
@permission(PUBLIC)
def check_file() -> ResponseReturnValue:
    """Say of a file who signed it, whether it is ours to the byte, and what its status is; it is not kept."""
    form = FileToCheckForm()
    checked = None
    if form.validate_on_submit():
        _pace()
        rates.limit("register file", caller().network, at_most=MOST_FILES, length=STRETCH)
        checked = register_file.check(form.file.data.read(), own_public_key(settings()))
    return _page(LookUpForm(), form, checked.entry if checked else None, checked=checked)


def _page(
    form: LookUpForm,
    file_form: FileToCheckForm,
    entry: Entry | None,
    *,
    looked: bool = False,
    checked: Checked | None = None,
) -> ResponseReturnValue:
    refused = bool(form.errors or file_form.errors)
    unread = UNREAD.get(checked.reading) if checked else None
    page = render_template(
        "orders/register.html", form=form, file_form=file_form, entry=entry, looked=looked, checked=checked,
        signatures=[
            (finding_sentence(one.finding, _ZONE), isinstance(one.finding, Valid)) for one in checked.signatures
        ] if checked and not unread else [],
        bytes_told=BYTES[checked.bytes] if checked else "", refused=refused,
        unread=unread,
        exports=[kind for kind in EXPORTS if newest_export(settings(), kind)],
        listed=newest_list(settings()) is not None, rooted=published_roots(settings()) is not None,
        **_told(entry),
    )  # fmt: skip
    return page, 422 if refused else 200


def _told(entry: Entry | None) -> dict[str, object]:
    zone = entry.zone if entry else ""
    return {
        "standings": STANDINGS,
        "changed": CHANGED,
        "holds": entry is not None and entry.standing is Standing.VALID,
        "long_date": long_date,
        "history": [(one, long_moment(one.from_at, zone)) for one in entry.history] if entry else [],
    }


@blueprint.get("/register/<register_id>")
@permission(PUBLIC)
def paper(register_id: str) -> ResponseReturnValue:
    """The paper whose code was read: its certified facts and its present status."""
    entry = register.by_code(register_id.upper())
    if entry is None:
        # Only who guesses is counted: whoever has read a code from a paper shares an address with a whole office.
        _pace()
        raise Refusal(
            _l("No paper with this code was issued by this register."),
            next_step=_l(
                "Compare the address with the code on the paper, letter by letter. If they are the same, ask the "
                "office that the paper names: the paper was not issued here."
            ),
            status=404,
        )
    answer = make_response(render_template("orders/register_paper.html", entry=entry, **_told(entry)))
    if not current_user.is_authenticated:
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer
