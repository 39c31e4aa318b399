"""What waits for somebody."""

from uuid import UUID

from django.db.models import Count, Q

from dampingi.notices.models import Notice


def waiting(staff_id: UUID) -> tuple[int, int]:
    """Return how many notices wait for one person, and how many of them are urgent."""
    found = Notice.objects.filter(staff_id=staff_id, read_at=None).aggregate(
        all=Count("id"),
        urgent=Count("id", filter=Q(urgent=True)),
    )
    return found["all"], found["urgent"]
