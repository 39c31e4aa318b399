"""A planned service in words."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.codes import SERVICES
from dampingi.services.catalog.funding import PAYMENTS, UNPAID
from dampingi.services.catalog.lists import ACCOMPANIMENTS, DOMAINS
from dampingi.services.fields import OUTCOMES
from dampingi.services.models import PlannedService


def service_words(service: PlannedService, said: Mapping[str, str]) -> dict[str, Any]:
    """Return a planned service in words, her need first."""
    codes = {
        "domain": DOMAINS.words.get(service.domain, service.domain),
        "service": SERVICES.words.get(service.service, service.service),
        "kind": ACCOMPANIMENTS.words.get(service.kind, service.kind),
        "payer": PAYMENTS.words.get(service.payer, service.payer),
        "outcome": OUTCOMES.words.get(service.outcome, service.outcome),
    }
    provider = service.provider.name if service.provider else said.get("provider_name", "")
    return {"one": service, **codes, "provider": provider, "said": said, "unpaid": service.payer == UNPAID}
