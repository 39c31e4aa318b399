"""What staff holds of cases, for the page of accounts, which knows no case."""

from collections.abc import Collection
from uuid import UUID

from dampingi.access.queries import Held
from dampingi.cases.queries import held_by
from dampingi.cases.views.listing import address_of


def held(staff_ids: Collection[UUID]) -> dict[UUID, Held]:
    """Return how much each holds who holds anything, and the address of the list of it."""
    found = held_by(staff_ids).items()
    return {one: Held(*many, where=address_of((("keadaan", "open"), ("petugas", str(one))))) for one, many in found}
