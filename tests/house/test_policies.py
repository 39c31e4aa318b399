"""Row-level security says the same as ``visible_to``, on every table with case data (architecture)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dampingi.access.actor import act_as, act_as_nobody, acting_as
from dampingi.access.models import Reader, Staff
from dampingi.access.queries import readers_of, seen_by
from dampingi.access.rules import Role
from dampingi.cases import actions
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.models import AfterCareVisit, Case, Closing, DoneAlone, HandoverNote, PoliceStep
from dampingi.cases.rules import Basis
from dampingi.config.policies import APP_ROLE, OTHER_TABLES, POLICIES, apply_access
from dampingi.drills import actions as drills
from dampingi.drills.catalog import BY_CODE as SCENARIOS
from dampingi.drills.models import DrillRun
from dampingi.files import actions as files
from dampingi.intake import actions as intake
from dampingi.intake.models import Report
from dampingi.kernel.codes import Sign
from dampingi.kernel.ids import new_id, new_number
from dampingi.kernel.refusals import Refusal
from dampingi.notices import actions as notices
from dampingi.places import actions as places
from dampingi.protocols.rules import Deed
from dampingi.services import actions as services
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Link, Stay
from dampingi.services.queries import offers_for, shelters_seen_by
from tests.access.routes import planned
from tests.files.steps import keep
from tests.fixtures import Room, complaint
from tests.services.agreeing import agree, offer, provider, refer

AsOwner = Callable[[], AbstractContextManager[None]]
POLICED = {label: policy for label, policy in POLICIES.items() if policy.sees}
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def table_of(label: str) -> str:
    """Return a model's table as SQL names it."""
    name = apps.get_model(label)._meta.db_table
    return name if name.startswith('"') else f'"{name}"'


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what raw SQL gives to whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


# --- every table is in the list -------------------------------------------------------------------


def test_every_model_has_a_policy_or_a_reason_to_have_none() -> None:
    known = {label.lower() for label in POLICIES}
    ours = {m._meta.label_lower for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    through = {m._meta.label_lower for m in apps.get_models(include_auto_created=True) if m._meta.auto_created}
    assert ours - through - known == set(), "Say in config/policies.py who sees these rows, or why nobody need ask."
    assert known - ours == set(), "These are no models any more."


def test_a_table_without_a_policy_says_why_and_one_with_a_policy_does_not() -> None:
    assert [label for label, p in POLICIES.items() if bool(p.sees) == bool(p.because)] == []


def test_every_table_of_the_database_is_in_the_list(db: None) -> None:
    found = rows(
        """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname !~ '^pg_(toast|temp)'""",
    )
    tables = {f'"{name}"' if schema == "public" else f'"{schema}"."{name}"' for schema, name in found}
    known = {table_of(label) for label in POLICIES} | {f'"{name}"' for name in OTHER_TABLES}
    assert tables - known - {'"auth_group_permissions"'} == set()


def test_a_new_table_without_a_policy_would_be_found(db: None, as_owner: AsOwner) -> None:
    with as_owner(), transaction.atomic():
        rows("CREATE TABLE cases_forgotten (id uuid PRIMARY KEY)")
        with pytest.raises(AssertionError, match="cases_forgotten"):
            test_every_table_of_the_database_is_in_the_list(None)
        transaction.set_rollback(True)


# --- the database is as declared ------------------------------------------------------------------


def test_the_database_holds_exactly_the_declared_policies(db: None, as_owner: AsOwner) -> None:
    assert set(_policies()) == {(table_of(label), f"dampingi_{v}") for label in POLICED for v in _VERBS}
    for label, policy in POLICED.items():
        table = table_of(label)
        with as_owner(), transaction.atomic():
            rows(f"CREATE POLICY probe ON {table} FOR SELECT TO {APP_ROLE} USING ({policy.sees})")
            found = _policies()
            transaction.set_rollback(True)
        declared = found[table, "probe"][3]
        for verb in ("select", "update", "delete"):
            permissive, to, command, using, _check = found[table, f"dampingi_{verb}"]
            assert (permissive, to, command) == ("PERMISSIVE", [APP_ROLE], verb.upper()), table
            assert using == declared, (table, verb)
        permissive, to, command, using, check = found[table, "dampingi_insert"]
        assert (permissive, to, command, using) == ("PERMISSIVE", [APP_ROLE], "INSERT", None)
        assert "app.staff" in check


_VERBS = ("select", "update", "delete", "insert")


def _policies() -> dict[tuple[str, str], tuple[Any, ...]]:
    found = rows("SELECT schemaname, tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies")
    return {(f'"{table}"' if s == "public" else f'"{s}"."{table}"', name): tuple(rest) for s, table, name, *rest in found}


def test_row_level_security_is_on_where_declared_and_nowhere_else(db: None) -> None:
    for label, policy in POLICIES.items():
        [(on,)] = rows("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table_of(label))
        assert on == bool(policy.sees), label


def test_giving_access_twice_changes_nothing(db: None, as_owner: AsOwner) -> None:
    before = _policies(), _rights()
    with as_owner():
        apply_access(connection)
    assert (_policies(), _rights()) == before


# --- what the role may do -------------------------------------------------------------------------


def _rights() -> dict[str, set[str]]:
    every = rows(
        """SELECT format('%%I.%%I', n.nspname, c.relname), c.oid FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'keyring')""",
    )
    return {
        name: {right for right in RIGHTS if rows("SELECT has_table_privilege(%s, %s::oid, %s)", APP_ROLE, oid, right)[0][0]}
        for name, oid in every
    }


def test_the_role_may_do_what_is_declared_and_nothing_more(db: None) -> None:
    declared = {
        ".".join(part.strip('"') for part in (f"public.{table_of(label)}" if "." not in table_of(label) else table_of(label)).split(".")): {
            right.strip() for right in policy.grants.split(",")
        }
        for label, policy in POLICIES.items()
    }
    allowed = {"public.dampingi_installation": {"SELECT"}}
    for table, found in _rights().items():
        assert found == declared.get(table, allowed.get(table, set())), table


@pytest.mark.parametrize("sql", ["UPDATE audit_line SET act = 'x'", "DELETE FROM audit_line", "TRUNCATE audit_line", "DELETE FROM audit_head"])
def test_the_ledger_is_out_of_its_reach(room: Room, sql: str) -> None:
    room.report()
    act_as(room.ratna)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows(sql)


def test_the_role_is_nobody_and_owns_nothing(db: None) -> None:
    flags = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
    assert rows(f"SELECT {flags} FROM pg_roles WHERE rolname = %s", APP_ROLE) == [(False,) * 5]
    member = "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s"
    assert rows(member, APP_ROLE) == [(0,)]
    for catalog, column in (("pg_class", "relowner"), ("pg_proc", "proowner"), ("pg_namespace", "nspowner"), ("pg_database", "datdba"), ("pg_type", "typowner")):
        owned = f"SELECT count(*) FROM {catalog} c JOIN pg_roles r ON r.oid = c.{column} WHERE r.rolname = %s"
        assert rows(owned, APP_ROLE) == [(0,)], catalog
    for schema in ("public", "keyring"):
        assert rows("SELECT has_schema_privilege(%s, %s, 'CREATE')", APP_ROLE, schema) == [(False,)], schema


def test_the_tests_themselves_run_as_that_role(db: None) -> None:
    assert rows("SELECT current_user") == [(APP_ROLE,)]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY dampingi_select ON cases_case",
        "CREATE TABLE public.mine (id int)",
        "ALTER ROLE dampingi_app BYPASSRLS",
        "CREATE OR REPLACE FUNCTION is_job() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'",
    ],
)
def test_the_role_cannot_open_the_door_for_itself(db: None, sql: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows(sql)


def test_functions_that_look_behind_the_policies_pin_their_search_path(db: None) -> None:
    found = rows(
        """SELECT p.proname, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')""",
    )
    # Each says little: whether, which units, how many. A new one is thought about here.
    assert {name for name, _ in found} == {"may_see_case", "supervised_units", "open_loads", "may_see_shelter", "shelter_offers"}
    assert all("search_path" in str(pinned) for _, pinned in found)


# --- the policies alone see what visible_to gives -------------------------------------------------

# By which column a row of each policed table belongs to a file, to a unit, or to one person.
FILES = {label: policy.sees.split('may_see_case("')[1].split('"')[0] for label, policy in POLICED.items() if 'may_see_case("' in policy.sees}
OWN = dict.fromkeys(("intake.Draft", "intake.Submission", "notices.Notice", "cases.RescuedSheet"), "staff_id") | {"files.Upload": "by_id"}


def fill(room: Room) -> list[Case]:
    """Put at least one row into every policed table; return the cases."""
    made = room.report(
        victims=[{"sex": "female", "age_years": 30, "nik": "6271014101900001"}, {"sex": "unknown"}],
        reported_parties=[{"name": "Lina Petugas", "relations": [{"victim": 0, "relation": "spouse"}]}],
        incident={"forms": ["sexual"], "narrative": "x"},
    )
    now = room.now
    actions.assign(room.case(made[0], room.ratna), to=room.sari, override_reason="Ya", by=room.ratna, at=now)
    actions.acknowledge(room.case(made[0], room.sari), by=room.sari, at=now)
    case = room.case(made[0], room.sari)
    agreed = {"help": True, "record": True, "contact": True}
    actions.first_contact(case, when=now, agreed=agreed, support=["look"], words={"needs": "y"}, by=room.sari, at=now)
    actions.rescue_sheet(case, actions.Typing(typed={"needs": "z"}, shown_at=now), sheet="first_contact", staff_id=room.sari.id, by=room.sari, at=now)
    services.save_sheet(case, BY_CODE["assessment"], {"strengths": "x"}, number=new_number(), by=room.sari, at=now)
    plan = planned(room.case(case, room.sari), room.sari, now)
    said = {"when": now, "reached": "some", "review_on": now.date() + timedelta(days=60)}
    services.evaluate_plan(room.case(case, room.sari), plan, said, by=room.sari, at=now)
    said = {"when": now, "domain": "physical", "service": "health", "payer": "free"}
    services.plan_service(room.case(case, room.sari), said, by=room.sari, at=now)
    shelter = {"serves": ["women", "girls"], "rooms": 3, "is_open": True, "name": "r", "address": "j", "contact": "", "way": ""}
    place = places.add_shelter(shelter, unit_id=room.palangka.id, by=room.sari, at=now).number
    begins = {"when": now, "reasons": ["life"], "place": place, "needs": ""}
    stay = services.begin_stay(case, begins, by=room.sari, at=now)
    services.extend_stay(stay, until=stay.until + timedelta(days=7), reason="not_safe", by=room.sari, at=now)
    agree(room, case, (to := provider(room)), ["identity"])
    services.make_link(refer(room, case, to, ["identity"]), by=room.sari, at=now)
    offer(room, case, to="62.08")
    case = room.case(case, room.sari)
    keep(case, b"Catatan rapat", by=room.sari, at=now)
    files.take_part(case, new_number(), 0, b"Catatan", by=room.sari, at=now)
    PoliceStep.objects.create(id=new_id(), case=case, at=now, by_id=room.sari.id, outcome="prepared")
    Closing.objects.create(id=new_id(), case=case, at=now, by_id=room.sari.id, reason="goals_reached")
    HandoverNote.objects.create(id=new_id(), case=case, at=now, by_id=room.sari.id, words=b"")
    AfterCareVisit.objects.create(case=case, planned_on=now.date())
    # Low risk: a high one would ring at the province, which then may look (H-02).
    (alone,) = room.report(room.kepala, risk_signs={str(s): "no" for s in Sign})
    note_done_alone(alone, DoneAlone.Kind.OVERRIDE, by=room.kepala, at=now)
    act_as(room.sari)
    actions.save_view({"hanya": ["late"]}, name="x", shared=False, by=room.sari, at=now)
    intake.open_draft(complaint(now), by=room.sari, at=now)
    intake.remember(key="k", door="reports", data={}, subject_id=case.id, by=room.sari, at=now)
    notices.tell([room.sari.id], at=now)
    taught = drills.open_class(SCENARIOS["wife"], practice=True, by=room.ratna, at=now)
    drills.begin_drill(SCENARIOS["wife"], class_number=taught.number, practice=True, by=room.sari, at=now)
    return made


def ids(label: str) -> set[UUID]:
    """Return the ids raw SQL sees in a table."""
    return {row[0] for row in rows(f"SELECT id FROM {table_of(label)}")}


def expected(label: str, staff: Staff) -> set[UUID]:  # noqa: PLR0911 -- one line for each way to be seen
    """Return the ids of a policed table that ``visible_to`` gives to ``staff``; asked past the policies."""
    model: type[models.Model] = apps.get_model(label)
    found = model._default_manager.all()
    asked = {
        "cases.Case": lambda: Case.objects.visible_to(staff),
        "intake.Report": lambda: Report.objects.filter(seen_by(staff)),
        "places.Shelter": lambda: shelters_seen_by(staff),
    }
    if label in asked:
        return set(asked[label]().values_list("id", flat=True))
    if label in OWN:
        return set(found.filter(**{OWN[label]: staff.id}).values_list("id", flat=True))
    units = [u for u in readers_of(staff) if u != staff.id]
    if label == "cases.DoneAlone":
        return set(found.filter(Q(unit_id__in=units) | Q(reviewed_by_unit_id__in=units)).values_list("id", flat=True))
    if label == "drills.DrillRun":
        return set(DrillRun.objects.filter(Q(staff=staff) | Q(class_session__leader=staff)).values_list("id", flat=True))
    if label == "cases.SavedView":
        return set(found.filter(Q(staff=staff) | Q(shared=True, unit_id=staff.unit_id)).values_list("id", flat=True))
    if label in ("services.Referral", "services.Transfer"):
        cases = Case.objects.visible_to(staff).values_list("id", flat=True)
        own = Reader.objects.filter(Q(reader_id__in=readers_of(staff)) | Q(unit_id__in=units)).values("file_id")
        return set(found.filter(Q(case_id__in=list(cases)) | Q(id__in=own)).values_list("id", flat=True))
    if label == "services.Link":
        cases = Case.objects.visible_to(staff).values_list("id", flat=True)
        return set(Link.objects.filter(referral__case_id__in=list(cases)).values_list("id", flat=True))
    files = set(Case.objects.visible_to(staff).values_list("id", flat=True))
    files |= set(Report.objects.filter(seen_by(staff)).values_list("id", flat=True))
    if label == "audit.Line":
        mine = Q(actor_id=staff.id) | Q(subject_id__in=files)
        return set(found.filter(mine | Q(unit_id__in=units)).values_list("id", flat=True))
    return set(found.filter(**{f"{FILES[label]}__in": files}).values_list("id", flat=True))


def test_the_test_knows_how_each_policed_table_is_seen() -> None:
    known = {*FILES, *OWN, "audit.Line", "cases.DoneAlone", "cases.SavedView", "drills.DrillRun", "places.Shelter", "services.Link"}
    assert set(POLICED) - known == set(), "Say in FILES or OWN how rows of these tables belong to somebody."


def test_every_policed_table_has_something_to_hide(room: Room) -> None:
    fill(room)
    with acting_as("tests"):
        empty = [label for label in POLICED if not ids(label)]
    assert empty == [], "fill() must put a row there, or nothing is shown of its policy."


@pytest.mark.parametrize("label", POLICED)
def test_nobody_sees_nothing_and_writes_nothing(room: Room, label: str) -> None:
    fill(room)
    with acting_as("tests"):
        [(row,)] = rows(f"SELECT row_to_json(t)::text FROM {table_of(label)} t LIMIT 1")
    act_as_nobody()
    assert ids(label) == set()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        rows(f"INSERT INTO {table_of(label)} SELECT * FROM json_populate_record(null::{table_of(label)}, %s)", row)


@pytest.mark.parametrize("said", ["", "x", "job", "JOB:tests", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --", "01a20d5c-7ed9-7b4d-93b5-c62a1dfec7ef"])
def test_an_actor_who_is_nobody_sees_nothing(room: Room, said: str) -> None:
    fill(room)
    rows("SELECT set_config('app.staff', %s, false)", said)
    assert [label for label in POLICED if ids(label)] == []


@pytest.mark.parametrize("who", ["adi", "dian", "tuti", "budi", "wati", "lina"])
def test_whoever_has_nothing_to_do_with_a_case_sees_no_row_of_it(room: Room, who: str) -> None:
    made = fill(room)
    staff: Staff = getattr(room, who)
    act_as(staff)
    own = {"audit.Line", *OWN, *(["cases.DoneAlone"] if staff == room.wati else [])}  # she reviews that list (H-06)
    assert [label for label in POLICED if label not in own and ids(label)] == []
    assert not rows("SELECT 1 FROM audit_line WHERE subject_id = ANY(%s) AND actor_id <> %s", [c.id for c in made], staff.id)


def test_an_update_or_a_delete_reaches_no_row_one_does_not_see(room: Room) -> None:
    (case, *_) = fill(room)
    act_as(room.budi)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET risk = 'low'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM protocols_duty")
        assert cursor.rowcount == 0
    assert room.case(case, room.ratna).risk == "unassessed"


TAKERS = ("peni", "sari", "ratna", "budi", "kepala")
OTHERS = ("sari", "lina", "ratna", "budi", "kepala")
EVERYBODY = ("hana", "peni", "sari", "ratna", "lina", "budi", "kepala", "wati", "adi", "dian", "tuti")
STEP = st.one_of(
    st.tuples(st.just("assign"), st.sampled_from(OTHERS)),
    st.tuples(st.just("accept"), st.just("")),
    st.tuples(st.just("refer-up"), st.just("")),
    st.tuples(st.sampled_from(["shelter", "leave"]), st.just("")),
)
STORY = st.tuples(st.sampled_from(TAKERS), st.integers(1, 2), st.lists(STEP, max_size=4))


@pytest.fixture
def headed(room: Room) -> Room:
    """Return the room with a head in it, who keeps the shelters."""
    with acting_as("tests"):
        room.hana = room._staff("hana", room.palangka, Role.HEAD)
    return room


def live(room: Room, taker: str, victims: int, steps: list[tuple[str, str]]) -> None:
    """Take a report and let its first case be passed on."""
    by: Staff = getattr(room, taker)
    made = room.report(by, victims=[{"sex": "female", "age_years": 30}] * victims)
    for step, name in steps:
        with acting_as("tests"):
            case = Case.objects.select_related("unit__parent", "report__taken_by", "victim", "companion").get(id=made[0].id)
            try:
                with transaction.atomic():
                    _step(room, case, step, name, by)
            except Refusal:
                continue


def _step(room: Room, case: Case, step: str, name: str, by: Staff) -> None:
    now = timezone.now()
    if step == "assign":
        actions.assign(case, to=getattr(room, name), override_reason="Ya", by=by, at=now)
    elif step == "accept" and case.companion:
        actions.acknowledge(case, by=case.companion, at=now)
    elif step == "shelter":
        shelter = {"serves": ["women"], "rooms": 1, "is_open": True, "name": "", "address": "", "contact": "", "way": ""}
        places.add_shelter(shelter, unit_id=case.unit_id, by=by, at=now)
        place = next(o.number for o in offers_for(case) if o.free)
        begins = {"when": now - timedelta(minutes=1), "reasons": ["life"], "place": place, "needs": ""}
        services.begin_stay(case, begins, by=by, at=now)
    elif step == "leave" and (stay := Stay.objects.filter(case=case, left_at=None).first()):
        said = {"when": now, "left_to": "family", "safe_now": "safe", "where": "", "plan": "", "follow_on": None}
        services.leave_stay(stay, said, by=by, at=now)
    elif step == "refer-up":
        note_done_alone(case, DoneAlone.Kind.OVERRIDE, by=by, at=now)
        actions.refer_up(case, basis=Basis.DANGER, by=by, at=now)
    actions.happened(case, Deed.VALUES_CHECKED, when=now - timedelta(minutes=1), by=by, at=now)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=st.lists(STORY, min_size=1, max_size=3))
def test_the_policies_alone_see_exactly_what_visible_to_gives(headed: Room, stories: Any) -> None:
    room = headed
    with taken_back():
        for story in stories:
            live(room, *story)
        for viewer, shared in ((room.ratna, True), (room.sari, False), (room.budi, True)):
            act_as(viewer)
            actions.save_view({"hanya": ["late"]}, name="x", shared=shared, by=viewer, at=room.now)
        for name in EVERYBODY:
            staff: Staff = getattr(room, name)
            with acting_as("tests"):
                wanted = {label: expected(label, staff) for label in POLICED}
            act_as(staff)
            for label in POLICED:
                assert ids(label) == wanted[label], (name, label)
        act_as_nobody()
