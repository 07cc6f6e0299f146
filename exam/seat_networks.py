"""Whether a computer is the one of a seat, by the network that the office wrote beside the seat. Pure.

A browser tells no name of its workstation; the address from which it asks is all that can be held against the seat.
"""

from __future__ import annotations

import ipaddress


def is_of_seat(address: str, network: str) -> bool:
    """A seat without a network is told by the invigilator alone; an address that cannot be read is of none."""
    if not network:
        return True
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(here, "ipv4_mapped", None) or here
    return plain in ipaddress.ip_network(network)
