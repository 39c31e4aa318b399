"""The canary sweep (security T-00): what was told is found nowhere but where it may be.

A real installation is driven through every door and every kind of error with a marker in every
IDENTITY and SENSITIVE field. Then everything it leaves is searched. Each place is first shown to be
searchable: controls are planted in every shape, found, and taken away.
"""

import base64
import contextlib
import gzip
import json
import os
import re
import socket
import tempfile
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from dampingi.cases.catalog import VIEW
from dampingi.cases.fields import CONSULTATION, FIRST_CONTACT, SIGNS
from dampingi.intake.fields import COMPLAINT
from dampingi.kernel.codes import SIGNS as SIGNS_ASKED
from dampingi.kernel.fields import Group
from dampingi.kernel.ids import new_number
from dampingi.places.fields import SHELTER
from dampingi.services import fields
from dampingi.services.api.plan import PLAN
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.consent import ANSWER, CONSENT, REFERRAL, TRANSFER
from dampingi.services.catalog.letters import LETTER
from tests.access.people import code_of
from tests.files.steps import photo
from tests.house.canary import Hit, Marks, Search
from tests.house.doors import doors
from tests.house.installation import WORD, Browser, Form, Installation, Page, installation
from tests.house.sheets import HIDDEN, declared, filled, paths, typed

SHAPES = {"plain", "utf-16", "hex", "base64", "percent", "json"}
UNIT = "6271"


def shapes_of(marks: Marks) -> dict[str, bytes]:
    """Return one control in every shape, each with something around it."""
    text = f"x {marks.word()} y"
    return {
        "plain": text.encode(),
        "folded": text.upper().encode(),
        "utf-16": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hex": text.encode().hex().upper().encode(),
        "base64": base64.b64encode(text.encode()),
        "base64-1": base64.b64encode(b"1" + text.encode()),
        "base64-2": base64.b64encode(b"22" + text.encode()),
        "percent": "".join(f"%{ord(c):02X}" for c in text).encode(),
        "json": "".join(f"\\u{ord(c):04x}" for c in text).encode(),
        "gzip": gzip.compress(text.encode() * 20),
        "zlib": zlib.compress(b"something that is longer " * 9 + text.encode()),
        "gzip in base64": base64.b64encode(gzip.compress(text.encode() * 20)),
        "number": f"08{marks.number}".encode(),
        "day": marks.day.isoformat().encode(),
    }


@pytest.mark.parametrize("shape", [*shapes_of(Marks())])
def test_the_searcher_finds_a_marker_in_every_shape(shape: str) -> None:
    marks = Marks()
    around = os.urandom(5_000)
    data = b"\n".join((around, shapes_of(marks)[shape], around))
    assert Search(marks).bytes("here", data)
    assert not Search(Marks()).bytes("here", data)


class Sweep:
    """One installation, one set of markers, and what was done with them."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        self.marks = Marks()
        self.search = Search(self.marks)
        self.village = house.sql("SELECT code FROM places_village WHERE code LIKE '62.71.%' ORDER BY code LIMIT 1")
        self.accepted: set[str] = set()
        self.answers: list[str] = []
        self.browsers: list[Browser] = []
        self.numbers: list[str] = []
        self.token = house.command("token", f"supervisor-{UNIT}@contoh.test").stdout.strip()
        self.officer = self.browser(f"supervisor-{UNIT}")

    def browser(self, email: str = "") -> Browser:
        made = self.house.browser(email)
        self.browsers.append(made)
        return made

    def complaint(self, *, victims: int = 1) -> dict[str, Any]:
        return filled(COMPLAINT, self.marks, now=datetime.now(UTC), village=self.village, rows=victims)

    # -- what is done -----------------------------------------------------------------------

    def api(self, path: str, data: object, *, key: str = "", **headers: str) -> requests.Response:
        """Send JSON to the API."""
        said = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or os.urandom(8).hex(), **headers}
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.marks.said.append(body.decode() if isinstance(data, bytes) else json.dumps(data, sort_keys=True))
        answer = requests.post(f"{self.house.address}/api/v1{path}", data=body, headers=said, timeout=120)
        self.answers.append(answer.text)
        return answer

    def note(self, one: object, payload: dict[str, Any]) -> None:
        """Remember which fields a door has taken."""
        for path, field in paths(one):  # type: ignore[arg-type]
            held: Any = payload
            for part in path.split("."):
                held = held[int(part)] if part.isdigit() and held else (held or {}).get(part) if held else None
            if held not in (None, "") and field.privacy in HIDDEN:
                self.accepted.add(path)

    def reports(self) -> None:
        """Take reports through the API: as many cases as there are doors to try."""
        more = self.api("/reports", self.complaint(victims=50))
        assert more.status_code == 201, more.text[:600]
        body = self.complaint(victims=50)
        answer = self.api("/reports", body, key="once")
        assert answer.status_code == 201, answer.text[:600]
        self.numbers += [case["number"] for found in (more, answer) for case in found.json()["cases"]]
        self.note(COMPLAINT, body)
        assert self.api("/reports", body, key="once").status_code == 200
        assert self.api("/reports", self.complaint(), key="once").status_code == 409

    def api_deeds(self) -> None:
        """Assign over an objection and record a first contact through the API."""
        said = filled(FIRST_CONTACT, self.marks, now=datetime.now(UTC), village=self.village)
        number = self.numbers.pop()
        assert self.api(f"/cases/{number}/first-contact", said, **{"If-Match": '"99"'}).status_code == 409
        assert self.api(f"/cases/{number}/first-contact", said).status_code == 200
        reason = {"staff": f"pengaduan-{UNIT}@contoh.test", "override_reason": self.marks.word()}
        answer = self.api(f"/cases/{number}/assign", reason)
        assert answer.status_code in (200, 409), answer.text[:300]
        reason["staff"] = f"pendamping2-{UNIT}@contoh.test"
        assert self.api(f"/cases/{number}/assign", reason).status_code == 200
        self.accepted.add("override_reason")

    def api_errors(self) -> None:
        """Send what cannot be taken, a marker wherever one can be typed."""
        word = self.marks.word()
        wrong = {path.split(".")[0]: word for path, _ in paths(COMPLAINT)}
        assert self.api("/reports", wrong).status_code == 422
        assert self.api("/reports", {**self.complaint(), word: word}).status_code == 422
        for path, field in paths(COMPLAINT):
            body = self.complaint()
            held: Any = body
            *way, last = path.split(".")
            for part in way:
                held = held[int(part)] if part.isdigit() else held[part]
            held[last] = {"x": word} if field.kind in ("text", "long_text", "phone", "nik") else word
            assert self.api("/reports", body).status_code == 422, path
        assert self.api("/reports", f'{{"channel": "{word}'.encode()).status_code == 400
        assert self.api(f"/cases/{self.numbers[0]}/first-contact", {"needs": word, word: 1}).status_code == 422
        assert self.api("/reports", self.complaint(), Authorization=f"Bearer {word}").status_code == 401
        assert self.api("/reports", self.complaint() | {"victims": [{"name": word + "n" * 5_000_000}]}).status_code >= 400
        ways = requests.Session()
        for method in ("PUT", "DELETE", "PATCH"):
            answer = ways.request(method, f"{self.house.address}/api/v1/reports", data=word, timeout=60)
            assert answer.status_code == 405

    def walk_cases(self) -> None:
        """Open every door that a case's number leads to, fill every form there, each on a case of its own."""
        tried: set[str] = set()
        waiting = [door.path(number="NUMBER") for door in doors() if door.asks == ("number",)]
        waiting = [path for path in waiting if path.startswith("/berkas/")]  # a drill's number is no case's
        for path in waiting:
            number = self.numbers.pop()
            page = self.officer.get(path.replace("NUMBER", number))
            if page.status_code != 200:
                continue
            shown = Page(page.text)
            # Doors that ask for more than a number are found by the links that lead there.
            links = {re.split("[?#]", a)[0].replace(number, "NUMBER") for a in shown.addresses if f"/{number}/" in a}
            waiting += sorted(links - set(waiting))
            for form in shown.forms:
                kind = form.action.replace(number, "NUMBER") + str(sorted(form.kinds))
                if form.method != "post" or kind in tried or re.search(r"keluar|bahasa|dibaca", form.action):
                    continue
                tried.add(kind)
                self.send(self.officer, form, to=form.action or path.replace("NUMBER", number))

    def send(self, browser: Browser, form: Form, *, to: str) -> requests.Response:
        """Fill a form with what the sheet it shows takes, a marker in everything else that can be typed."""
        now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))
        sheets = [one for one in declared().values() if isinstance(one, Group)]
        taken = [(one, filled(one, self.marks, now=now, village=self.village)) for one in sheets]
        sheet, payload = max(taken, key=lambda pair: len(typed(*pair).keys() & form.kinds.keys()))
        said = typed(sheet, payload)
        data: dict[str, Any] = {}
        for name, kind in form.kinds.items():
            if name in said:
                data[name] = said[name]
            elif options := [one for one in form.choices.get(name, ()) if one]:
                data[name] = options[0]
            elif kind in ("hidden", "date", "time"):
                data[name] = form.held[name][0]
            else:
                data[name] = self.marks.word()
        data.update(form.buttons[:1])
        answer = browser.post(to, data)
        if answer.is_redirect:
            hidden = {path for path, field in paths(sheet) if field.privacy in HIDDEN}
            self.accepted |= {path for path in hidden if self.marks.stem in str(data.get(path)) or path in data}
            self.answers.append(browser.follow(answer).text)
        return answer

    def draft(self, browser: Browser) -> tuple[str, Form]:
        """Begin a sheet; return its address and its form."""
        browser.get("/catatan/")
        answer = browser.post("/catatan/baru/", {})
        assert answer.is_redirect, answer.status_code
        page = browser.follow(answer)
        forms = [f for f in Page(page.text).forms if "version" in f.held]
        return answer.headers["Location"], forms[0]

    def drafts(self) -> None:
        """Type, lose the session, come back, disagree with another browser, and send."""
        officer = self.officer
        where, form = self.draft(officer)
        held = {name: values[0] for name, values in form.held.items() if values}
        body = typed(COMPLAINT, self.complaint(victims=2))
        kept = {k: v for k, v in held.items() if k in ("version", "secret")}
        assert officer.post(f"{where}simpan/", {**kept, **body}).status_code == 200
        assert officer.post(f"{where}simpan/", {**kept, **body}).status_code == 409
        assert officer.post(where, {**kept, **body, "tambah": "victims"}).status_code == 409
        # The session ends; what was typed comes without one.
        nobody = self.browser()
        assert nobody.post(f"{where}simpan/", {**kept, **body}).status_code == 401
        nobody.get("/masuk/")
        assert nobody.post(where, {**kept, **body}).is_redirect
        officer.get(where)
        assert officer.post(f"{where}ketikan/", {}).is_redirect
        page = officer.get(where)
        assert self.marks.stem in page.text
        version = next(f for f in Page(page.text).forms if "version" in f.held).held["version"][0]
        wrong = {name: self.marks.word() for name in body}
        assert officer.post(where, {**kept, **wrong, "version": version, "kirim": "1"}).status_code == 422
        version = str(int(version) + 1)
        answer = officer.post(where, {**kept, **body, "version": version, "kirim": "1"})
        assert answer.is_redirect, re.findall(r"error-message[^<]*<?[^<]*", answer.text)[:5]
        self.note(COMPLAINT, self.complaint())
        self.answers.append(officer.follow(answer).text)
        # One more is typed and thrown away.
        where, form = self.draft(officer)
        officer.post(f"{where}simpan/", {"version": "1", **body})
        assert officer.post(f"{where}buang/", {}).is_redirect

    def views(self) -> None:
        """Keep a view of the list under a marker, be refused, see it opened, and take it away."""
        officer, marks = self.officer, self.marks
        officer.get("/berkas/?keadaan=open")
        payload = filled(VIEW, marks, now=datetime.now(UTC), village=self.village)
        assert officer.post("/berkas/tampilan/", {"keadaan": "open", **typed(VIEW, payload)}).is_redirect
        self.note(VIEW, payload)
        for name, status in ((payload["name"], 409), (f"{marks.word()} " * 9, 422)):
            assert officer.post("/berkas/tampilan/", {"keadaan": "open", "name": name}).status_code == status
        wrong = f"{self.house.address}/berkas/?keadaan={marks.word()}&dari={marks.word()}"
        assert requests.get(wrong, timeout=60, cookies=officer.session.cookies).status_code == 422
        colleague = self.browser(f"pendamping-{UNIT}")
        page = colleague.get("/berkas/?keadaan=open").text
        assert payload["name"] in page, "it is for everybody in the unit"
        self.answers.append(page)
        assert officer.post("/berkas/tampilan/", {"risiko": "low", "name": marks.word()}).is_redirect
        (number,) = re.findall(r"/berkas/tampilan/(\w{11})/hapus/", officer.get("/berkas/?risiko=low").text)
        assert officer.post(f"/berkas/tampilan/{number}/hapus/", {}).is_redirect

    def casework(self) -> None:
        """Draw up a plan, give a service, go on a visit, and write every sheet that is about one of them."""
        officer, number = self.officer, self.numbers.pop()
        at = f"/berkas/{number}"
        now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))

        def put(path: str, sheet: Group, **more: Any) -> str:
            payload = filled(sheet, self.marks, now=now, village=self.village)
            answer = officer.post(f"{at}{path}", typed(sheet, payload) | more)
            assert answer.is_redirect, (path, re.findall(r"(?s)role=.alert.*?</div>|error-message[^<]*", answer.text))
            self.note(sheet, payload)
            page = officer.follow(answer).text
            self.answers.append(page)
            return page

        payload = filled(LETTER, self.marks, now=now, village=self.village)
        answer = officer.post(f"{at}/surat/", typed(LETTER, {**payload, "purpose": "police-report"}))
        assert answer.content.startswith(b"%PDF-")
        self.note(LETTER, payload)
        officer.get(f"{at}/rencana/susun/")
        page = put("/rencana/susun/", fields.PLAN)
        (plan,) = set(re.findall(r"/rencana/(\w{11})/lihat-lagi/", page))
        page = put("/layanan/tambah/", fields.SERVICE)
        (service,) = set(re.findall(r"/layanan/(\w{11})/hasil/", page))
        put(f"/layanan/{service}/ubah/", fields.SERVICE)
        put("/lembar/session/", BY_CODE["session"].sheet, hal=service)
        put(f"/layanan/{service}/hasil/", fields.OUTCOME)
        put(f"/layanan/{service}/biaya/", fields.COST)
        sent = filled(PLAN, self.marks, now=now, village=self.village)
        sent["services"][0]["provider"] = None
        answer = self.api(f"/cases/{self.numbers.pop()}/plan", sent)
        assert answer.status_code in (200, 201), answer.text[:600]
        self.note(PLAN, sent)
        put(f"/rencana/{plan}/lihat-lagi/", fields.EVALUATION)
        page = put("/lembar/visit/", BY_CODE["visit"].sheet)
        (visit,) = set(re.findall(r"/kunjungan/(\w{11})/", page))
        self.answers.append(officer.get(f"{at}/kunjungan/{visit}/").text)
        put("/lembar/visit-after/", BY_CODE["visit-after"].sheet, hal=visit)
        for code in ("safety-plan", "assessment", "assessment-whole", "case-meeting", "monitoring", "report"):
            sheet = BY_CODE[code].sheet
            word, half = typed(sheet, filled(sheet, self.marks, now=now, village=self.village)), new_number()
            assert officer.post(f"{at}/lembar/{code}/simpan/", {**word, "lembar": half}).status_code == 200
            wrong = {name: self.marks.word() for name in word}
            assert officer.post(f"{at}/lembar/{code}/", {**wrong, "lembar": half}).status_code == 422
            put(f"/lembar/{code}/", sheet, lembar=half)
        # The session ends while she types: what arrives is sealed, and waits for her.
        secret = re.search(r'name="secret" value="([^"]+)"', officer.get(f"{at}/lembar/monitoring/").text)
        assert secret
        sheet = BY_CODE["monitoring"].sheet
        word = typed(sheet, filled(sheet, self.marks, now=now, village=self.village))
        nobody = self.browser()
        assert nobody.post(f"{at}/lembar/monitoring/simpan/", {**word, "secret": secret[1]}).status_code == 401
        assert self.marks.stem in officer.get(f"{at}/lembar/monitoring/").text

    def law(self) -> None:
        """Write every sheet of the legal track, mediate where that is allowed, and hide somebody in a shelter."""
        body = self.complaint()
        body["victims"][0] |= {"sex": "female", "age_years": 30, "age_band": "25_44", "birth_date": None}
        body |= {"risk_signs": dict.fromkeys(SIGNS_ASKED, "no"), "trafficking": None, "safe_now": "safe"}
        body["incident"] |= {"forms": ["psychological"], "tpks_kinds": [], "ampk": []}
        calm = self.api("/reports", body).json()["cases"][0]["number"]
        officer, case = self.officer, self.numbers.pop()
        hearing, threat, agreed = new_number(), new_number(), new_number()
        self.keep(officer, case, "law-hearing", lembar=hearing)
        self.keep(officer, case, "law-heard", hal=hearing)
        self.keep(officer, case, "pressure", lembar=threat)
        self.keep(officer, case, "safety-again", hal=threat)
        for code in (
            *("law-contact", "law-police", "law-protection", "law-prosecutor", "law-verdict", "law-restitution"),
            *("law-custody", "rights-tpks", "rights-tppo", "adat", "tppo-identify", "tppo-apply", "tppo-given", "diversion"),
        ):
            self.keep(officer, case, code)
        self.keep(officer, calm, "mediation-assess")
        self.keep(officer, calm, "mediation-assess", assessor="province")
        self.keep(officer, calm, "mediation", lembar=agreed)
        self.keep(officer, calm, "mediation-watch", hal=agreed)
        self.answers += [officer.get(f"/berkas/{one}/hukum/").text for one in (case, calm)]

    def keep(self, browser: Browser, number: str, code: str, **more: str) -> None:
        """Keep a sheet with a marker in every hidden answer; one that a rule refuses stays half-filled."""
        now = datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))
        sheet, path = BY_CODE[code].sheet, f"/berkas/{number}/lembar/{code}/"
        payload = filled(sheet, self.marks, now=now, village=self.village)
        said = {"lembar": new_number(), **typed(sheet, payload), **more}
        answer = browser.post(path, said)
        if answer.status_code == 409:
            answer = browser.post(path, {**said, "sementara": "ya"})
        assert answer.is_redirect, (code, answer.status_code, re.findall(r"error-message[^<]*", answer.text))
        self.note(sheet, payload)

    def shelter(self) -> None:
        """Keep a shelter, let somebody stay there, open where it is, and let her leave."""
        head, at = self.browser("kepala-6208"), datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))
        token = self.house.command("token", "kepala-6208@contoh.test").stdout.strip()
        made = self.api("/reports", self.complaint(), Authorization=f"Bearer {token}").json()
        number = made["cases"][0]["number"]

        def put(path: str, sheet: Group, **more: str) -> str:
            payload = filled(sheet, self.marks, now=at, village=self.village)
            answer = head.post(path, typed(sheet, payload) | more)
            assert answer.is_redirect, (path, re.findall(r"(?s)role=.alert.*?</div>|error-message[^<]*", answer.text))
            self.note(sheet, payload)
            return str(answer.headers["Location"])

        head.get("/tempat/")
        place = put("/tempat/", SHELTER).split("/")[-2]
        assert head.post("/tempat/", {"name": self.marks.word(), "rooms": self.marks.word()}).status_code == 422
        assert self.marks.stem in head.post(f"/tempat/{place}/buka/", {}).text
        put(f"/berkas/{number}/tinggal/", fields.STAY_BEGIN, place=place)
        shown = head.get(f"/berkas/{number}/layanan/").text
        stay = re.findall(rf"/berkas/{number}/tinggal/(\w{{11}})/", shown)[0]
        assert self.marks.stem in head.post(f"/berkas/{number}/tinggal/{stay}/tempat/", {}).text
        put(f"/berkas/{number}/tinggal/{stay}/", fields.STAY_EXTEND, until_date="2035-01-01")
        put(f"/berkas/{number}/tinggal/{stay}/pindah/", fields.STAY_LEAVE)
        self.keep(head, number, "after-stay", hal=stay)
    def sharing(self) -> None:
        """Let her agree, refer, let a partner read and answer, offer the case and say no to it."""
        officer, number = self.officer, self.numbers.pop()
        at, now = f"/berkas/{number}", datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))
        later = (now + timedelta(days=9)).date().isoformat()
        to = self.house.sql("SELECT number FROM places_provider WHERE name = 'RSUD Contoh Kota Palangka Raya'")

        def put(path: str, sheet: Group, browser: Browser | None = None, **more: Any) -> str:
            payload = filled(sheet, self.marks, now=now, village=self.village)
            answer = (browser or officer).post(path, typed(sheet, payload) | more)
            assert answer.is_redirect, (path, re.findall(r"(?s)role=.alert.*?</div>|error-message[^<]*", answer.text))
            self.note(sheet, payload)
            page = (browser or officer).follow(answer).text
            self.answers.append(page)
            return page

        for door in ("persetujuan", "rujuk", "limpah"):
            officer.get(f"{at}/{door}/")
            wrong = {name: self.marks.word() for sheet in (CONSENT, REFERRAL, TRANSFER) for name, _ in paths(sheet)}
            assert officer.post(f"{at}/{door}/", wrong).status_code in (409, 422)
        agreed = {"purposes": ["share", "contact", "statistics"], "recipient": f"provider:{to}", "until": later}
        agreed |= {"adult.speaker": "social_worker", "adult.assent": "yes", "adult.guardian": ""}
        put(f"{at}/persetujuan/", CONSENT, **agreed)
        asked = {"recipient": f"provider:{to}", "due_on": later}
        shown = officer.post(f"{at}/rujuk/", typed(REFERRAL, filled(REFERRAL, self.marks, now=now, village=self.village)) | asked)
        assert self.marks.stem in shown.text
        page = put(f"{at}/rujuk/", REFERRAL, kirim="ya", **asked)
        (referral,) = set(re.findall(r"/rujukan/(\w{11})/", page))
        made = officer.post(f"{at}/rujukan/{referral}/tautan/", {}).text
        found = re.search(r"/kiriman/([\w-]{43})/", made), re.search(r"<strong>(\d{4} \d{4})</strong>", made)
        assert found[0]
        assert found[1]
        partner, door = self.browser(), f"/kiriman/{found[0][1]}/"
        partner.get(door)
        assert partner.post(door, {"kode": self.marks.word()}).status_code == 422
        assert partner.post(door, {"kode": found[1][1]}).is_redirect
        assert self.marks.stem in partner.get(door).text
        put(door, ANSWER, partner, answer="finish")
        assert partner.post(door, {"answer": self.marks.word(), "words": self.marks.word()}).status_code == 200
        assert self.marks.stem in officer.get(f"{at}/rujukan/{referral}/").text
        put(f"{at}/limpah/", TRANSFER, to_unit="62", basis="law", due_on=later)
        other = self.browser("supervisor-62")
        (offer,) = set(re.findall(r"/rujukan/tawaran/(\w{11})/", other.get("/rujukan/").text))
        assert self.marks.stem in other.get(f"/rujukan/tawaran/{offer}/").text
        assert other.post(f"/rujukan/tawaran/{offer}/tolak/", {"words": self.marks.word()}).is_redirect

    def pointed_on(self) -> None:
        """Point a man to another service: the one kind of case that may end so (H-05)."""
        body = self.complaint()
        body["victims"][0] |= {"sex": "male", "age_years": 45, "age_band": "45_59", "birth_date": None}
        body |= {"risk_signs": dict.fromkeys(SIGNS_ASKED, "no"), "trafficking": None, "safe_now": "safe"}
        body["incident"] |= {"forms": ["physical"], "domestic": False, "tpks_kinds": [], "ampk": []}
        answer = self.api("/reports", body)
        assert answer.status_code == 201, answer.text[:300]
        path = f"/berkas/{answer.json()['cases'][0]['number']}/hubungkan/"
        (form,) = [f for f in Page(self.officer.get(path).text).forms if "service" in f.kinds]
        assert self.send(self.officer, form, to=path).is_redirect

    def question(self) -> None:
        """Answer a question and end it at once, and take it up again: the words of both are sealed (H-06)."""
        officer, marks = self.officer, self.marks
        where, form = self.draft(officer)
        held = {name: values[0] for name, values in form.held.items() if values}
        said = typed(CONSULTATION, filled(CONSULTATION, marks, now=datetime.now(UTC), village=self.village))
        asked = {**held, **said, "incident.narrative": marks.word(), "safe_now": "safe", "konsultasi": "ya"}
        refused = officer.post(where, asked)
        assert refused.status_code == 409, "the age was not said"
        (again,) = [f for f in Page(refused.text).forms if "version" in f.held]
        answer = officer.post(where, {**asked, "version": again.held["version"][0], "victims.0.age_band": "adult"})
        assert answer.is_redirect
        self.accepted.add("consultation.service")
        report = next(a for a in Page(officer.follow(answer).text).addresses if re.fullmatch(r"/catatan/\w{11}/", a))
        case = next(a for a in Page(officer.get(report).text).addresses if re.fullmatch(r"/berkas/\w{11}/", a))
        shown = officer.get(case)
        assert marks.stem in shown.text, "the answer can be read where it may be"
        self.answers.append(shown.text)
        path = f"{case}buka-lagi/"
        (form,) = [f for f in Page(officer.get(path).text).forms if "note" in f.kinds]
        assert self.send(officer, form, to=path).is_redirect
        # And closed with words on its sheet: whoever has died owes nothing more.
        path = f"{case}selesai/"
        (form,) = [f for f in Page(officer.get(path).text).forms if "evaluation" in f.kinds]
        held = {name: values[0] for name, values in form.held.items() if values and not name.startswith("visit_")}
        words = {"evaluation": marks.word(), "why_not": marks.word()}
        assert officer.post(path, {**held, **words, "reason": "died"}).is_redirect
        self.accepted |= words.keys()
        self.answers.append(officer.get(case).text)

    def case_deeds(self) -> None:
        """Search, open a name, lower a risk, disagree, assign over an objection, point on."""
        officer, marks = self.officer, self.marks
        number = self.numbers.pop()
        found = officer.post("/berkas/cari/", {"nama": marks.stem[:12]})
        assert number.replace("-", "")[:4] in found.text.replace("-", "")
        opened = officer.post(f"/berkas/{number}/nama/", {})
        assert marks.stem in opened.text, "a marker can be read where it may be"
        self.answers.append(opened.text)
        self.browser("pendamping-6201").post("/berkas/cari/", {"nama": marks.word()})
        signs = typed(SIGNS, filled(SIGNS, marks, now=datetime.now(UTC), village=self.village))
        assert officer.post(f"/berkas/{number}/aman/", {**signs, "level": "low", "version": "0"}).status_code == 409
        answer = officer.post(f"/berkas/{number}/aman/", {**signs, "level": "high"})
        assert answer.is_redirect
        self.accepted.add("reason")
        officer.post(f"/berkas/{number}/aman/", {**signs, "level": "low"})
        officer.post(f"/berkas/{number}/kontak/", {"needs": marks.word(), "at_date": marks.word()})
        officer.post(f"/berkas/{number}/terjadi/", {"deed": marks.word(), "when_date": marks.word()})
        officer.post(f"/berkas/{number}/pendamping/", {"petugas": marks.word(), "alasan": marks.word()})
        officer.post(f"/berkas/{number}/hubungkan/", {"layanan": marks.word(), "menjawab": ""})
        taker = self.browser(f"pendamping-{UNIT}")
        taker.get("/catatan/")
        taker.post(f"/berkas/{number}/kerabat/", {"catatan": marks.word()})
        officer.post(f"/berkas/{number}/saya/", {"alasan": marks.word()})

    def files(self) -> None:
        """Keep files whose bytes, name and note are marked, whole and in parts; look, open, be refused, take away."""
        officer, marks, number = self.officer, self.marks, self.numbers.pop()
        text = f"{marks.word()} {'kata yang sama ' * 9_000}{marks.word()}".encode()
        marked = photo(size=(300, 200), gps=True, maker=marks.word())
        add = f"/berkas/{number}/lampiran/tambah/"
        for name, data in ((f"{marks.word()}.txt", text), (f"{marks.word()}.jpg", marked)):
            officer.get(add)
            said = {"note": marks.word(), "intimate": "no"}
            answer = officer.post(add, said, files={"berkas": (name, data, "image/x")})
            assert answer.is_redirect, answer.text[-2_000:]
            page = officer.follow(answer)
            assert marks.stem in page.text
            for address in Page(page.text).addresses:
                if "/gambar/" in address:
                    assert officer.get(address).headers["Content-Type"] == "image/jpeg"
            kept = answer.headers["Location"]
            assert marks.stem.encode() in officer.post(f"{kept}asli/", {}).content
        self.accepted |= {"name", "note"}
        # In parts, one of them twice; then refused for what it is, and for its name.
        (form,) = [f for f in Page(officer.get(add).text).forms if "kiriman" in f.held]
        sending = form.held["kiriman"][0]
        for start in (0, 50_000, 50_000):
            address = f"/berkas/{number}/lampiran/kirim/{sending}/{start}/"
            heads = {"X-CSRFToken": officer.token, "Content-Type": "application/octet-stream"}
            got = officer.session.post(self.house.address + address, data=text[start : start + 50_000], headers=heads, timeout=60)
            assert got.status_code == 200, got.status_code
        taken = {"kiriman": sending, "name": f"{marks.word()}.txt", "note": marks.word(), "intimate": "no"}
        assert officer.post(add, taken).is_redirect
        for name, data in ((f"{marks.word()}.pdf", text), (f"{marks.word()}.exe", b"MZ\x00" + text)):
            officer.get(add)
            assert officer.post(add, {"note": marks.word()}, files={"berkas": (name, data, "a/b")}).status_code == 409
        assert officer.post(add, {"note": marks.word()}).status_code == 422
        stranger = self.browser("pendamping-6201")
        stranger.get("/catatan/")
        assert stranger.post(add, {"note": marks.word()}, files={"berkas": (f"{marks.word()}.txt", text, "a/b")}).status_code == 404
        officer.get(kept)
        assert officer.post(f"{kept}hapus/", {"alasan": "wrong_file"}).is_redirect
        link = new_number()
        self.keep(officer, number, "image-link", lembar=link)
        for code in ("image-removal", "image-handover"):
            self.keep(officer, number, code, hal=link)

    def refusals(self) -> None:
        """Be refused in every way a browser can be: 400, 403, 404, 405, 409, 413."""
        officer, marks, house = self.officer, self.marks, self.house
        word, body = marks.word(), typed(COMPLAINT, self.complaint())
        where, _ = self.draft(officer)
        stranger = self.browser("data-62")
        stranger.get("/aturan/")
        assert stranger.post("/catatan/baru/", body).status_code == 403
        assert stranger.post(f"/berkas/{self.numbers[0]}/nama/", body).status_code == 403
        assert officer.session.post(house.address + where, data=body, timeout=60).status_code == 403  # no token
        for path in (f"/berkas/{word}/", f"/catatan/{word}/", f"/{word}", f"/berkas/?risiko={word}&sesudah={word}"):
            requests.get(house.address + path, timeout=60, cookies=officer.session.cookies)
        assert officer.post("/berkas/0000000000A/kontak/", body).status_code == 404
        assert officer.session.put(house.address + where, data=body, timeout=60).status_code == 403
        assert officer.session.delete(f"{house.address}/catatan/", data=body, timeout=60).status_code in (403, 405)
        assert officer.post("/catatan/", body).status_code == 405
        large = {**body, "incident.narrative": f"{word} " * 300_000}
        assert officer.post(where, large).status_code in (400, 413)
        for size in (3_000_000, 5_000_000):
            part = {"surat": (f"{word}.txt", (word + " ").encode() * (size // 25), "text/plain")}
            with contextlib.suppress(requests.ConnectionError):  # beyond four megabytes nobody listens on
                officer.post(where, body, files=part)
        for address, password in ((f"{word}@contoh.test", word), (word, word), ("data-62@contoh.test", word)):
            nobody = self.browser()
            nobody.get("/masuk/")
            assert nobody.post("/masuk/", {"email": address, "password": password}).status_code in (200, 422)
        requests.get(house.address, headers={"Host": word}, timeout=60)
        for raw in (f"{word} / HTTP/1.1\r\n\r\n", f"GET / HTTP/1.1\r\n{word} {word}\r\n\r\n", f"GET /{word} {word}\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", house.port), timeout=20) as wire:
                wire.sendall(raw.encode())
                wire.recv(4_096)

    def broken(self) -> None:
        """Cause real faults in the middle of a deed: no right, a violated rule that quotes the row, a lost server."""
        house = self.house
        breaks = {
            "REVOKE INSERT ON audit_line FROM dampingi_app": "GRANT INSERT ON audit_line TO dampingi_app",
            "ALTER TABLE people_person ADD CONSTRAINT broken CHECK (sex = '') NOT VALID": (
                "ALTER TABLE people_person DROP CONSTRAINT broken"
            ),
            "ALTER TABLE intake_report ADD CONSTRAINT broken CHECK (channel = '') NOT VALID": (
                "ALTER TABLE intake_report DROP CONSTRAINT broken"
            ),
        }
        where, form = self.draft(self.officer)
        version = int(form.held["version"][0])
        body = typed(COMPLAINT, self.complaint())
        for breaking, mending in breaks.items():
            house.sql(breaking)
            try:
                assert self.api("/reports", self.complaint()).status_code == 500
                answer = self.officer.post(where, {**body, "version": str(version), "kirim": "1"})
                assert answer.status_code == 500
                assert not self.search.text("the page of a fault", answer.text)
            finally:
                house.sql(mending)
        with ThreadPoolExecutor(2) as pool:
            # The deed waits for the ledger, and its connection is cut while it waits.
            holding = pool.submit(house.sql, "BEGIN; LOCK TABLE audit_head; SELECT pg_sleep(4); COMMIT")
            time.sleep(0.7)
            sent = pool.submit(self.api, "/reports", self.complaint())
            time.sleep(1.3)
            house.sql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE usename = 'dampingi_app' AND wait_event_type = 'Lock'",
            )
            assert sent.result().status_code == 500
            holding.result()
        assert self.api("/reports", self.complaint()).status_code == 201, "and it goes on"

    def second_factor(self) -> None:
        """Set up an app, come in by its code and by a recovery code: seed and codes are markers too (P-09)."""
        browser = self.browser("data-62")
        page = browser.get("/akun/kode/").text
        secret = re.search(r'class="code"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        assert browser.get("/akun/kode/gambar.svg").status_code == 200
        assert browser.post("/akun/kode/", {"code": "000000"}).status_code == 422
        kept = browser.post("/akun/kode/", {"code": code_of(secret)})
        codes = [one.replace(" ", "") for one in re.findall(r'<li class="code">([\d ]+)<', kept.text)]
        assert len(codes) == 10, kept.status_code
        for code in (code_of(secret, steps=1), codes[0], codes[0]):
            other = self.browser()
            other.get("/masuk/")
            other.post("/masuk/", {"email": "data-62@contoh.test", "password": WORD, "code": code})
        browser.post("/akun/pemulihan/", {})
        self.marks.made.extend([secret, codes[0], codes[9]])
        assert Search(self.marks).bytes("here", f"seed {secret.lower()}".encode())

    def clock(self) -> None:
        """Let time do its part: alarms, mail, checkpoints."""
        self.house.sql("UPDATE cases_alarm SET next_at = now() - interval '1 hour' WHERE answered_at IS NULL")
        self.house.command("tick")

    # -- what is searched -------------------------------------------------------------------

    def sessions(self) -> str:
        """Return every session as what it holds, not as it is packed."""
        rows = self.house.sql("SELECT data FROM access_session").split("\n")
        return "\n".join(_unpacked(row) for row in rows if row)

    def everywhere(self, search: Search) -> dict[str, list[Hit]]:
        """Return what is found, place by place."""
        house = self.house
        house.sql("CHECKPOINT")
        dump = house.dump()
        return {
            "database folder and WAL": search.tree(house.cluster.home),
            "data folder": search.tree(house.data, but=("postgres",)),
            "dump": search.text("dump", dump),
            "sessions": search.text("sessions", self.sessions()),
            "logs": search.bytes("said.log", house.said.read_bytes()),
            "temporary files": search.tree(house.tmp) + search.tree(Path("/dev/shm")),
            "open files": search.open_files([*house.processes(), os.getpid()]),
            "mail": search.tree(house.mail),
            "static files": search.tree(house.data.parent / "static"),
        }


def _unpacked(row: str) -> str:
    packed = row.split(":", maxsplit=1)[0]
    raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
    return (zlib.decompress(raw) if packed.startswith(".") else raw).decode()


def plant(sweep: Sweep) -> dict[str, set[str]]:
    """Plant a control of every shape in every place; return where each shape was found. Takes all away."""
    house, marks = sweep.house, Marks()
    search = Search(marks)
    rows = {shape: data.hex() for shape, data in shapes_of(marks).items()}
    said = ", ".join(f"('{shape}', '\\x{data}'::bytea)" for shape, data in rows.items())
    long = " ".join([marks.word(), *("kata yang sama " * 400).split(" ")])
    house.sql("CREATE TABLE control (shape text, held bytea); CREATE TABLE long_control (held text)")
    house.sql(f"INSERT INTO control VALUES {said}; INSERT INTO long_control VALUES ('{long}')")
    packed = house.sql("SELECT pg_column_compression(held) FROM long_control")
    assert packed == "pglz"
    house.command("manage", "shell", "-c", _SESSION.format(word=marks.word()))
    before = house.said.read_bytes()
    files = [house.tmp / "control", house.mail / "control", house.data / "control", Path("/dev/shm") / f"c{os.getpid()}"]
    whole = b"\n".join(shapes_of(marks).values())
    for path in files:
        path.write_bytes(whole)
    with house.said.open("ab") as log, tempfile.TemporaryFile() as unnamed:
        log.write(whole)
        log.flush()
        unnamed.write(whole)
        unnamed.flush()
        found = sweep.everywhere(search)
    for path in files:
        path.unlink()
    house.said.write_bytes(before)
    house.sql("DROP TABLE control, long_control; DELETE FROM access_session WHERE staff_id IS NULL")
    return {place: {hit.shape for hit in hits} | {"deflate" for h in hits if "deflate" in h.place} for place, hits in found.items()}


_SESSION = """
from datetime import timedelta
from django.utils import timezone
from dampingi.access.models import Session
from dampingi.access.sessions import SessionStore
held = SessionStore().encode({{"warnings": ["{word} " * 40]}})
now = timezone.now()
Session.objects.create(digest=b"control", data=held, made_at=now, seen_at=now, expires_at=now + timedelta(hours=1))
"""


@pytest.fixture(scope="module")
def sweep() -> Iterator[Sweep]:
    with installation() as house:
        yield Sweep(house)


def test_t00_no_marker_is_found_outside_its_seal(sweep: Sweep) -> None:
    planted = plant(sweep)
    for place in ("database folder and WAL", "data folder", "dump", "logs", "temporary files", "open files", "mail"):
        assert planted[place] >= SHAPES | {"deflate"}, place
    assert "plain" in planted["sessions"]
    assert "window" in planted["database folder and WAL"]

    sweep.reports()
    sweep.drafts()
    sweep.api_deeds()
    sweep.api_errors()
    sweep.walk_cases()
    sweep.case_deeds()
    sweep.views()
    sweep.casework()
    sweep.law()
    sweep.shelter()
    sweep.sharing()
    sweep.files()
    sweep.pointed_on()
    sweep.question()
    sweep.refusals()
    sweep.broken()
    sweep.second_factor()
    sweep.clock()

    hidden = {path for one in declared().values() for path, field in paths(one) if field.privacy in HIDDEN}
    assert hidden - sweep.accepted == set(), "declared, and reached by no door of the sweep"
    assert any(sweep.house.mail.iterdir()), "mail was sent"
    assert {h for hits in sweep.everywhere(Search(sweep.marks)).values() for h in hits} == set()
    outside = [Hit(f"{s.method} {s.path}", "address, header or title", h.around) for b in sweep.browsers for s in b.seen
               for h in Search(sweep.marks).text("", f"{s.path}\n{s.title}\n{s.outside}")]
    assert outside == []

    # Nor a digest without a key, from which a number is found by trying all of them.
    dump, digests = sweep.house.dump(), sweep.marks.digests()
    found = set(re.findall(r"[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}", dump))
    assert len(found) > 100
    assert found & digests == set()
    village = re.sub(r"(?ms)^COPY public\.places_\w+ .*?^\\\.$", "", dump)
    assert "COPY public.people_person" in village
    assert sweep.village not in village
