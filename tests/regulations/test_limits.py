"""How long a step may take: its own limit, a shared one, a misprint read as settled, or none but the total."""

from __future__ import annotations

from regulations.kinds import Need
from regulations.limits import term_of
from regulations.settings import missing_for
from tests.regulations.walking import Walk, walks


def test_limits_that_are_shared_run_from_the_step_that_holds_them() -> None:
    edition = Walk("organ-tissue-blood-licence", "organ").edition
    drafted = edition.step("s04")
    organ, tissue = term_of(edition, "organ", drafted), term_of(edition, "tissue_blood", drafted)
    assert (organ.runs_from, str(organ.amount and organ.amount.unit)) == ("s03b", "hour")
    assert (tissue.runs_from, str(tissue.amount and tissue.amount.unit)) == ("s03a", "working_day")


def test_the_misprinted_thirty_working_days_are_read_as_thirty_minutes() -> None:
    edition = Walk("organ-tissue-blood-licence", "organ").edition
    term = term_of(edition, "organ", edition.step("s07"))
    assert term.amount is not None
    assert (term.amount.value, str(term.amount.unit), term.quote) == (30, "minute", "30 (отыз) жұмыс күні")


def test_lost_and_unstated_limits_stay_unknown() -> None:
    edition = Walk("specialist-certificate-with-category", "main").edition
    assert term_of(edition, "main", edition.step("s09")).amount is None
    assert term_of(edition, "main", edition.step("s12")).amount is None


def test_no_refusal_is_lawful_while_the_appeal_body_and_term_are_unset() -> None:
    for walk in walks():
        missing = {setting.name for setting in missing_for(walk.edition, Need.REFUSAL, set(), walk.procedure)}
        assert {"appeal_body", "appeal_term", "refusal_grounds"} <= missing
