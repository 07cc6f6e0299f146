"""The forms of this room: fields and formats only."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional

from accounts.formats import tidy
from accounts.forms import asked, no_longer
from applications.forms_staff import CaseForm, stripped
from core.languages import _l
from regulations.verbs import Outcome

DECIDED = (Outcome.AWARD, Outcome.REFUSE)


class DecideForm(CaseForm):
    """Award or refuse; what a refusal says, and why a decision departs from what was found."""

    # What the text does not let the head decide is refused by the verb, with the clause.
    outcome = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose what you decide.")), AnyOf([one.value for one in DECIDED])],
        validate_choice=False,
    )
    ground = RadioField(
        _l("Ground of the refusal"),
        [Optional()],
        description=_l("Only when you refuse."),
        validate_choice=False,
    )
    facts = TextAreaField(
        _l("What was found"),
        [Optional(), no_longer(4000)],
        description=_l(
            "Only when you refuse. In Kazakh and in Russian: the words go on the refusal as they are."
        ),
        filters=[stripped],
    )
    departure_ground = TextAreaField(
        _l("Why you depart from what was found"),
        [Optional(), no_longer(1000)],
        description=_l("Only where your decision is not what the results and the commission say."),
        filters=[tidy],
    )
    departure_clause = StringField(_l("Clause that allows it"), [Optional(), no_longer(300)], filters=[tidy])
    acting_order = StringField(
        _l("Order by which you act as head"),
        [*asked(_l("An acting head names the order by which they act.")), no_longer(100)],
        description=_l("Number and date; only an acting head fills this in."),
        filters=[tidy],
    )
