"""A notice says that something waits, never what; a dead mail server loses none (practice, words; P-20)."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation

from dampingi.access.actor import act_as, act_as_nobody, acting_as
from dampingi.config.jobs import addresses
from dampingi.notices import actions, queries
from dampingi.notices.models import Notice
from tests.fixtures import SECRET, STORY

CALM = {"id": "Ada pembaruan. Silakan masuk.", "en": "There is an update. Please sign in."}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_are_these_and_no_others(language: str) -> None:
    with translation.override(language):
        calm, urgent = actions.words(urgent=False), actions.words(urgent=True)
    assert calm == (CALM[language], CALM[language])
    assert urgent[0] == urgent[1] != calm[0]
    assert urgent[0].startswith({"id": "Mendesak: silakan masuk.", "en": "Urgent"}[language])
    for text in (*calm, *urgent):
        assert not re.search(r"[\d@/{}%]", text)


def test_a_notice_has_no_room_for_content() -> None:
    fields = {f.name: f for f in Notice._meta.get_fields()}
    assert fields.keys() == {"id", "staff_id", "at", "urgent", "read_at", "mailed_at", "tries"}
    kinds = {f.get_internal_type() for f in fields.values()}
    assert not kinds & {"CharField", "TextField", "JSONField", "BinaryField", "ForeignKey"}


@pytest.fixture
def job(room):
    room.sari.language = "en"
    room.sari.save()
    with acting_as("mail"):
        yield room


def send(room, after: int = 0) -> int:
    return actions.send_waiting(addresses, at=room.now + timedelta(minutes=after))


def test_each_is_told_once_however_often_named(job) -> None:
    actions.tell([job.sari.id, job.ratna.id, job.sari.id], at=job.now)
    assert sorted(Notice.objects.values_list("staff_id", flat=True)) == sorted([job.sari.id, job.ratna.id])


def test_mail_goes_in_the_language_of_whoever_gets_it_and_only_once(job) -> None:
    actions.tell([job.sari.id, job.ratna.id], at=job.now)
    actions.tell([job.ratna.id], at=job.now, urgent=True)
    assert send(job) == 3
    assert send(job, after=1) == 0
    said = sorted((m.to, m.subject, m.body) for m in mail.outbox)
    urgent = "Mendesak: silakan masuk."
    assert said == [
        (["ratna@contoh.test"], CALM["id"], CALM["id"]),
        (["ratna@contoh.test"], urgent, urgent),
        (["sari@contoh.test"], CALM["en"], CALM["en"]),
    ]
    assert mail.outbox[0].subject == urgent, "the urgent first"
    assert set(Notice.objects.values_list("mailed_at", flat=True)) == {job.now}


def test_a_mail_about_a_real_report_has_no_name_no_number_and_no_address_to_click(room) -> None:
    (case,) = room.report(
        victims=[{"name": SECRET, "phone": "081234567890"}], incident={"narrative": STORY}, risk_signs={"weapon": "yes"}
    )
    with acting_as("mail"):
        assert Notice.objects.exists()
        assert actions.send_waiting(addresses, at=room.now) == len(mail.outbox) > 0
        numbers = [case.number, case.report.number, str(case.id)]
    for one in mail.outbox:
        whole = one.message().as_string()
        read = one.subject + one.body
        assert "contoh.test" in whole  # the control: the whole message is searched
        for secret in (SECRET, "Marlina", STORY, "0812", "Petugas", "Palangka", *numbers):
            assert secret not in whole
        assert not re.search(r"https?:|www\.|<a |\d", read)
        assert not one.attachments


class Dead(EmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError


class Breaks(EmailBackend):
    """A mail server that goes away after the first letter."""

    def send_messages(self, messages):
        if mail.outbox:
            raise smtplib.SMTPServerDisconnected("gone")
        return super().send_messages(messages)


class Refuses(EmailBackend):
    """A mail server that refuses one address: for good, or for now."""

    how: Exception

    def send_messages(self, messages):
        if messages[0].to == ["ratna@contoh.test"]:
            raise type(self).how
        return super().send_messages(messages)


def use(settings, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def test_a_dead_server_loses_nothing_however_long_it_is_dead(job, settings) -> None:
    actions.tell([job.sari.id, job.ratna.id], at=job.now)
    alive = settings.EMAIL_BACKEND
    use(settings, Dead)
    assert [send(job, after=i) for i in range(20)] == [0] * 20
    assert Notice.objects.filter(mailed_at=None).count() == 2
    settings.EMAIL_BACKEND = alive
    assert send(job, after=60) == 2


def test_a_server_that_goes_away_between_two_letters_sends_each_once(job, settings) -> None:
    actions.tell([job.sari.id, job.ratna.id, job.lina.id], at=job.now)
    alive = settings.EMAIL_BACKEND
    use(settings, Breaks)
    assert send(job) == 1
    settings.EMAIL_BACKEND = alive
    assert send(job, after=1) == 2
    assert len({m.to[0] for m in mail.outbox}) == len(mail.outbox) == 3


GOOD = [
    smtplib.SMTPRecipientsRefused({"ratna@contoh.test": (550, b"no such user")}),
    smtplib.SMTPDataError(554, b"refused"),
    ValueError("no address"),
    UnicodeEncodeError("ascii", "é", 0, 1, "no"),
]
LATER = [
    smtplib.SMTPRecipientsRefused({"ratna@contoh.test": (450, b"greylisted")}),
    smtplib.SMTPDataError(451, b"busy"),
]


@pytest.mark.parametrize("how", [*GOOD, *LATER], ids=lambda e: f"{type(e).__name__} {e.args[0]}"[:40])
def test_one_refused_address_holds_nobody_else_up(job, settings, how) -> None:
    actions.tell([job.ratna.id, job.sari.id], at=job.now)
    alive = settings.EMAIL_BACKEND
    Refuses.how = how
    use(settings, Refuses)
    assert [send(job, after=i) for i in range(10)] == [1, *[0] * 9]
    settings.EMAIL_BACKEND = alive
    assert send(job, after=60) == (how in LATER), "what is refused for good is given up, the rest is sent again"
    assert Notice.objects.filter(staff_id=job.ratna.id, read_at=None).count() == 1  # in the app it waits on


def test_whoever_no_longer_works_here_gets_no_mail(job) -> None:
    actions.tell([job.sari.id], at=job.now)
    job.sari.is_active = False
    job.sari.save()
    assert (send(job), mail.outbox) == (0, [])
    assert not Notice.objects.filter(tries__lt=5).exists()


def test_reading_marks_ones_own_notices_and_nobody_elses(room) -> None:
    with acting_as("tests"):
        actions.tell([room.sari.id, room.ratna.id], at=room.now)
        actions.tell([room.sari.id], at=room.now, urgent=True)
    act_as(room.sari)
    assert queries.waiting(room.sari.id) == (2, 1)
    assert queries.waiting(room.ratna.id) == (0, 0)  # not hers to count
    assert actions.read_all(room.sari.id, at=room.now) == 2
    assert actions.read_all(room.ratna.id, at=room.now) == 0
    assert queries.waiting(room.sari.id) == (0, 0)
    act_as(room.ratna)
    assert queries.waiting(room.ratna.id) == (1, 0)
    act_as_nobody()
    assert not Notice.objects.exists()
