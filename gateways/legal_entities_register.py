"""The legal entities' register: the state database “Legal entities”, asked by BIN through the e-government gateway.

Asked at step P4-C2 of the list for paper applications of organisations (Annex 3).
"""

from __future__ import annotations

from gateways.comparing import same_organisation
from gateways.demo_book import organisation
from gateways.records import OrganisationFacts
from gateways.register import Register, Shape
from gateways.strict_json import Fields

LegalEntitiesRegister = Register[OrganisationFacts]


def _read(number: str, fields: Fields) -> OrganisationFacts:
    return OrganisationFacts(
        bin=number,
        name=fields.text("name", most=300),
        registered_on=fields.day("registered_on"),
        active=fields.yes_no("active"),
        head=fields.text("head", most=300, least=0),
    )


def _disagreeing(facts: OrganisationFacts, claimed_name: str) -> tuple[str, ...]:
    """An organisation that has ended cannot apply as if it were there."""
    named = not claimed_name or same_organisation(claimed_name, facts.name)
    told = (("organisation_name", named), ("active", facts.active))
    return tuple(field for field, agrees in told if not agrees)


LEGAL_ENTITIES = Shape(
    path="/v1/organisations/ask",
    number="bin",
    record="organisation",
    read=_read,
    disagreeing=_disagreeing,
    book=organisation,
    name_fact="organisation_name",
)
