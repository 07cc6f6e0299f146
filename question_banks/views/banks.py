"""The pages of banks: the list, opening, changing, closing, and the tree of topics."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import SelectChoice

from accounts.door import signed_in
from accounts.forms import options
from accounts.models import Office, Specialty
from accounts.office_tree import office_choices
from accounts.queries import offices_below
from accounts.views.carrying_out import carried_out
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from core.access import permission
from core.database import db
from core.languages import _, _l
from core.refusals import NotFound
from question_banks import queries
from question_banks.actions import banks as verbs
from question_banks.forms import AgainForm, BankForm, CloseForm, TopicForm
from question_banks.models import Bank, Topic
from question_banks.overview import counts_by_topic, overview_of
from question_banks.views import blueprint
from question_banks.views.finding import bank_here


@blueprint.get("/banks")
@permission("banks.read")
def banks() -> ResponseReturnValue:
    """Every bank that the reader may see, with how far it is."""
    rows = queries.banks(signed_in().actor(), closed=True)
    return render_template("question_banks/banks.html", rows=overview_of(rows))


@blueprint.route("/banks/new", methods=["GET", "POST"])
@permission("banks.manage")
def open_bank() -> ResponseReturnValue:
    """Open a bank."""
    form = _bank_form(None)
    made: list[Bank] = []
    if carried_out(form, lambda: made.append(verbs.open_bank(int(form.office.data or 0), _facts(form)))):
        flash(_("The bank is open. Enter its topics, then let authors write."), "ok")
        return redirect(url_for("question_banks.topics", code=made[0].code))
    return form_page("question_banks/bank_form.html", form, bank=None)


@blueprint.route("/banks/<code>/change", methods=["GET", "POST"])
@permission("banks.manage")
def change_bank(code: str) -> ResponseReturnValue:
    """Change the names and specialties of a bank, and see its history."""
    bank = bank_here(code)
    form = _bank_form(bank)
    if carried_out(form, lambda: verbs.change_bank(bank, _facts(form), _seen(form.version.data))):
        flash(_("The change is entered."), "ok")
        return redirect(url_for("question_banks.bank", code=bank.code))
    return form_page(
        "question_banks/bank_form.html",
        form,
        bank=bank,
        close=CloseForm(formdata=None, version=bank.version),
        again=AgainForm(formdata=None, version=bank.version),
        entries=history_of("question_bank", bank.id),
    )


def _bank_form(bank: Bank | None) -> BankForm:
    form = BankForm(obj=bank)
    below = offices_below(signed_in().actor().office_id or 0)
    offices = db.session.scalars(select(Office).where(Office.id.in_(below), Office.closed_on.is_(None)))
    form.office.choices = options(office_choices(offices))
    known = db.session.scalars(
        select(Specialty).where(Specialty.closed_on.is_(None)).order_by(Specialty.code)
    ).all()
    form.specialties.choices = [SelectChoice(one.id, f"{one.name} ({one.code})") for one in known]
    if bank is not None:
        form.office.data = str(bank.office_id)
        if not form.is_submitted():
            form.specialties.data = verbs.specialties_of(bank.id)
    return form


def _facts(form: BankForm) -> verbs.BankFacts:
    return verbs.BankFacts(
        form.code.data,
        form.name_kk.data,
        form.name_ru.data,
        form.name_en.data,
        tuple(form.specialties.data or ()),
    )


@blueprint.post("/banks/<code>/close")
@permission("banks.manage")
def close_bank(code: str) -> ResponseReturnValue:
    """Close a bank from a day on."""
    bank, form = bank_here(code), CloseForm()
    if form.validate_on_submit():
        verbs.close_bank(bank, form.day.data, _seen(form.version.data))
        flash(_("The bank is closed."), "ok")
    return redirect(url_for("question_banks.change_bank", code=bank.code))


@blueprint.post("/banks/<code>/reopen")
@permission("banks.manage")
def reopen_bank(code: str) -> ResponseReturnValue:
    """Open a closed bank again."""
    bank = bank_here(code)
    verbs.reopen_bank(bank, _seen(AgainForm().version.data))
    flash(_("The bank is open again."), "ok")
    return redirect(url_for("question_banks.change_bank", code=bank.code))


def _seen(version: object) -> int | None:
    typed = str(version or "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


@blueprint.get("/banks/<code>/topics")
@permission("banks.read")
def topics(code: str) -> ResponseReturnValue:
    """The tree of topics, with how many questions stand in each."""
    bank = bank_here(code)
    rows = queries.topics_of(bank.id)
    return render_template(
        "question_banks/topics.html", bank=bank, topics=rows, counts=counts_by_topic(bank.id)
    )


@blueprint.route("/banks/<code>/topics/new", methods=["GET", "POST"])
@permission("banks.manage")
def enter_topic(code: str) -> ResponseReturnValue:
    """Enter a topic."""
    bank = bank_here(code)
    form = _topic_form(bank, None)
    if carried_out(form, lambda: verbs.enter_topic(bank, _topic_facts(form))):
        flash(_("The topic is entered."), "ok")
        return redirect(url_for("question_banks.topics", code=bank.code))
    return form_page("question_banks/topic_form.html", form, bank=bank, topic=None)


@blueprint.route("/banks/<code>/topics/<int:topic_id>", methods=["GET", "POST"])
@permission("banks.manage")
def change_topic(code: str, topic_id: int) -> ResponseReturnValue:
    """Change a topic's code, names or place."""
    bank = bank_here(code)
    topic = _topic_here(bank, topic_id)
    form = _topic_form(bank, topic)
    if carried_out(form, lambda: verbs.change_topic(topic, _topic_facts(form))):
        flash(_("The change is entered."), "ok")
        return redirect(url_for("question_banks.topics", code=bank.code))
    return form_page("question_banks/topic_form.html", form, bank=bank, topic=topic)


@blueprint.post("/banks/<code>/topics/<int:topic_id>/take-away")
@permission("banks.manage")
def take_topic_away(code: str, topic_id: int) -> ResponseReturnValue:
    """Take away a topic in which nothing stands."""
    bank = bank_here(code)
    verbs.take_topic_away(_topic_here(bank, topic_id))
    flash(_("The topic is taken away."), "ok")
    return redirect(url_for("question_banks.topics", code=bank.code))


def _topic_here(bank: Bank, topic_id: int) -> Topic:
    topic = db.session.scalar(select(Topic).where(Topic.id == topic_id, Topic.bank_id == bank.id))
    if topic is None:
        raise NotFound
    return topic


def _topic_form(bank: Bank, topic: Topic | None) -> TopicForm:
    form = TopicForm(obj=topic)
    others = [one for one in queries.topics_of(bank.id) if topic is None or one.id != topic.id]
    form.parent.choices = options([("", _l("at the top")), *((str(one.id), one.path) for one in others)])
    if topic is not None and not form.is_submitted():
        form.parent.data = str(topic.parent_id or "")
    return form


def _topic_facts(form: TopicForm) -> verbs.TopicFacts:
    parent = int(form.parent.data) if form.parent.data else None
    return verbs.TopicFacts(form.code.data, form.name_kk.data, form.name_ru.data, form.name_en.data, parent)
