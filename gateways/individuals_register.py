"""The citizens' register: the state database “Individuals”, asked by IIN through the e-government gateway.

Asked at steps P3-C2 of the portal lists and P4-C2 of the lists for paper applications (Annexes 1, 2 and 4-7).
"""

from __future__ import annotations

from gateways.comparing import same_person
from gateways.demo_book import person
from gateways.records import PersonFacts
from gateways.register import Register, Shape
from gateways.strict_json import Fields

IndividualsRegister = Register[PersonFacts]


def _read(iin: str, fields: Fields) -> PersonFacts:
    return PersonFacts(
        iin=iin,
        surname=fields.text("surname", most=100),
        given_name=fields.text("given_name", most=100),
        patronymic=fields.text("patronymic", most=100, least=0),
        birth_date=fields.day("birth_date"),
        alive=fields.yes_no("alive"),
    )


def _disagreeing(facts: PersonFacts, claimed_name: str) -> tuple[str, ...]:
    named = not claimed_name or same_person(claimed_name, facts.surname, facts.given_name, facts.patronymic)
    return tuple(field for field, agrees in (("person_name", named), ("alive", facts.alive)) if not agrees)


INDIVIDUALS = Shape(
    path="/v1/persons/ask",
    number="iin",
    record="person",
    read=_read,
    disagreeing=_disagreeing,
    book=person,
    name_fact="person_name",
)
