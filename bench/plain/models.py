"""The same rows in plain columns, with the indexes one would create for these pages."""

from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from dampingi.kernel.days import Calendar
from dampingi.kernel.ids import new_number


def _codes():
    return ArrayField(models.CharField(max_length=40), default=list)


class Unit(models.Model):
    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    phone = models.CharField(max_length=20, blank=True)
    register_complete = models.BooleanField(default=False)

    timezone = ZoneInfo("Asia/Pontianak")
    calendar = Calendar()


class Regency(models.Model):
    code = models.CharField(primary_key=True, max_length=5)
    name = models.CharField(max_length=80)


class Staff(AbstractUser):
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    role = models.CharField(max_length=10)
    sex = models.CharField(max_length=8)
    languages = _codes()
    phone = models.CharField(max_length=20, blank=True)
    case_cap = models.SmallIntegerField(default=25)


class OnCall(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    phone = models.CharField(max_length=20)
    turn = models.SmallIntegerField(default=1)


class Holding(models.Model):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    competence = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField(null=True)


class Person(models.Model):
    role = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    nik = models.CharField(max_length=40, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True, db_index=True)
    address = models.TextField(blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    contact_number = models.CharField(max_length=40, blank=True)
    contact_note = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=8, default="unknown")
    age_at_report = models.SmallIntegerField(null=True)
    age_at_incident = models.SmallIntegerField(null=True)
    age_band = models.CharField(max_length=8, blank=True)
    is_child = models.BooleanField(null=True)
    disability = models.CharField(max_length=16, blank=True)
    languages = _codes()
    needs_interpreter = models.BooleanField(null=True)
    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="people")


class Report(models.Model):
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    channel = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    capacity = models.CharField(max_length=16, blank=True)
    safe_now = models.CharField(max_length=8, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    occurred_at = models.DateTimeField(null=True)
    place_kind = models.CharField(max_length=16, blank=True)
    forms = _codes()
    domestic = models.BooleanField(null=True)
    may_include_penetration = models.BooleanField(null=True)
    tpks_kinds = _codes()
    ampk = _codes()
    acts = _codes()
    means = _codes()
    purposes = _codes()
    narrative = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("unit", "-received_at"), name="plain_report_received"),)


class Relation(models.Model):
    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    victim = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=20)


class Case(models.Model):
    number = models.CharField(max_length=11, unique=True, default=new_number)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="cases")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place_in_report = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=12, default="open")
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(auto_now_add=True)
    kinds = _codes()
    ampk = _codes()
    risk = models.CharField(max_length=12)
    authority = models.CharField(max_length=10)
    elsewhere = models.BooleanField(default=False)
    contact_way = models.CharField(max_length=16, blank=True)
    awaiting_agreement = models.BooleanField(default=False)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    companion = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="cases")
    accepted_at = models.DateTimeField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "-received_at"), name="plain_case_received"),
            models.Index(fields=("unit", "state"), name="plain_case_state"),
        )


class Assessment(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    answers = models.JSONField(default=dict)
    derived = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-at",)


class Event(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    code = models.CharField(max_length=32)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT)

    class Meta:
        ordering = ("at",)


class Duty(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    code = models.CharField(max_length=40)
    actor = models.CharField(max_length=10)
    clause_law = models.CharField(max_length=60)
    clause_article = models.CharField(max_length=40)
    clause_status = models.CharField(max_length=10)
    reminder = models.BooleanField(default=False)
    rank = models.SmallIntegerField()
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=32, blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_reason = models.CharField(max_length=40, blank=True)
    superseded_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=("unit", "met_at", "late_at"), name="plain_duty_board"),)

    @property
    def is_open(self):
        return self.met_at is None and self.waived_at is None and self.superseded_at is None


class Assignment(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)


class FirstContact(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT)
    agrees_help = models.BooleanField(null=True)
    agrees_record = models.BooleanField(null=True)
    agrees_contact = models.BooleanField(null=True)
    support = _codes()
    safe_now = models.CharField(max_length=8, blank=True)
    needs = models.TextField(blank=True)
    hopes = models.TextField(blank=True)


class Conflict(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    how = models.CharField(max_length=10)
    at = models.DateTimeField()


class Alarm(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    step = models.SmallIntegerField()
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)


class Line(models.Model):
    """A line of a case's history, as an afternoon's work would have it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lines")
    act = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, default="done")
    actor = models.ForeignKey(Staff, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("case", "-at"), name="plain_line_case"),)

    @property
    def seq(self):
        return self.id

    @property
    def actor_role(self):
        return self.actor.role


class Notice(models.Model):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("staff", "read_at"), name="plain_notice_unread"),)


class ApiToken(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
