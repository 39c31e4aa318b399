"""The catalog: every protocol, every step, in the order a page shows them."""

from dampingi.protocols.catalog import (
    casework,
    child,
    data_protection,
    ending,
    images,
    legal,
    pkdrt,
    practice,
    pressure,
    referral,
    response,
    shelter,
    tpks,
    tppo,
)
from dampingi.protocols.rules import Source, Step

VERSION = "2026-11"
PROTOCOLS: tuple[Source, ...] = (
    response.PROTOCOL,
    tpks.PROTOCOL,
    pkdrt.PROTOCOL,
    tppo.PROTOCOL,
    child.PROTOCOL,
    practice.PROTOCOL,
    casework.PROTOCOL,
    ending.PROTOCOL,
    pressure.PROTOCOL,
    legal.PROTOCOL,
    shelter.PROTOCOL,
    referral.PROTOCOL,
    images.PROTOCOL,
)
CASE_STEPS: tuple[Step, ...] = tuple(step for protocol in PROTOCOLS for step in protocol.steps)
# Clocks of the installation, not of a case.
INSTALLATION: tuple[Source, ...] = (data_protection.PROTOCOL,)
ALL: tuple[Source, ...] = PROTOCOLS + INSTALLATION
RINGING: frozenset[str] = frozenset(step.code for step in CASE_STEPS if step.rings)
STEPS: dict[str, Step] = {step.code: step for protocol in ALL for step in protocol.steps}
