"""The form of an application on paper that a clerk enters: fields and formats only; the choices come from the view."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from accounts.formats import tidy
from accounts.forms import asked, choice_field, no_longer, options
from applications.forms_apply import FILES
from applications.forms_counter import TakingForm
from applications.questions import ACCOMMODATIONS, CATEGORIES
from core.languages import NAMES, _l


class PaperEntryForm(TakingForm):
    """What stands on the paper; a view takes away what the service does not ask."""

    specialty = SelectField(
        _l("Specialty"), [InputRequired(_l("Choose from the list."))], coerce=str, validate_choice=True
    )
    category = choice_field(_l("Qualification category"), _l("Choose a category."), [*CATEGORIES.items()])
    activity = TextAreaField(
        _l("What exactly is applied for"),
        [*asked(_l("Write what exactly is applied for, as on the paper.")), no_longer(300)],
        filters=[tidy],
    )
    test = choice_field(
        _l("Language of the test"),
        _l("Choose the language of the test."),
        [(code, own) for code, (_short, own) in NAMES.items()],
    )
    interview = choice_field(
        _l("Language of the interview"),
        _l("Choose the language of the interview."),
        [(code, own) for code, (_short, own) in NAMES.items() if code != "en"],
    )
    kinds = SelectMultipleField(
        _l("What the applicant needs at the test"),
        [Optional()],
        choices=options(ACCOMMODATIONS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    wish = TextAreaField(
        _l("The wish in the applicant's own words"), [Optional(), Length(max=1000)], filters=[tidy]
    )
    evidence = FileField(
        _l("Scan of a medical document about it"),
        [Optional()],
        description=_l("Only the official who decides on the wish sees it. PDF, JPEG or PNG."),
        render_kw={"accept": FILES},
    )
    sheets = IntegerField(
        _l("Sheets received"),
        [
            InputRequired(_l("Count the sheets that lie before you.")),
            NumberRange(1, 10000, _l("A number from 1 to 10,000.")),
        ],
    )
    consented = BooleanField(
        _l("The applicant has signed the consent in these words."),
        asked(_l("Without a signed consent no register may be asked and nothing is entered.")),
    )
    consent_scan = FileField(_l("Scan of the signed consent"), [Optional()], render_kw={"accept": FILES})
    by_hand = BooleanField(
        _l("I have compared number and name with the document: enter the data by hand, marked so.")
    )
