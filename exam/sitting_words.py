"""The words by which pages and papers of this room call what they show."""

from __future__ import annotations

from applications.case_reading import in_words
from core.languages import Text, _l
from exam.models import Sitting
from regulations.catalogue import catalogue

SITTING_STATES: dict[str, tuple[Text, str]] = {
    "planned": (_l("being planned"), ""),
    "published": (_l("published"), "ok"),
    "doors": (_l("doors open"), "now"),
    "begun": (_l("under way"), "now"),
    "closed": (_l("closed"), ""),
    "annulled": (_l("annulled"), "bad"),
}
SET_STATES: dict[str, tuple[Text, str]] = {
    "sealed": (_l("sealed"), ""),
    "released": (_l("open"), "ok"),
    "given_up": (_l("given up"), "bad"),
}
ENDED: dict[str, Text] = {
    "finished": _l("finished by the candidate"),
    "time": _l("the time was over"),
    "closed": _l("ended by the invigilator"),
    "removed": _l("removed from the hall"),
}
GRANTS: dict[str, Text] = {
    "base": _l("time of the test"),
    "accommodation": _l("accommodation"),
    "incident": _l("incident"),
    "pause": _l("pause"),
}


def tested(sitting: Sitting) -> str:
    """What a sitting tests: the service, and the specialty where it is for one."""
    title = in_words(catalogue().newest(sitting.service).title)
    return f"{title}: {sitting.specialty.name}" if sitting.specialty else title
