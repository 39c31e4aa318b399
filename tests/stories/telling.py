"""Telling a story through the API: a clock that is set, people who ask, what stands owed, what was written down."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit.models import Line
from dampingi.cases.models import Case
from dampingi.kernel.days import WIB
from dampingi.protocols.rules import DutyState
from tests.cases.asking import Api, obstacles, problems
from tests.cases.steps import rows_of
from tests.fixtures import Room

BEGINS = datetime(2026, 6, 8, 9, tzinfo=WIB)  # a Monday morning
OPEN = frozenset({DutyState.OWED, DutyState.DUE_NOW, DutyState.OVERDUE})
HOW = {"explained": True, "form": "spoken", "heard_by": "Sari", "capacity": "able"}


class Tale:
    """A story: whoever asks does so at the moment the clock shows."""

    def __init__(self, room: Room) -> None:
        """Begin on a Monday morning."""
        self.room, self.now, self.case = room, BEGINS, ""

    def wait(self, **how_long: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**how_long)
        return self.now

    def until(self, day: date, hour: int = 9) -> datetime:
        """Let time pass until a day."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=WIB)
        return self.now

    # -- asking ------------------------------------------------------------------------------------

    def receive(self, by: Staff, **said: Any) -> list[dict[str, Any]]:
        """Receive a report; the story goes on with its first case."""
        answer = Api(self.room, by).post("/reports", {"received_at": self.now.isoformat(), **said})
        assert answer.status_code == 201, answer.content.decode()
        cases: list[dict[str, Any]] = answer.json()["cases"]
        self.case = cases[0]["number"]
        return cases

    def read(self, by: Staff, path: str = "", *, case: str = "") -> Any:
        """Read something of the case, which must be there for ``by``."""
        answer = Api(self.room, by).get(f"/cases/{case or self.case}{path}")
        assert answer.status_code == 200, (path, answer.content.decode())
        return answer.json()

    def _send(self, by: Staff, path: str, said: Mapping[str, Any]) -> Any:
        address = path if path.startswith(("/incoming", "/reports")) else f"/cases/{self.case}{path}"
        return Api(self.room, by).post(address, dict(said))

    def do(self, by: Staff, path: str, /, **said: Any) -> Any:
        """Do a deed; it must go through."""
        answer = self._send(by, path, said)
        assert answer.status_code in (200, 201), (path, answer.content.decode())
        return answer.json()

    def at(self, by: Staff, path: str, /, **said: Any) -> Any:
        """Do a deed whose sheet asks when: now."""
        return self.do(by, path, when=self.now.isoformat(), **said)

    def sheet(self, by: Staff, kind: str, /, *, about: str = "", **said: Any) -> Any:
        """Keep a sheet that was filled now."""
        return self.at(by, f"/sheets/{kind}" + (f"?about={about}" if about else ""), **said)

    def refused(self, by: Staff, path: str, /, **said: Any) -> list[str]:
        """Return the codes of what stands in the way of a deed, all of them at once."""
        return obstacles(self._send(by, path, {"when": self.now.isoformat(), **said} if "when" not in said else said))

    def refused_bare(self, by: Staff, path: str, /, **said: Any) -> list[str]:
        """As ``refused``, for a sheet that asks no time."""
        return obstacles(self._send(by, path, said))

    def unclean(self, by: Staff, path: str, /, **said: Any) -> list[tuple[str, str]]:
        """Return what cannot be taken, with its place."""
        return problems(self._send(by, path, said))

    def status(self, by: Staff, path: str = "") -> int:
        """Return how a reading is answered."""
        return int(Api(self.room, by).get(f"/cases/{self.case}{path}").status_code)

    # -- what is so --------------------------------------------------------------------------------

    def owed(self, by: Staff) -> dict[str, datetime]:
        """Return what stands owed and until when, in the zone of the unit; the soonest of each."""
        found: dict[str, datetime] = {}
        for duty in self.read(by)["duties"]:
            if duty["state"] in OPEN:
                due = datetime.fromisoformat(duty["due_at"]).astimezone(WIB)
                found[duty["code"]] = min(due, found.get(duty["code"], due))
        return found

    def first(self, by: Staff) -> str:
        """Return the duty that stands first of those owed."""
        return str(next(duty["code"] for duty in self.read(by)["duties"] if duty["state"] in OPEN))

    def about(self, by: Staff, code: str) -> str:
        """Return the number of what an open duty is about."""
        return self.abouts(by, code)[0]

    def abouts(self, by: Staff, code: str) -> list[str]:
        """Return the numbers of all that open duties of a step are about."""
        return [str(d["about"]) for d in self.read(by)["duties"] if d["code"] == code and d["state"] in OPEN]

    def state(self, by: Staff, code: str) -> str:
        """Return how the newest duty of a step stands."""
        return str([d["state"] for d in self.read(by)["duties"] if d["code"] == code][-1])

    def sees_nothing(self, who: Staff) -> bool:
        """Tell whether somebody finds nothing of the case, over the API and in the tables."""
        with acting_as("tests"):
            case = Case.objects.get(number=self.case)
        paths = ("", "/sheets", "/plan", "/consents", "/referrals", "/transfers", "/stays")
        return all(self.status(who, path) == 404 for path in paths) and not any(rows_of(case, who).values())

    def timeline(self) -> list[str]:
        """Return what was written down of the case and why, looks left out: unit by unit, the first first."""
        with acting_as("tests"):
            case = Case.objects.get(number=self.case)
            found = Line.objects.filter(subject_id__in=[case.id, case.report_id], outcome="done").order_by("id")
            units = list(dict.fromkeys(line.unit_id for line in found))
            rows = sorted(found, key=lambda line: (units.index(line.unit_id), line.seq))
            return [f"{line.act} {line.reason}".strip() for line in rows]



def named(answer: Any) -> dict[str, str]:
    """Return the reasons of an answer by code."""
    return {one["code"]: one["words"] for one in answer["reasons"]}


def working_day(day: date, hour: int = 17) -> datetime:
    """Return the end of a working day of the unit."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=WIB)


def told(answer: Any) -> str:
    """Return an answer as one text, to look for what must not be in it."""
    return json.dumps(answer, ensure_ascii=False)


@pytest.fixture
def tale(room: Room, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """Return a story whose clock everybody follows."""
    story = Tale(room)
    monkeypatch.setattr(timezone, "now", lambda: story.now)
    return story


def taken_up(tale: Tale, **first: Any) -> None:
    """Let Sari be asked, accept, and meet her for the first time, twenty minutes after the report."""
    tale.wait(minutes=8)
    tale.do(tale.room.ratna, "/assign", staff=tale.room.sari.email, override_reason="Sudah dikenal keluarganya")
    tale.do(tale.room.sari, "/accept")
    tale.wait(minutes=12)
    met_first(tale, tale.room.sari, **first)


def met_first(tale: Tale, by: Staff, **first: Any) -> None:
    """Record the first contact: explained, agreed, supported."""
    agreed = {"help": True, "record": True, "contact": True}
    support = ["look", "listen", "link"]
    tale.do(by, "/first-contact", at=tale.now.isoformat(), agreed=agreed, support=support, **first)


def shared_with(tale: Tale, referral: str) -> tuple[str, str]:
    """Let Sari make a link for a referral; return its address and its code, which are shown once."""
    page = tale.room.client(tale.room.sari).post(f"/berkas/{tale.case}/rujukan/{referral}/tautan/")
    words = page.content.decode()
    return re.search(r"/kiriman/[^/\"<]+/", words)[0], page.context["code"]  # type: ignore[index]


def opened(address: str, code: str) -> tuple[Client, str]:
    """Return a partner's browser in which the code was typed, and what it reads."""
    browser = Client()
    browser.post(address, {"kode": code})
    return browser, browser.get(address).content.decode()
