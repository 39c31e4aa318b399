"""Whether the house stands."""

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse

from dampingi.access.doors import open_to_all


@transaction.non_atomic_requests  # else a database that is down could not be told
@open_to_all("says only that the service runs, for whoever keeps it running")
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether the service and its database answer; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "down"
    status = "ok" if database == "ok" else "degraded"
    code = 200 if status == "ok" else 503
    return JsonResponse({"status": status, "database": database}, status=code)
