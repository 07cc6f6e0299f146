"""The pages of administration, used as a person does: open, fill in, send, read what is said."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.actions import office_settings
from accounts.models import Account, ApiToken, CalendarDay, Office, OfficeSetting, RoleGrant, Specialty
from core import outbox
from core.database import db
from core.models import JournalEntry, OutboxMessage
from tests.accounts.house_of_offices import (
    SINCE,
    Browser,
    House,
    administrator,
    build_house,
    done,
    enter_person,
    filled_in,
    office_row,
    tags,
)

SERVICE = "specialist-certificate"
PAPER = {"decision_number": "15-НҚ", "decision_date": "06.01.2020", "from_day": "06.01.2020"}


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


@pytest.fixture
def admin(app: Flask, house: House) -> Browser:
    return administrator(app, house)


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_front_page_leads_to_everything_that_opens(admin: Browser) -> None:
    page = admin.see("/administration")
    links = re.findall(r'<span class="task-name">\s*<a href="([^"]+)"', page)
    assert len(links) >= 7
    for link in links:
        admin.see(link)


# Offices


def test_an_office_is_entered_with_the_usual_hours_and_stands_in_the_tree(
    app: Flask, admin: Browser, house: House
) -> None:
    names = {
        f"{part}_{code}": f"Басқарма {code}" for part in ("name", "short") for code in ("kk", "ru", "en")
    }
    answer = admin.send(
        "/administration/offices/new",
        code="HD-1",
        kind="health_department",
        parent_id=str(house.department),
        **names,
    )
    assert answer.status_code == 302, answer.text
    page = admin.see(answer.headers["Location"])
    assert "09:00–18:30, lunch 13:00–14:30" in page
    assert "The office was entered." in page
    tree = admin.see("/administration/offices")
    assert tree.index("TD en") < tree.index("Басқарма en")
    assert "Басқарма en" not in admin.see("/administration/offices?q=жоқ-ондай")
    assert "Басқарма en" in admin.see("/administration/offices?q=БАСҚАРМА+KK")
    assert "TD en" in admin.see("/administration/offices?q=hd-1"), "those above stay, so that the tree is one"


def test_wrong_fields_of_an_office_are_told_beside_them(app: Flask, admin: Browser) -> None:
    answer = admin.send(
        "/administration/offices/new", code="COM", kind="clinic", mon="nine to five", sat="09:00-13:00"
    )
    assert answer.status_code == 422
    assert "Type the hours as 09:00-18:30" in answer.text
    assert "Write the short name in Kazakh." in answer.text
    assert 'id="mon-error"' in answer.text
    names = {f"{part}_{code}": "x" for part in ("name", "short") for code in ("kk", "ru", "en")}
    answer = admin.send("/administration/offices/new", code="COM", kind="clinic", **names)
    assert answer.status_code == 422
    assert "Another office has this code already" in answer.text
    assert count(app, Office) == 3


def test_a_stale_page_of_an_office_is_answered_with_409_and_writes_nothing(
    app: Flask, admin: Browser, house: House
) -> None:
    url = f"/administration/offices/{house.clinic}/change"
    opened = filled_in(admin.see(url))
    assert admin.client.post(url, data=opened | {"address": "Семей"}).status_code == 302
    answer = admin.client.post(url, data=opened | {"address": "Өскемен"})
    assert answer.status_code == 409
    assert "changed in the meantime" in answer.text
    assert office_row(app, house.clinic).address == "Семей"


def test_an_office_is_closed_after_its_consequences_were_read_and_opened_again(
    app: Flask, admin: Browser, house: House
) -> None:
    refused = admin.send(f"/administration/offices/{house.department}/close")
    assert refused.status_code == 409
    assert "1 open office stands under this one." in refused.text
    assert admin.send(f"/administration/offices/{house.clinic}/close", day="20.11.2026").status_code == 302
    assert office_row(app, house.clinic).closed_on == date(2026, 11, 20)
    page = admin.see(f"/administration/offices/{house.clinic}")
    assert "This office is closed from" in page
    fields = filled_in(page)
    assert admin.client.post(f"/administration/offices/{house.clinic}/reopen", data=fields).status_code == 302
    assert tags(app, "office", house.clinic) == [
        "accounts:office:enter",
        "accounts:office:close",
        "accounts:office:reopen",
    ]


# Staff


def test_a_person_is_entered_granted_a_role_and_invited(app: Flask, admin: Browser, house: House) -> None:
    answer = admin.send(
        "/administration/people/new",
        surname="Қайырбекова",
        given_name="Өлмесхан",
        login="o.kairbekova",
        email="o@example.kz",
        language="ru",
    )
    assert answer.status_code == 302, answer.text
    url = answer.headers["Location"]
    page = admin.see(url)
    assert "not set yet" in page
    assert "This person has never held a role." in page
    granted = admin.send(
        f"{url}/grant",
        role="lawyer",
        office_id=str(house.department),
        order_number="7-ж",
        order_date="19.11.2020",
        until_day="31.12.2099",
    )
    assert granted.status_code == 302, granted.text
    page = admin.see(url)
    assert "No. 7-ж of Thursday, 19 November 2020" in page
    assert "The role “Lawyer” at “TD en” was granted from" in page
    assert admin.post(f"{url}/invite").status_code == 302
    assert count(app, OutboxMessage) == 1
    assert "A link for the first password was sent." in admin.see(url)


def test_a_conflicting_role_is_refused_on_the_page_with_the_reason(
    app: Flask, admin: Browser, house: House
) -> None:
    with done(app):
        identity = enter_person("author", ("question_author", house.committee)).id
    url = f"/administration/people/{identity}/grant"
    answer = admin.send(
        url, role="reviewer", office_id=str(house.clinic), order_number="1", order_date="06.01.2020"
    )
    assert answer.status_code == 422
    assert "“Reviewer” and “Question author” must not meet in one person" in answer.text
    assert "A question is approved by another person than the one who wrote it." in answer.text
    assert 'href="#role"' in answer.text
    assert 'value="1"' in answer.text, "what was typed is still there"


def test_nobody_grants_to_oneself_on_the_page_either(admin: Browser, house: House) -> None:
    answer = admin.send(
        f"/administration/people/{house.administrator}/grant",
        role="lawyer",
        office_id=str(house.clinic),
        order_number="1",
        order_date="06.01.2020",
    )
    assert answer.status_code == 409
    assert "Nobody grants a role to oneself." in answer.text


def test_people_are_found_by_any_part_of_the_name_in_any_case_by_office_and_by_role(
    app: Flask, admin: Browser, house: House
) -> None:
    assert "Әлібекова" in admin.see("/administration/people?q=әЛІБЕК")
    assert "Әлібекова" in admin.see("/administration/people?q=нұржан+Әлі")
    assert "Әлібекова" in admin.see("/administration/people?q=CLERK")
    assert "Әлібекова" not in admin.see("/administration/people?q=100%25")
    assert "Әлібекова" not in admin.see("/administration/people?q=жоқ")
    assert "Әлібекова" in admin.see(f"/administration/people?office={house.committee}"), "offices below count"
    assert "Әлібекова" not in admin.see(f"/administration/people?office={house.clinic}")
    assert "Әлібекова" in admin.see("/administration/people?role=chancery_clerk")
    assert "Әлібекова" not in admin.see("/administration/people?role=head")
    assert "Әлібекова" not in admin.see("/administration/people?state=closed")
    listed = admin.see("/administration/people").partition("<main")[2]
    assert listed.index("Әлібекова") < listed.index("Сейітқазин"), "the Kazakh alphabet"


def test_a_role_is_ended_and_another_revoked(app: Flask, admin: Browser, house: House) -> None:
    with app.app_context():
        grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == house.clerk)).one()
    ended = admin.send(f"/administration/grants/{grant}/end", until_day="31.12.2098")
    assert ended.status_code == 302, ended.text
    refused = admin.send(f"/administration/grants/{grant}/end", until_day="31.12.2099")
    assert refused.status_code == 422
    assert "can only be brought forward" in refused.text
    stale = admin.send(f"/administration/grants/{grant}/end", until_day="31.12.2097", seen="2099-12-31")
    assert stale.status_code == 409
    assert admin.send(f"/administration/grants/{grant}/revoke", reason="").status_code == 422
    assert admin.send(f"/administration/grants/{grant}/revoke", reason="ауысты").status_code == 302
    page = admin.see(f"/administration/people/{house.clerk}")
    assert "ауысты" in page
    assert f"/administration/grants/{grant}/end" not in page
    assert admin.send(f"/administration/grants/{grant}/revoke", reason="тағы").status_code == 409


def test_help_with_the_log_in_is_given_and_told_in_the_history(
    app: Flask, admin: Browser, house: House
) -> None:
    Browser(app, house.clerk)  # the clerk has been here: password and second factor are set
    url = f"/administration/people/{house.clerk}"
    page = admin.see(url)
    assert "Take the second factor back" in page
    assert admin.post(f"{url}/reset-second-factor").status_code == 302
    assert admin.post(f"{url}/reset-password").status_code == 302
    page = admin.see(url)
    assert "not set up yet" in page
    assert "Send the link for the first password" in page
    assert "A link for a new password was sent." in page


def test_who_leaves_is_closed_and_stays_readable(app: Flask, admin: Browser, house: House) -> None:
    url = f"/administration/people/{house.clerk}"
    before = admin.see(f"{url}/close")
    assert "This role is revoked: Chancery clerk, TD en." in before
    assert admin.send(f"{url}/close", reason="жұмыстан шықты").status_code == 302
    page = admin.see(url)
    assert "This account is closed" in page
    assert "The account was closed. Reason: жұмыстан шықты" in page
    assert "Әлібекова" in admin.see("/administration/people?state=closed")
    assert admin.client.post(f"{url}/reopen", data=filled_in(page)).status_code == 302
    assert Browser(app, None).get("/administration/people").status_code == 302


def test_a_change_of_a_person_shows_old_and_new_in_the_record(
    app: Flask, admin: Browser, house: House
) -> None:
    url = f"/administration/people/{house.clerk}"
    assert admin.send(f"{url}/change", surname="Қасымова").status_code == 302
    page = admin.see(url)
    assert "Changed: surname." in page
    assert "Әлібекова → Қасымова" in page


def test_an_applicant_is_not_administrations_business(app: Flask, admin: Browser) -> None:
    from tests.accounts.people import make_person, some_iin

    somebody = make_person(app, some_iin(), "a@b.kz")
    for way in ("", "/change", "/grant", "/close"):
        assert admin.get(f"/administration/people/{somebody.id}{way}").status_code == 404
    assert admin.post(f"/administration/people/{somebody.id}/reset-password").status_code == 404


# Settings


def test_unset_settings_come_first_and_say_what_must_wait(app: Flask, admin: Browser, house: House) -> None:
    overview = admin.see(f"/settings/{house.department}")
    assert "settings are not decided yet. What needs them must wait." in overview
    page = admin.see(f"/settings/{house.department}?service={SERVICE}")
    assert (
        page.index("Not decided yet") < page.index("Pass mark") < page.index('<caption id="decided-caption">')
    )
    about = admin.see(f"/settings/{house.department}/about/pass_mark?service={SERVICE}")
    assert "Nobody has decided this for this office." in about
    assert "Why the law gives no answer" in about


def test_a_decision_is_entered_inherited_and_replaced_and_the_history_shows_all(
    app: Flask, admin: Browser, house: House
) -> None:
    url = f"/settings/{house.committee}/decide/pass_mark?service=forensic-expert-attestation"
    answer = admin.send(url, value="66,5", **PAPER)
    assert answer.status_code == 302, answer.text
    below = f"/settings/{house.department}/about/pass_mark?service=forensic-expert-attestation"
    page = admin.see(below)
    assert "66.5 %" in page
    assert "from above: COM en" in page
    url = f"/settings/{house.department}/decide/pass_mark?service=forensic-expert-attestation"
    assert 'value="66.5"' in admin.see(url), "the form begins with what counts"
    assert (
        admin.send(url, value="70", is_demo="y", **(PAPER | {"decision_number": "16-НҚ"})).status_code == 302
    )
    page = admin.see(below)
    assert "demo value" in page
    assert page.index("16-НҚ") < page.index("15-НҚ")
    assert "counts now" in page
    with app.app_context():
        rows = db.session.scalars(select(OfficeSetting).order_by(OfficeSetting.id)).all()
        assert [(row.value, row.is_demo, row.set_by) for row in rows] == [
            ("66.5", False, house.administrator),
            ("70", True, house.administrator),
        ]


def test_a_decision_is_withdrawn_after_the_page_has_said_what_counts_then(
    app: Flask, admin: Browser, house: House
) -> None:
    service = "forensic-expert-attestation"
    above = f"/settings/{house.committee}/decide/pass_mark?service={service}"
    own = f"/settings/{house.department}/decide/pass_mark?service={service}"
    about = f"/settings/{house.department}/about/pass_mark?service={service}"
    take_back = f"/settings/{house.department}/withdraw/pass_mark?service={service}"
    admin.send(above, value="66", **PAPER)
    assert take_back.replace("&", "&amp;") not in admin.see(about)
    assert admin.client.get(take_back).status_code == 404
    admin.send(own, value="70", **(PAPER | {"decision_number": "16-НҚ"}))
    assert f"/settings/{house.department}/withdraw/pass_mark" in admin.see(about)
    page = admin.see(take_back)
    assert "70 %" in page
    assert "66 %" in page
    assert "from above: COM en" in page
    assert admin.send(take_back, **(PAPER | {"decision_number": ""})).status_code == 422
    opened = filled_in(page) | PAPER | {"decision_number": "17-НҚ"}
    assert admin.client.post(take_back, data=opened).status_code == 302
    page = admin.see(about)
    assert "from above: COM en" in page
    assert "withdrawn: what is next in line counts" in page
    assert admin.client.post(take_back, data=opened).status_code == 404, "it is withdrawn once"


def test_what_concerns_an_office_as_a_whole_is_asked_of_its_kind_of_office(
    admin: Browser, house: House
) -> None:
    assert "Counters open to bookings" not in admin.see(f"/settings/{house.department}")
    page = admin.see(f"/settings/{house.clinic}")
    assert "The office as a whole" in page
    assert "Counters open to bookings" in page
    decided = admin.send(f"/settings/{house.clinic}/decide/queue_counters", value="2", **PAPER)
    assert decided.status_code == 302
    assert "Counters open to bookings" in admin.see("/settings/for-all")
    wrong = admin.send(f"/settings/{house.clinic}/decide/queue_counters", value="-1", **PAPER)
    assert wrong.status_code == 422


def test_a_wrong_value_is_told_beside_its_field_in_words(admin: Browser, house: House) -> None:
    url = f"/settings/{house.department}/decide/pass_mark?service={SERVICE}"
    answer = admin.send(url, value="сто", **PAPER)
    assert answer.status_code == 422
    assert "Give a number from 0 to 100." in answer.text
    assert 'id="value-error"' in answer.text
    answer = admin.send(
        url, value="70", decision_number="1", decision_date="06.01.2020", from_day="05.01.2020"
    )
    assert answer.status_code == 422
    assert "A decision cannot hold from a day before its own date." in answer.text


def test_whoever_decides_has_seen_the_last_decision(admin: Browser, house: House) -> None:
    url = f"/settings/{house.department}/decide/pass_mark?service={SERVICE}"
    opened = filled_in(admin.see(url)) | PAPER
    assert admin.client.post(url, data=opened | {"value": "60"}).status_code == 302
    assert admin.client.post(url, data=opened | {"value": "61"}).status_code == 409


@pytest.mark.parametrize(
    ("key", "fields", "shown"),
    [
        ("test_retake_allowed", {"value": "yes"}, "Yes"),
        ("number_of_questions", {"value": "1 000"}, "1,000"),
        ("test_time", {"value": "90", "unit": "minute"}, "90 minutes"),
        ("test_notice_minimum", {"value": "0", "unit": "calendar_day"}, "nothing to wait for (0)"),
        ("test_absence", {"value": "new_sitting"}, "A new sitting is named"),
        ("appeal_body", {"kk": "Сот", "ru": "Суд", "en": "The court"}, "The court"),
    ],
)
def test_each_type_has_its_fields_and_its_words(
    admin: Browser, house: House, key: str, fields: dict[str, str], shown: str
) -> None:
    url = f"/settings/{house.department}/decide/{key}?service={SERVICE}"
    assert ("0 is an answer too" in admin.see(url)) == (key == "test_notice_minimum")
    answer = admin.send(url, **fields, **PAPER)
    assert answer.status_code == 302, answer.text
    assert shown in admin.see(f"/settings/{house.department}/about/{key}?service={SERVICE}")
    again = filled_in(admin.see(url))
    assert {name: again[name] for name in fields} == {
        **fields,
        **({"value": "1000"} if key.startswith("number") else {}),
    }


def test_a_list_grows_row_by_row_without_losing_what_was_typed(admin: Browser, house: House) -> None:
    url = f"/settings/{house.department}/decide/refusal_grounds?service={SERVICE}"
    first = {
        "rows-0-kk": "Толық емес",
        "rows-0-ru": "Неполон",
        "rows-0-en": "Incomplete",
        "rows-0-clause": "10 1)",
    }
    grown = admin.client.post(url, data=filled_in(admin.see(url)) | first | {"act": "add"})
    assert grown.status_code == 200
    fields = filled_in(grown.text)
    assert fields["rows-0-kk"] == "Толық емес"
    second = {"rows-1-kk": "Сот", "rows-1-ru": "Суд", "rows-1-en": "A court", "rows-1-clause": ""}
    refused = admin.client.post(url, data=fields | second | PAPER)
    assert refused.status_code == 422
    assert "The list needs at least one ground, each with its clause." in refused.text
    answer = admin.client.post(url, data=fields | second | PAPER | {"rows-1-clause": "10 2)"})
    assert answer.status_code == 302, answer.text
    page = admin.see(f"/settings/{house.department}/about/refusal_grounds?service={SERVICE}")
    assert "Incomplete (10 1))" in page
    assert "A court (10 2))" in page


def test_production_takes_no_demo_mark(app: Flask, admin: Browser, house: House) -> None:
    from dataclasses import replace

    url = f"/settings/{house.department}/decide/pass_mark?service={SERVICE}"
    app.extensions["synaq.settings"] = replace(app.extensions["synaq.settings"], mode="production")
    assert "demo value" not in admin.see(url)
    assert admin.send(url, value="70", is_demo="y", **PAPER).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(OfficeSetting.is_demo)).all() == [False]


def test_staff_read_the_settings_of_their_own_office_and_those_below_and_of_no_other(
    app: Flask, house: House
) -> None:
    clerk = Browser(app, house.clerk)
    assert clerk.get(f"/settings/{house.department}").status_code == 200
    assert clerk.get(f"/settings/{house.clinic}").status_code == 200
    assert clerk.get(f"/settings/{house.committee}").status_code == 404
    page = clerk.see(f"/settings/{house.department}/about/pass_mark?service={SERVICE}")
    assert "Enter a decision" not in page
    assert clerk.get(f"/settings/{house.department}/decide/pass_mark?service={SERVICE}").status_code == 403
    assert "COM en" not in clerk.see("/settings")


def test_what_nobody_asks_for_is_not_there(admin: Browser, house: House) -> None:
    assert admin.get(f"/settings/{house.clinic}/about/favourite_colour").status_code == 404
    assert admin.get(f"/settings/{house.clinic}/about/pass_mark?service=clinic-attachment").status_code == 404
    assert admin.get(f"/settings/{house.clinic}?service=witchcraft").status_code == 404


def test_an_old_answer_that_the_text_no_longer_takes_is_shown_and_not_offered(
    app: Flask, admin: Browser, house: House
) -> None:
    with done(app):
        row = office_settings.decide(
            "commission_quorum", "", None, "all", office_settings.Decision("1", SINCE, SINCE)
        )
        db.session.add(
            OfficeSetting(
                office_id=house.department,
                key=row.key,
                service="",
                value="a quarter",
                from_day=SINCE,
                decision_number="2",
                decision_date=SINCE,
                is_demo=False,
                set_at=row.set_at,
            )
        )
    service = "forensic-expert-attestation"
    page = admin.see(f"/settings/{house.department}/about/commission_quorum?service={service}")
    assert "“a quarter” – no longer an answer to this setting" in page
    assert (
        admin.get(f"/settings/{house.department}/decide/commission_quorum?service={service}").status_code
        == 200
    )


# Specialties, tokens, calendar


def test_a_specialty_is_entered_found_changed_and_taken_off_the_list(app: Flask, admin: Browser) -> None:
    names = {"name_kk": "Терапия", "name_ru": "Терапия", "name_en": "Therapy"}
    answer = admin.send("/administration/specialties/new", code="M-001", branch="medical", **names)
    assert answer.status_code == 302, answer.text
    url = answer.headers["Location"]
    assert "Therapy" in admin.see("/administration/specialties?q=ТЕРАП")
    assert "Therapy" not in admin.see("/administration/specialties?branch=nursing")
    twin = admin.send("/administration/specialties/new", code="M-001", branch="medical", **names)
    assert twin.status_code == 422
    assert "Another specialty has this code already: Therapy." in twin.text
    opened = filled_in(admin.see(f"{url}/change"))
    assert (
        admin.client.post(f"{url}/change", data=opened | {"name_en": "Internal medicine"}).status_code == 302
    )
    assert admin.client.post(f"{url}/change", data=opened).status_code == 409
    assert admin.send(f"{url}/close").status_code == 302
    page = admin.see(url)
    assert "This specialty is closed from" in page
    assert "Changed: name in English." in page
    assert admin.client.post(f"{url}/reopen", data=filled_in(page)).status_code == 302
    assert count(app, Specialty) == 1


def test_a_token_is_shown_once_and_can_be_revoked(app: Flask, admin: Browser, house: House) -> None:
    from datetime import timedelta

    from accounts.queries import today

    with app.app_context():
        last = f"{today() + timedelta(days=30):%d.%m.%Y}"
    answer = admin.send(
        "/administration/tokens/new",
        system="Е-лицензиялау",
        scopes=["cases.read", "papers.read"],
        expires=last,
    )
    assert answer.status_code == 200
    shown = re.search(r'id="token">([^<]+)<', answer.text)
    assert shown
    listed = admin.see("/administration/tokens")
    assert "Е-лицензиялау" in listed
    assert shown[1] not in listed
    with app.app_context():
        row = db.session.scalars(select(ApiToken)).one()
        identity = row.id
        assert row.issued_by == house.administrator
    url = f"/administration/tokens/{identity}"
    assert "A token was issued to “Е-лицензиялау”" in admin.see(url)
    assert admin.post(url).status_code == 302
    assert "revoked" in admin.see(url)
    assert admin.post(url).status_code == 409
    assert admin.send("/administration/tokens/new", system="x", expires=last).status_code == 422


def test_a_decree_moves_a_day_of_rest_and_the_year_shows_it(app: Flask, admin: Browser) -> None:
    decree = {"reason": "Ауыстыру", "decision_number": "812", "decision_date": "06.01.2020"}
    url = "/administration/calendar/new"
    assert admin.send(url, what="transfer", day="27.11.2026", **decree).status_code == 422
    answer = admin.send(url, what="transfer", day="27.11.2026", worked="28.11.2026", **decree)
    assert answer.status_code == 302, answer.text
    page = admin.see(answer.headers["Location"])
    assert "Saturday, 28 November 2026" in page
    assert "No. 812 of Monday, 6 January 2020" in page
    assert admin.send(url, what="law", day="27.11.2026", **decree).status_code == 302
    assert count(app, CalendarDay) == 3
    assert "as the law has it" in admin.see("/administration/calendar")
    for year in ("1", "999999", "жыл", "-5"):
        admin.see(f"/administration/calendar?year={year}")


# State of the system, journal


def test_the_state_of_the_system_shows_what_is_stuck_and_lets_the_keeper_send_it_again(
    app: Flask, admin: Browser, house: House
) -> None:
    with done(app):
        message = outbox.post("mail", "somebody@example.kz", {"subject": "x", "body": "y"})
        message.state, message.attempts, message.fault = "failed", 8, "550 no such user"
        inspector = enter_person("inspector", ("inspector", house.committee), surname="Қарақұлов").id
    page = admin.see("/administration/system")
    assert "550 no such user" in page
    assert "somebody@example.kz" not in page
    assert "s…@example.kz" in page
    with app.app_context():
        identity = db.session.scalars(select(OutboxMessage.id)).one()
    watcher = Browser(app, inspector)
    assert "Send again" not in watcher.see("/administration/system")
    assert watcher.post(f"/administration/system/messages/{identity}/send-again").status_code == 403
    assert admin.post(f"/administration/system/messages/{identity}/send-again").status_code == 302
    assert tags(app, "message", identity) == ["accounts:message:send_again"]
    assert "The journal is whole" in watcher.see("/administration/system/proof")


def test_a_broken_journal_is_named_on_the_page(app: Flask, admin: Browser, database: object) -> None:
    from sqlalchemy import create_engine, text

    from core.settings import Settings

    owner = create_engine(Settings(database_url=database.owner_url).database)  # type: ignore[attr-defined]  # a Database
    with owner.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER journal_entry_no_update"))
        connection.execute(text("UPDATE journal_entry SET new = '{}' WHERE tag = 'accounts:office:enter'"))
    owner.dispose()
    page = admin.see("/administration/system/proof")
    assert "The journal is broken" in page
    assert "its text was changed" in page


def test_a_head_reads_the_journal_of_the_own_office_and_below_and_of_no_other(
    app: Flask, house: House
) -> None:
    with done(app):
        head = enter_person("head", ("head", house.department), surname="Басшиев").id
    reader = Browser(app, head)
    page = reader.see("/journal")
    assert "Office: TD en" in page
    assert "Office: CL en" in page
    assert "Office: COM en" not in page
    assert "The role “Chancery clerk” at “TD en” was granted" in page
    assert "Digest before it" in page
    assert "Сейітқазин" not in re.sub(r"Сейітқазин Нұржан(, |<)", "", page), (
        "names stand only where somebody acted"
    )
    assert "Office: CL en" not in reader.see(f"/journal?office={house.department}")
    assert "No such entry" in reader.see(f"/journal?office={house.committee}")
    assert "Office: CL en" in reader.see(f"/journal?kind=office&about={house.clinic}")
    assert "Person:" not in reader.see("/journal?kind=office")
    assert "No such entry" in reader.see("/journal?until=2019-01-01")
    assert "Office: CL en" in reader.see("/journal?since=2019-01-01&until=2999-01-01")
    assert "No such entry" in reader.see("/journal?who=жоқ-ондай")
    for odd in (
        "since=9999-12-31",
        "until=0001-01-01",
        "since=x",
        "page=0",
        "page=-1",
        "page=99999999999999",
        "office=x",
    ):
        reader.see(f"/journal?{odd}")


def test_what_an_administrator_did_is_found_by_the_name(app: Flask, admin: Browser, house: House) -> None:
    with done(app):
        head = enter_person("head", ("head", house.department), surname="Басшиев").id
    assert admin.send(f"/administration/offices/{house.clinic}/change", address="Семей").status_code == 302
    found = Browser(app, head).see("/journal?who=СЕЙІТҚАЗ")
    assert "Changed: address." in found
    assert "Сейітқазин Нұржан, System administrator, COM en" in found
    assert "The office was entered." not in found


def test_only_the_committees_inspector_reads_what_concerns_no_office(app: Flask, house: House) -> None:
    with done(app):
        enter_person("no-role", surname="Жаңабаев")
        near = enter_person("near", ("inspector", house.department), surname="Жақынов").id
        far = enter_person("far", ("inspector", house.committee), surname="Алысов").id
    assert "The person was entered as staff." not in Browser(app, near).see("/journal")
    page = Browser(app, far).see("/journal")
    assert "The person was entered as staff." in page
    assert "kept apart; not shown here" in page


def test_every_entry_that_accounts_leave_has_a_sentence() -> None:
    from pathlib import Path

    from accounts import journal_sentences

    root = Path(__file__).parents[2]
    used = {
        tag
        for path in (root / "accounts").rglob("*.py")
        for tag in re.findall(r'record\(\s*"(accounts:[a-z_]+:[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert sorted(tag for tag in used if not journal_sentences.knows(tag)) == []


def test_a_form_without_its_token_is_refused(app: Flask, admin: Browser, house: House) -> None:
    before = count(app, JournalEntry)
    answer = admin.client.post(f"/administration/people/{house.clerk}/invite")
    assert answer.status_code == 400
    assert count(app, JournalEntry) == before


def test_a_person_in_two_roles_administers_only_in_the_one_that_may(app: Flask, house: House) -> None:
    with done(app):
        both = enter_person("both", ("administrator", house.committee), ("lawyer", house.committee)).id
    assert Browser(app, both, "lawyer").get("/administration/people").status_code == 403
    assert Browser(app, both, "administrator").get("/administration/people").status_code == 200
    with app.app_context():
        assert db.session.get_one(Account, both).login == "both"
