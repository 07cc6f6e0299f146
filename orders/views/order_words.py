"""The words of orders: what each kind says in Kazakh and Russian, its editions, and a new one by the office."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.refused_facts import RefusedFact
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from core.access import permission
from core.incoming import asked_number
from core.languages import _, _l, long_moment
from core.refusals import NotFound
from orders import order_showing, order_templates
from orders.actions import wording as editions_made
from orders.forms_orders import EditionForm
from orders.order_bodies import Body, Two, first_editions, key_of
from orders.order_templates import Wording
from orders.order_words import KINDS, LINES
from orders.views import blueprint
from regulations.catalogue import catalogue
from regulations.kinds import Basis

# Services whose cases go by no order still have papers that orders suspend or revoke.
_BY_ORDER = ("correction", "annulment", "refusal")


def keys() -> list[str]:
    """Every kind of order with its service, as offices can word it."""
    texts, found = catalogue(), list[str]()
    for key in first_editions():
        kind, _slash, service = key.partition("/")
        if service != "*":
            found.append(key)
            continue
        for slug in texts.services():
            if kind not in _BY_ORDER or texts.newest(slug).result.basis is Basis.ORDER:
                found.append(key_of(kind, slug))
    return found


@blueprint.get("/orders/templates")
@permission("orders.read")
def order_templates_list() -> ResponseReturnValue:
    """All kinds of orders with the edition that a draft begun today would take."""
    office = signed_in().actor().office_id or 0
    rows = [(one, *_named(one.key)) for one in order_templates.newest_of_all(office, keys())]
    return render_template("orders/order_templates.html", rows=rows)


def _named(key: str) -> tuple[str, str]:
    kind, _slash, service = key.partition("/")
    return str(KINDS[kind]), order_showing.service_title(service or None)


@blueprint.get("/orders/templates/<path:wording>")
@permission("orders.read")
def order_template(wording: str) -> ResponseReturnValue:
    """One kind: the words of an edition, and which editions there are."""
    editions = _editions(wording)
    wanted = asked_number("edition") or editions[0].edition
    shown = next((one for one in editions if one.edition == wanted), None)
    if shown is None:
        raise NotFound
    kind, service = _named(wording)
    return render_template(
        "orders/order_template.html",
        kind=kind,
        service=service,
        shown=shown,
        rows=_rows(shown.body),
        editions=[(one, _made(one)) for one in editions],
    )


def _editions(key: str) -> list[Wording]:
    if key not in keys():
        raise NotFound
    return order_templates.editions_of(signed_in().actor().office_id or 0, key)


def _made(one: Wording) -> str:
    if one.row is None:
        return _("comes with the programme")
    when = long_moment(one.row.made_at, "Asia/Almaty")
    return _("%(name)s, %(when)s. %(reason)s", name=one.row.author.name, when=when, reason=one.row.reason)


def _rows(body: Body) -> list[tuple[str, Two]]:
    lists = [
        (str(LINES[name]) if name in LINES else _("People named"), text) for name, text in body.lists.items()
    ]
    closing = [(_("Closing points"), text) for text in body.closing]
    return [(_("Title"), body.title), (_("Preamble"), body.preamble), *lists, *closing]


@blueprint.route("/orders/templates/<path:wording>/new", methods=["GET", "POST"])
@permission("orders.words")
def new_order_edition(wording: str) -> ResponseReturnValue:
    """The office's next edition, begun with the words of the present one."""
    before = _editions(wording)[0]
    form = EditionForm()
    if not form.is_submitted():
        _fill(form, before.body)
    made = made_by(
        form, lambda: editions_made.make_edition(wording, _read(form, before.body), form.reason.data)
    )
    if made is not None:
        flash(_("Edition %(number)s is made; drafts begun from now on take it.", number=made.edition), "ok")
        return redirect(url_for("orders.order_template", wording=wording))
    kind, service = _named(wording)
    return form_page(
        "orders/order_edition.html", form, key=wording, kind=kind, service=service, before=before
    )


def _fill(form: EditionForm, body: Body) -> None:
    for side in ("kk", "ru"):
        form[f"title_{side}"].data = getattr(body.title, side)
        form[f"preamble_{side}"].data = getattr(body.preamble, side)
        form[f"lists_{side}"].data = "\n".join(getattr(text, side) for text in body.lists.values())
        form[f"closing_{side}"].data = "\n".join(getattr(text, side) for text in body.closing)


def _read(form: EditionForm, before: Body) -> Body:
    """The words as they were typed; refused where the two languages have not as many lines."""
    headings = list(zip(_lines(form.lists_kk.data), _lines(form.lists_ru.data), strict=False))
    closing = (_lines(form.closing_kk.data), _lines(form.closing_ru.data))
    counts = {len(before.lists), len(_lines(form.lists_kk.data)), len(_lines(form.lists_ru.data))}
    if len(counts) > 1 or len(closing[0]) != len(closing[1]):
        raise RefusedFact("lists_kk", _l("Write as many headings as the order has lists, in both languages."))
    return Body(
        Two(form.title_kk.data, form.title_ru.data),
        Two(form.preamble_kk.data, form.preamble_ru.data),
        {name: Two(*texts) for name, texts in zip(before.lists, headings, strict=True)},
        tuple(Two(kk, ru) for kk, ru in zip(*closing, strict=True)),
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
