"""All doors of one installation, opened once at the start and asked for by `doors()`.

Which of the three stands in each frame is decided by the settings alone: an address opens the real one, its name
among those not connected closes it up, and outside of production a stand-in is put there otherwise.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, fields
from typing import Protocol
from urllib.parse import urlsplit

from flask import current_app

from core.outbox import open_channel
from core.setting_readers import DOORS
from core.settings import Settings
from gateways import document_flow, elicensing, quality, service_centres, sms
from gateways.breaker import BreakerState
from gateways.carrying import Carrier, HttpCarrier, NoCarrier
from gateways.http_door import HttpDoor, Patience
from gateways.individuals_register import INDIVIDUALS, IndividualsRegister
from gateways.legal_entities_register import LEGAL_ENTITIES, LegalEntitiesRegister
from gateways.line import Line, tls_context
from gateways.mail import MailDoor, mail_door
from gateways.payment import HttpPaymentGateway, NoPaymentGateway, PaymentGateway, StandInPaymentGateway
from gateways.register import HttpRegister, NoRegister, StandInRegister
from gateways.signatures.door import SignatureDoor, signature_door
from gateways.stand_in import SLOW_SECONDS, Manner, Tray

# Where nobody waits, the other side may take longer; the outbox repeats, so the door does not.
CARRYING = Patience(seconds=20, tries=1)
ASKING_TRIES = 3


class Door(Protocol):
    """What every door says of itself."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors by their names; also those of the outbox's channels."""

    individuals: IndividualsRegister
    legal_entities: LegalEntitiesRegister
    payment: PaymentGateway
    quality: Carrier
    document_flow: Carrier
    elicensing: Carrier
    service_centres: Carrier
    sms: Carrier
    mail: MailDoor
    signatures: SignatureDoor

    def by_name(self) -> dict[str, Door]:
        """Every door, for pages that show them all."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


class _Frame:
    """What all doors of an installation are made from."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.manner = Manner(settings.door_behaviour, 0.0 if settings.mode == "test" else SLOW_SECONDS)
        self.asking = Patience(seconds=settings.door_seconds, tries=ASKING_TRIES)
        self._tls: ssl.SSLContext | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """Whom we may call: the operator's list, else the hosts of the addresses."""
        named = (urlsplit(self.settings.door_address(door)).hostname for door in DOORS)
        return frozenset(self.settings.door_hosts) or frozenset(host for host in named if host)

    def is_closed_up(self, door: str) -> bool:
        return door in self.settings.doors_not_connected

    def tls(self) -> ssl.SSLContext:
        """How others prove who they are; read once for all doors."""
        self._tls = self._tls or tls_context(self.settings)
        return self._tls

    def http(self, door: str, patience: Patience) -> HttpDoor | None:
        """The line of a door that has an address."""
        address = self.settings.door_address(door)
        if not address:
            return None
        line = Line(address, self.hosts, self.tls())
        return HttpDoor(door, line, self.settings.door_token(door), patience)

    def carrier(self, door: str, path: str) -> Carrier:
        http = self.http(door, CARRYING)
        if http:
            return HttpCarrier(http, path)
        if self.is_closed_up(door):
            return NoCarrier()
        return Tray(self.settings.data_folder / "told" / door, self.manner)


def open_doors(settings: Settings) -> Doors:
    """Every door of this installation."""
    frame = _Frame(settings)
    return Doors(
        individuals=_individuals(frame),
        legal_entities=_legal_entities(frame),
        payment=_payment(frame),
        quality=frame.carrier("quality", quality.PATH),
        document_flow=frame.carrier("document_flow", document_flow.PATH),
        elicensing=frame.carrier("elicensing", elicensing.PATH),
        service_centres=frame.carrier("service_centres", service_centres.PATH),
        sms=frame.carrier("sms", sms.PATH),
        mail=mail_door(settings),
        signatures=signature_door(settings, frame.tls),
    )


def _individuals(frame: _Frame) -> IndividualsRegister:
    http = frame.http("individuals", frame.asking)
    if http:
        return HttpRegister(INDIVIDUALS, http)
    if frame.is_closed_up("individuals"):
        return NoRegister()
    return StandInRegister(INDIVIDUALS, frame.manner)


def _legal_entities(frame: _Frame) -> LegalEntitiesRegister:
    http = frame.http("legal_entities", frame.asking)
    if http:
        return HttpRegister(LEGAL_ENTITIES, http)
    if frame.is_closed_up("legal_entities"):
        return NoRegister()
    return StandInRegister(LEGAL_ENTITIES, frame.manner)


def _payment(frame: _Frame) -> PaymentGateway:
    http = frame.http("payment", frame.asking)
    if http:
        return HttpPaymentGateway(http, frame.hosts)
    if frame.is_closed_up("payment"):
        return NoPaymentGateway()
    return StandInPaymentGateway(frame.manner)


def register_channels(opened: Doors) -> None:
    """Let the outbox carry through these doors. Mail servers do not know a repeat; our JSON format demands it."""
    open_channel("mail", opened.mail.deliver, deduplicates=False)
    for module, door in (
        (quality, opened.quality),
        (document_flow, opened.document_flow),
        (elicensing, opened.elicensing),
        (service_centres, opened.service_centres),
        (sms, opened.sms),
    ):
        open_channel(module.CHANNEL, door.deliver, deduplicates=True)


def doors() -> Doors:
    """The doors of the running application."""
    held: Doors = current_app.extensions["synaq.doors"]
    return held
