"""Who may do what with each table, for the role the application runs as (``dampingi_app``).

The role owns nothing. Every table with case data carries a row-level policy that says the same as
``visible_to``; every other table states why it has none. A house test fails for a table that is in
neither list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

APP_ROLE = "dampingi_app"
ALL = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Policy:
    """How one table is guarded: which rows are seen, or why all of them are."""

    sees: str = ""
    because: str = ""
    grants: str = ALL


def _by_file(column: str, *, unit: bool = False) -> Policy:
    """Rows of files one may see; where the unit stands in the row, its supervisors see them all."""
    file = f'may_see_case("{column}")'
    supervised = "unit_id = ANY ((SELECT supervised_units())::uuid[]) OR " if unit else ""
    # A job sees every row: asked once for a statement, not once for a row.
    return Policy(sees=f"(SELECT is_job()) OR {supervised}{file}")


_OWN = "{column}::text = (SELECT coalesce(current_setting('app.staff', true), '')) OR (SELECT is_job())"

POLICIES: Mapping[str, Policy] = {
    "cases.Case": _by_file("id", unit=True),
    "cases.Assignment": _by_file("case_id"),
    "cases.FirstContact": _by_file("case_id"),
    "cases.PoliceStep": _by_file("case_id"),
    "cases.Closing": _by_file("case_id"),
    "cases.HandoverNote": _by_file("case_id"),
    "cases.AfterCareVisit": _by_file("case_id"),
    "cases.RescuedSheet": Policy(sees=_OWN.format(column="staff_id")),
    # Filters, never a case: their owner's, and those of her unit that are for everybody there.
    "cases.SavedView": Policy(
        sees="(SELECT is_job()) OR staff_id = (SELECT app_staff()) "
        "OR (shared AND unit_id = (SELECT s.unit_id FROM access_staff s WHERE s.id = (SELECT app_staff())))",
    ),
    "cases.Conflict": _by_file("case_id"),
    "cases.Alarm": _by_file("case_id"),
    "cases.DoneAlone": Policy(
        sees="unit_id = ANY ((SELECT supervised_units())::uuid[]) "
        "OR reviewed_by_unit_id = ANY ((SELECT supervised_units())::uuid[]) OR (SELECT is_job())",
    ),
    "files.File": _by_file("file_id"),
    "files.Upload": Policy(sees=_OWN.format(column="by_id")),
    "services.Sheet": _by_file("case_id"),
    "services.Plan": _by_file("case_id"),
    "services.Evaluation": _by_file("case_id"),
    "services.PlannedService": _by_file("case_id"),
    "services.Stay": _by_file("case_id"),
    "services.StayExtension": _by_file("case_id"),
    # Where somebody hides: the head of its unit, and who holds the case of a running stay.
    "places.Shelter": Policy(sees="(SELECT is_job()) OR may_see_shelter(id, unit_id)"),
    "services.Consent": _by_file("case_id"),
    # Whoever a referral or an offer is for sees that it waits, by its own id; never the case by it.
    "services.Referral": Policy(sees='(SELECT is_job()) OR may_see_case("case_id") OR may_see_case("id")'),
    "services.Transfer": Policy(sees='(SELECT is_job()) OR may_see_case("case_id") OR may_see_case("id")'),
    "services.Link": Policy(
        sees="(SELECT is_job()) OR EXISTS (SELECT 1 FROM services_referral r WHERE r.id = referral_id AND may_see_case(r.case_id))",
    ),
    "intake.Report": _by_file("id", unit=True),
    # A report may name several victims: whose relation it is must be somebody one may see.
    "intake.Relation": Policy(
        sees='may_see_case("report_id") AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = victim_id)',
    ),
    "intake.Draft": Policy(sees=_OWN.format(column="staff_id")),
    "intake.Submission": Policy(sees=_OWN.format(column="staff_id")),
    "people.Person": _by_file("file_id", unit=True),
    "people.Token": _by_file("file_id"),
    "protocols.Run": _by_file("id", unit=True),
    "protocols.Event": _by_file("run_id"),
    "protocols.Duty": _by_file("run_id", unit=True),
    "triage.Assessment": _by_file("case_id"),
    "notices.Notice": Policy(sees=_OWN.format(column="staff_id")),
    # A drill is its player's; whoever leads her class sees how far she is, by number.
    "drills.DrillRun": Policy(
        sees="(SELECT is_job()) OR staff_id = (SELECT app_staff()) OR EXISTS (SELECT 1 FROM drills_classsession c "
        "WHERE c.id = class_session_id AND c.leader_id = (SELECT app_staff()))",
    ),
    "audit.Line": Policy(
        sees="(SELECT is_job()) OR unit_id = ANY ((SELECT supervised_units())::uuid[]) OR may_see_case(subject_id) OR "
        + _OWN.format(column="actor_id"),
        grants="SELECT, INSERT",
    ),
    "audit.Head": Policy(
        because="number and hash of each chain's last line; no case is in it",
        grants="SELECT, INSERT, UPDATE",
    ),
    "intake.Rescue": Policy(because="sealed under its draft's key, which only the author reaches"),
    "keys.UnitKey": Policy(because="wrapped keys: useless without the root key outside the database"),
    "keys.DataKey": Policy(because="wrapped keys: useless without the root key outside the database"),
    "keys.Erased": Policy(
        because="ids of keys that were destroyed: what they sealed is noise", grants="SELECT, INSERT"
    ),
    "keys.RootCheck": Policy(because="one sealed word that tells whether the root key is right"),
    "cases.OnCall": Policy(because="duty list of staff: no case is in it"),
    "access.Unit": Policy(because="public offices"),
    "access.Staff": Policy(because="staff; pages show only one's own unit"),
    "access.Reader": Policy(because="who may see which file: read by the policies themselves"),
    "access.Sight": Policy(because="who reads for which unit: read by the policies themselves"),
    "access.Session": Policy(because="digests of sessions, read before anybody is known"),
    "access.Token": Policy(because="digests of tokens, read before anybody is known"),
    "access.Throttle": Policy(because="counts of wrong answers, kept before anybody is known"),
    "access.Invitation": Policy(because="keyed digests of invitations, read before anybody is known"),
    "access.Device": Policy(because="digests of browsers, read before anybody is known"),
    "mfa.Authenticator": Policy(because="second factors, seeds sealed, read before anybody is known"),
    "account.EmailAddress": Policy(because="allauth's, not used: addresses stand in access.Staff", grants="SELECT"),
    "account.EmailConfirmation": Policy(because="allauth's, not used", grants="SELECT"),
    "places.Province": Policy(because="public gazetteer"),
    "places.Regency": Policy(because="public gazetteer"),
    "places.District": Policy(because="public gazetteer"),
    "places.Village": Policy(because="public gazetteer"),
    "places.UnitPlace": Policy(because="names of places a unit uses"),
    "places.Provider": Policy(because="public services and whom they serve: no case is in it"),
    "training.Holding": Policy(because="competences of staff; training is blind to victims"),
    "training.Certificate": Policy(because="certificates of staff; training is blind to victims"),
    "training.Course": Policy(because="courses of a unit; training is blind to victims"),
    "training.CourseModule": Policy(because="modules of courses; training is blind to victims"),
    "training.Event": Policy(because="events of training; training is blind to victims"),
    "training.EventSession": Policy(because="hours of events; training is blind to victims"),
    "training.Speaker": Policy(because="who speaks at events; training is blind to victims"),
    "training.Quota": Policy(because="seats of events; training is blind to victims"),
    "training.Registration": Policy(because="who takes part in training; training is blind to victims"),
    "training.Attendance": Policy(because="who was at a session; training is blind to victims"),
    "drills.ClassSession": Policy(because="which class plays which drill: no player and no case is in it"),
    "contenttypes.ContentType": Policy(because="names of tables", grants="SELECT"),
    "auth.Permission": Policy(because="not used: verbs stand in access.rules", grants="SELECT"),
    "auth.Group": Policy(because="not used: roles stand in access.rules", grants="SELECT"),
}
# Tables that belong to no model of ours and that the application need not touch.
OTHER_TABLES = frozenset({"django_migrations", "auth_group_permissions", "dampingi_installation"})

FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION is_job() RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT coalesce(current_setting('app.staff', true), '') LIKE 'job:%' $$
    """,
    # The cast stands inside the CASE: the planner evaluates it to guess at rows, also for a job.
    """
    CREATE OR REPLACE FUNCTION app_staff() RETURNS uuid LANGUAGE sql STABLE
    AS $$
      SELECT CASE WHEN coalesce(current_setting('app.staff', true), '') ~ '^[0-9a-f-]{36}$'
             THEN current_setting('app.staff', true)::uuid END
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION may_see_case(file uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
      SELECT CASE
        WHEN is_job() THEN true
        ELSE EXISTS (
          SELECT 1 FROM access_reader r JOIN access_sight s ON s.reader_id IN (r.reader_id, r.unit_id)
          WHERE r.file_id = file AND s.staff_id = app_staff())
      END
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION supervised_units() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
      SELECT coalesce(array_agg(reader_id), '{}') FROM access_sight
      WHERE staff_id = app_staff() AND reader_id <> staff_id
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION may_see_shelter(shelter uuid, unit uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
      SELECT EXISTS (SELECT 1 FROM access_staff WHERE id = app_staff() AND is_active AND unit_id = unit
                     AND 'head' = ANY (roles))
          OR EXISTS (SELECT 1 FROM services_stay y JOIN cases_case c ON c.id = y.case_id
                     WHERE y.shelter_id = shelter AND y.left_at IS NULL AND c.owner_id = app_staff())
    $$
    """,
    # Which shelters of some units could take somebody: numbers and counts, never where.
    """
    CREATE OR REPLACE FUNCTION shelter_offers(units uuid[])
    RETURNS TABLE (id uuid, number text, unit_id uuid, serves text[], rooms int, taken int, is_open boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
      SELECT s.id, s.number, s.unit_id, s.serves, s.rooms,
             (SELECT count(*)::int FROM services_stay y WHERE y.shelter_id = s.id AND y.left_at IS NULL), s.is_open
      FROM places_shelter s WHERE s.unit_id = ANY (units) AND (is_job() OR app_staff() IS NOT NULL)
      ORDER BY s.unit_id <> units[1], s.number
    $$
    """,
    # How many open cases each of some companions walks beside: a number, never which. Whoever
    # proposes a companion need not see the cases of the others.
    """
    CREATE OR REPLACE FUNCTION open_loads(staff uuid[]) RETURNS TABLE (companion uuid, cases bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
      SELECT companion_id, count(*) FROM cases_case
      WHERE companion_id = ANY (staff) AND state = 'open' GROUP BY companion_id
    $$
    """,
)


def _quoted(table: str) -> str:
    """Return a table name for SQL; a name with its schema comes quoted already."""
    return table if table.startswith('"') else f'"{table}"'


def statements() -> Iterator[str]:
    """Go over the SQL that gives ``dampingi_app`` exactly what the lists above say. Repeatable."""
    yield f"GRANT USAGE ON SCHEMA public, keyring TO {APP_ROLE}"
    yield from FUNCTIONS
    yield f"GRANT EXECUTE ON FUNCTION is_job, app_staff, may_see_case, may_see_shelter, shelter_offers, supervised_units, open_loads TO {APP_ROLE}"
    for label, policy in POLICIES.items():
        model = apps.get_model(label)
        table = _quoted(model._meta.db_table)
        yield f"REVOKE ALL ON {table} FROM {APP_ROLE}"
        yield f"GRANT {policy.grants} ON {table} TO {APP_ROLE}"
        if not policy.sees:
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for verb in ("SELECT", "UPDATE", "DELETE", "INSERT"):
            yield f"DROP POLICY IF EXISTS dampingi_{verb.lower()} ON {table}"
        seen = f"({policy.sees})"
        yield f"CREATE POLICY dampingi_select ON {table} FOR SELECT TO {APP_ROLE} USING {seen}"
        yield (f"CREATE POLICY dampingi_update ON {table} FOR UPDATE TO {APP_ROLE} USING {seen} WITH CHECK (true)")
        yield f"CREATE POLICY dampingi_delete ON {table} FOR DELETE TO {APP_ROLE} USING {seen}"
        # Whoever writes must be somebody: an unset actor neither sees nor writes.
        yield (
            f"CREATE POLICY dampingi_insert ON {table} FOR INSERT TO {APP_ROLE} "
            "WITH CHECK (coalesce(current_setting('app.staff', true), '') <> '')"
        )


def apply_access(connection: BaseDatabaseWrapper) -> None:
    """Give the application's role its grants and policies; runs as the owner, any number of times."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
