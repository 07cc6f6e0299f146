"""The forms of administration: fields and formats only. What may be, the verbs say."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from accounts.api_scopes import SCOPES
from accounts.desk_forms import ManyBoxes, TypedDay
from accounts.formats import closed_up, tidy
from accounts.forms import asked, choice_field, no_longer, options
from accounts.hours import WEEKDAYS, read_day
from accounts.office_kinds import OFFICE_KINDS
from accounts.roles import GRANTED, ROLE_NAMES
from accounts.specialty_branches import BRANCHES
from core.clock import now
from core.languages import NAMES, Text, _l, current_language

ZONES = (
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Aqtobe",
    "Asia/Atyrau",
    "Asia/Oral",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
)
DAY_NAMES: dict[str, Text] = {
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
}


def typed(text: str | None) -> str:
    """One spelling, and no sign that a database cannot keep."""
    return tidy((text or "").replace("\0", ""))


def line_field(label: Text, missing: Text | None = None, most: int = 200, **more: Any) -> Field:
    """A line of text; with a sentence for its absence it must be given."""
    first = asked(missing) if missing is not None else [Optional()]
    return StringField(label, [*first, no_longer(most)], filters=[typed], **more)


def day_field(label: Text, missing: Text | None = None, **more: Any) -> Field:
    """A day typed as the country writes it."""
    return TypedDay(label, asked(missing) if missing is not None else [Optional()], **more)


def one_of(label: Text, missing: Text | None = None) -> Field:
    """One thing of a list that the form fills in when it is opened."""
    first = asked(missing) if missing is not None else [Optional()]
    return SelectField(label, first, invalid_choice_message=missing or _l("Choose one of the list."))


class ChangeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form that remembers which state of the thing it was opened on."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that the page showed; nonsense counts as an old one."""
        text = self.version.data or ""
        return (int(text) if text.isdecimal() and len(text) < 10 else -1) if text else None


def hours_check(_form: object, field: Field) -> None:
    """Hours of a weekday as the statutory clock reads them."""
    try:
        read_day(field.data or "")
    except ValueError:
        raise ValidationError(
            _l("Type the hours as 09:00-18:30, or with lunch as 09:00-18:30, 13:00-14:30.")
        ) from None


def _hours(name: str) -> Field:
    first = (
        asked(_l("Monday to Friday are working days by law: type the hours.")) if name in WEEKDAYS[:5] else []
    )
    return StringField(
        DAY_NAMES[name],
        [*(first or [Optional()]), no_longer(40), hours_check],
        filters=[typed],
        render_kw={"autocomplete": "off"},
    )


class OfficeForm(ChangeForm):
    """An office."""

    code = line_field(
        _l("Code"),
        _l("Give the office a code."),
        40,
        description=_l("For example TD-AKM; it stands in imports"),
    )
    kind = one_of(_l("Kind of office"), _l("Choose what kind of office it is."))
    parent_id = one_of(_l("Stands under"))
    name_kk = line_field(_l("Full name in Kazakh"), _l("Write the full name in Kazakh."), 300)
    name_ru = line_field(_l("Full name in Russian"), _l("Write the full name in Russian."), 300)
    name_en = line_field(_l("Full name in English"), _l("Write the full name in English."), 300)
    short_kk = line_field(_l("Short name in Kazakh"), _l("Write the short name in Kazakh."), 120)
    short_ru = line_field(_l("Short name in Russian"), _l("Write the short name in Russian."), 120)
    short_en = line_field(_l("Short name in English"), _l("Write the short name in English."), 120)
    address = line_field(_l("Address"), None, 300)
    zone = one_of(_l("Time zone"), _l("Choose the time zone."))
    mon, tue, wed, thu, fri, sat, sun = (_hours(name) for name in WEEKDAYS)

    def __init__(self, parents: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = options(OFFICE_KINDS.items())
        self.parent_id.choices = options([("", _l("Under none")), *parents])
        self.zone.choices = options((zone, zone_words(zone)) for zone in ZONES)

    def hours(self) -> dict[str, str]:
        """The week as it is kept."""
        return {name: closed_up(self[name].data) for name in WEEKDAYS}

    def weekdays(self) -> list[Field]:
        """The seven fields of the week."""
        return [self[name] for name in WEEKDAYS]


def zone_words(zone: str) -> str:
    """A time zone by its city, with its distance from UTC now."""
    offset = now().astimezone(ZoneInfo(zone)).strftime("%z")
    city = get_timezone_location(zone, locale=current_language(), return_city=True)
    return f"{city} (UTC{offset[:3]}:{offset[3:]})"


class CloseForm(ChangeForm):
    """From which day something is closed."""

    day = day_field(_l("Closed from"), _l("Type the first day on which it is closed."))


class AgainForm(ChangeForm):
    """Nothing but the state that the page showed."""


class StaffForm(ChangeForm):
    """A member of staff."""

    surname = line_field(_l("Surname"), _l("Write the surname."), 100)
    given_name = line_field(_l("Given name"), _l("Write the given name."), 100)
    patronymic = line_field(_l("Patronymic"), None, 100)
    login = line_field(
        _l("Log-in name"),
        _l("Give the person a log-in name."),
        60,
        description=_l("Small Latin letters, digits, dots and hyphens, for example a.seitkali"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    iin = StringField(
        _l("IIN"),
        [Optional(), no_longer(20)],
        filters=[typed, closed_up],
        description=_l("12 digits; needed by those who will sign electronically"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    email = line_field(
        _l("E-mail"), None, 200, description=_l("The link for the first password is sent there.")
    )
    phone = line_field(_l("Telephone"), None, 40)
    language = choice_field(
        _l("Language of letters"),
        _l("Choose Kazakh, Russian or English."),
        [(code, own) for code, (_short, own) in NAMES.items()],
    )


class ReasonForm(ChangeForm):
    """Why something is taken back."""

    reason = TextAreaField(
        _l("Reason"),
        [*asked(_l("Say why; it is kept in the journal.")), no_longer(300)],
        filters=[typed],
        description=_l("It stays in the journal and is shown in the history."),
    )


class GrantForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A role at an office, by an order."""

    role = one_of(_l("Role"), _l("Choose a role."))
    office_id = one_of(_l("Office"), _l("Choose an office."))
    from_day = day_field(_l("From"), _l("Type the first day of the role."))
    until_day = day_field(_l("Until"), description=_l("The last day; empty: until it is ended"))
    order_number = line_field(
        _l("Number of the order"), _l("Write the number of the order on which the role rests."), 60
    )
    order_date = day_field(_l("Date of the order"), _l("Type the date of the order."))

    def __init__(self, offices: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.role.choices = options(
            [("", _l("Choose")), *((role.value, ROLE_NAMES[role]) for role in GRANTED)]
        )
        self.office_id.choices = options([("", _l("Choose")), *offices])


class EndForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The last day of a role."""

    until_day = day_field(_l("Last day"), _l("Type the last day of the role."))
    seen = HiddenField()


class SpecialtyForm(ChangeForm):
    """A specialty of the list."""

    code = line_field(_l("Code"), _l("Give the specialty a code."), 20)
    branch = one_of(_l("Branch"), _l("Choose a branch."))
    name_kk = line_field(_l("Name in Kazakh"), _l("Write the name in Kazakh."))
    name_ru = line_field(_l("Name in Russian"), _l("Write the name in Russian."))
    name_en = line_field(_l("Name in English"), _l("Write the name in English."))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.branch.choices = options(BRANCHES.items())


class TokenForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A token for another system."""

    system = line_field(_l("System"), _l("Name the system that will use the token."), 100)
    scopes = ManyBoxes(
        _l("What it may do"),
        [InputRequired(_l("Choose at least one thing that the system may do."))],
        choices=options(SCOPES.items()),
    )
    office_id = one_of(_l("For which office"))
    expires = day_field(
        _l("Last day"), _l("Type the last day of the token."), description=_l("A year from now at most")
    )

    def __init__(self, offices: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.office_id.choices = options([("", _l("All offices")), *offices])


class DecreeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """What a decree says of a day."""

    what = choice_field(
        _l("What does the decree say?"),
        _l("Choose what the decree says."),
        [
            ("transfer", _l("A day of rest is exchanged for a working day")),
            ("off", _l("The day is a day off")),
            ("works", _l("The day is a working day")),
            ("law", _l("Back to what the law itself says of the day")),
        ],
    )
    day = day_field(
        _l("Day"), _l("Type the day."), description=_l("In an exchange: the day on which people rest")
    )
    worked = day_field(_l("Day worked instead"), description=_l("Only in an exchange"))
    reason = line_field(_l("Reason"), _l("Say why; people see it where a term skips the day."), 300)
    decision_number = line_field(_l("Number of the decree"), _l("Write the number of the decree."), 60)
    decision_date = day_field(_l("Date of the decree"), _l("Type the date of the decree."))


class UploadForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A spreadsheet to be read."""

    file = FileField(
        _l("Spreadsheet"),
        [FileRequired(_l("Choose the filled-in spreadsheet."))],
        description=_l("XLSX, 2 MB and 1000 rows at most"),
        render_kw={"accept": ".xlsx"},
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The rows that the report showed, to be entered now."""

    rows = HiddenField()
