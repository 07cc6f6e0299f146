"""The pages before an application: which services there are for me, what one needs, and for whom it is to be."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.actions import sign_in
from accounts.door import SignedIn, signed_in
from accounts.forms import options
from accounts.models import Account, Mandate
from accounts.views.visitor import form_page
from applications import questions
from applications.actions import drafting
from applications.draft_reading import Choice, covers, offices_for
from applications.forms_apply import BeginForm
from applications.views import blueprint
from core.access import permission
from core.languages import Text, _, _l
from core.places import keep_place
from core.refusals import NotFound, Refusal
from core.views import settings
from regulations.catalogue import InForce, catalogue
from regulations.model import Edition
from regulations.reading import total_of
from regulations.service_page import sums_of

keep_place("apply", "applications.choose_service")
ONESELF = "self"


@blueprint.get("/apply")
@permission("applications.apply")
def choose_service() -> ResponseReturnValue:
    """All services in plain words; those that are not for this applicant, or not open, with the reason."""
    wanted = request.args.get("service", "")
    if wanted in catalogue().services():
        return redirect(url_for("applications.begin", slug=wanted))
    person = signed_in()
    rows = [(edition, why_not(edition, person)) for edition in _newest()]
    return render_template(
        "applications/apply_services.html",
        open_here=[edition for edition, why in rows if not why],
        closed=[(edition, why) for edition, why in rows if why],
        person=person,
        total_of=total_of,
    )


def _newest() -> list[Edition]:
    texts = catalogue()
    return [texts.newest(service) for service in texts.services()]


def why_not(edition: Edition, person: SignedIn) -> Text:
    """Why nobody for whom this person may act can apply here now; empty where somebody can."""
    if questions.channel_of(edition) is None:
        return _l("The regulation takes applications for this service only at an office.")
    offices = offices_for(edition.service, settings())
    if all(choice.why_not for choice in offices):
        return _why_closed(offices)
    if not _for_whom(edition, person):
        if questions.takes(edition, "organisation"):
            return _l(
                "Only an organisation applies for this service: log in as the organisation, or act for it."
            )
        return _l("Only a person applies for this service, not an organisation.")
    return ""


def _why_closed(choices: list[Choice]) -> Text:
    return choices[0].why_not if choices else _l("No office of this installation gives this service.")


def _for_whom(edition: Edition, person: SignedIn) -> list[tuple[str, Account, Mandate | None]]:
    """For whom this person may apply for a service: themselves, and those whose document reaches it."""
    found: list[tuple[str, Account, Mandate | None]] = []
    if questions.takes(edition, person.account.kind):
        found.append((ONESELF, person.account, None))
    found += [
        (str(mandate.id), mandate.principal, mandate)
        for mandate in person.mandates
        if covers(mandate, edition.service) and questions.takes(edition, mandate.principal.kind)
    ]
    return found


@blueprint.route("/apply/<slug>", methods=["GET", "POST"])
@permission("applications.apply")
def begin(slug: str) -> ResponseReturnValue:
    """What the service needs and how long it takes; then the application is begun for somebody."""
    if slug not in catalogue().services():
        raise NotFound
    person = signed_in()
    edition = _edition(slug)
    why = why_not(edition, person)
    form = BeginForm()
    offered = _for_whom(edition, person)
    form.whom.choices = options((key, _named(principal)) for key, principal, _mandate in offered)
    if not form.is_submitted():
        present = str(person.mandate.id) if person.mandate else ONESELF
        form.whom.data = present if any(key == present for key, _p, _m in offered) else None
    if not why and form.validate_on_submit():
        return _begin(edition, person, next(one for one in offered if one[0] == form.whom.data))
    if why and form.is_submitted():
        raise Refusal(why)
    return form_page("applications/apply_begin.html", form, edition=edition, why=why, **_told(edition))


def _edition(slug: str) -> Edition:
    """The text by which the service is given at the first office where it is open; else the newest, to be read."""
    for choice in offices_for(slug, settings()):
        if isinstance(choice.standing, InForce):
            return choice.standing.edition
    return catalogue().newest(slug)


def _named(principal: Account) -> str:
    number = principal.bin if principal.kind == "organisation" else principal.iin
    label = _("BIN") if principal.kind == "organisation" else _("IIN")
    return f"{principal.name}, {label} {number}"


def _begin(
    edition: Edition, person: SignedIn, chosen: tuple[str, Account, Mandate | None]
) -> ResponseReturnValue:
    """Whoever applies for somebody goes on as their representative, so that the cabinet shows it afterwards."""
    _key, principal, mandate = chosen
    channel = questions.channel_of(edition)
    assert channel is not None
    if mandate != person.mandate:
        sign_in.act_for(person.log_in, mandate)
    draft = drafting.begin(principal, person.account, mandate, edition, channel)
    return redirect(url_for("applications.draft", public_id=draft.public_id))


def _told(edition: Edition) -> dict[str, Any]:
    """What the page says of the service before one begins."""
    return {
        "channel": questions.channel_of(edition),
        "totals": [
            (procedure, total_of(edition, procedure.id), sums_of(total_of(edition, procedure.id).steps))
            for procedure in edition.procedures
        ],
        "questions": [questions.TITLES[page] for page in questions.pages_of(edition, _kind(edition))],
    }


def _kind(edition: Edition) -> str:
    return "person" if questions.takes(edition, "person") else "organisation"
