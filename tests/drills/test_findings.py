"""Findings: what is found in a record, and when a drill is passed. Pure; the corpus plays the real deeds."""

from dataclasses import replace
from datetime import datetime, timedelta

from dampingi.drills.catalog import BY_CODE
from dampingi.drills.rules import (
    Act,
    Asked,
    CaseRecord,
    Done,
    DutyRecord,
    Finding,
    Kind,
    Never,
    Record,
    findings,
    passed,
)
from dampingi.kernel.codes import Risk
from dampingi.protocols.rules import Actor, Deed, Facts
from tests.stories.telling import BEGINS

ADULT = Facts(received_at=BEGINS, victim_is_child=False, risk=Risk.HIGH)


def after(minutes: float) -> datetime:
    return BEGINS + timedelta(minutes=minutes)


def duty(code: str, *, due: float = 30, met: float | None = None, **said: object) -> DutyRecord:
    at = after(met) if met is not None else None
    return DutyRecord(
        code=code,
        actor=Actor.UNIT,
        law="UU",
        article="1",
        began_at=BEGINS,
        due_at=after(due),
        late_at=after(due),
        met_at=at,
        **said,
    )  # type: ignore[arg-type]


def of(*cases: CaseRecord, until: float = 60, refusals: tuple[Act, ...] = (), asked: tuple[Asked, ...] = ()) -> Record:
    return Record(BEGINS, after(until), cases, refusals, asked)


def said(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(str(one.kind), one.code) for one in found]


def test_a_duty_is_met_in_time_late_missed_or_still_runs_as_the_engine_says() -> None:
    duties = (
        duty("safety-plan", met=20),
        duty("first-contact-high", met=40),
        duty("psychological-support", due=59),
        duty("police-report", due=90),
        duty("safe-contact", waived_at=after(5)),
        replace(duty("ask-safety"), superseded_at=after(1)),
        replace(duty("tpks-protection"), actor=Actor.POLICE),
        replace(duty("acknowledge"), reminder=True),
    )
    assert said(findings(of(CaseRecord(ADULT, duties)))) == [
        ("waived", "safe-contact"),
        ("in_time", "safety-plan"),
        ("late", "first-contact-high"),
        ("missed", "psychological-support"),
        ("open", "police-report"),
    ]


def test_h01_signs_that_were_never_asked_are_a_never_event() -> None:
    found = findings(of(CaseRecord(ADULT, (duty("ask-safety"),))))
    assert said(found) == [("missed", "ask-safety"), ("never", "risk-unasked")]
    assert (found[1].article, found[1].module) == ("H-01", "m07-risk")


def test_h07_before_she_was_asked_after_her_no_and_after_her_yes() -> None:
    facts = replace(ADULT, reported_by_other=True)
    deeds = tuple(Done(Deed.PLAN_MADE, after(minute)) for minute in (5, 15, 25))
    answers = (Act("contact.first", after(10), agrees=False), Act("contact.first", after(20), agrees=True))
    case = CaseRecord(facts, deeds=deeds, acts=answers)
    assert said(findings(of(case))) == [("without_consent", "plan_made"), ("refusal_ignored", "plan_made")]
    # Whoever came herself was asked by coming; a child is protected whatever was answered.
    assert said(findings(of(CaseRecord(ADULT, deeds=deeds)))) == []
    assert said(findings(of(replace(case, facts=replace(facts, victim_is_child=True))))) == []


def test_h08_h03_h17_calling_sharing_and_settling() -> None:
    unknown = duty("safe-contact", due=600, met=20)
    tried = tuple(Done(Deed.CONTACT_TRIED, after(minute)) for minute in (10, 30))
    assert said(findings(of(CaseRecord(ADULT, (unknown,), tried)))) == [
        ("never", "contact"),
        ("in_time", "safe-contact"),
    ]
    shared = (Done(Deed.SHARED_IN_DANGER, after(5)),)
    assert said(findings(of(CaseRecord(ADULT, deeds=shared)))) == []
    assert said(findings(of(CaseRecord(replace(ADULT, risk=Risk.LOW), deeds=shared)))) == [("never", "sharing")]
    agreed = (Done(Deed.MEDIATION_AGREED, after(5)),)
    assert said(findings(of(CaseRecord(ADULT, deeds=agreed)))) == [("never", "mediation")]
    assert said(findings(of(CaseRecord(replace(ADULT, risk=Risk.LOW), deeds=agreed)))) == []


def test_a_refusal_is_met_once_and_ignored_when_it_is_tried_again() -> None:
    def no(minute: float, *codes: str, door: str = "services.refer") -> Act:
        return Act("deed.refused", after(minute), door=door, codes=codes)

    assert said(findings(of(refusals=(no(1, "not-agreed"), no(2, "no-words"), no(3, "not-agreed"))))) == [
        ("refused", "not-agreed"),
        ("refused", "no-words"),
        ("refusal_ignored", "not-agreed"),
    ]
    tried = no(1, "risk-high", "companion-not-assessed", door="services.sheet")
    assert said(findings(of(refusals=(tried,)))) == [("never", "mediation"), ("refused", "risk-high")]
    closing = no(1, "risk-high", "duty-sign-plan", door="cases.close")
    assert said(findings(of(refusals=(closing,)))) == [("refused", "risk-high")]


WIFE = BY_CODE["wife"]
WELL = tuple(Asked(code, after(n)) for n, code in enumerate(("wife-safe-now", "wife-believe", "husband-nothing")))
GOOD = of(CaseRecord(ADULT, tuple(duty(code, met=10) for code in WIFE.must)), asked=WELL)


def test_a_drill_is_passed_when_all_it_asks_was_done_in_time() -> None:
    found = findings(GOOD, WIFE)
    assert passed(found, WIFE)
    assert {one.code for one in found if one.kind is Kind.SHOWN} == {"asked-safety", "believed", "unseen"}
    # What the scenario does not ask for may still be running or late.
    more = replace(GOOD, cases=(replace(GOOD.cases[0], duties=(*GOOD.cases[0].duties, duty("check-values", due=1))),))
    assert passed(findings(more, WIFE), WIFE)


def test_a_drill_is_not_passed_by_doing_nothing_late_badly_or_half() -> None:
    def one(record: Record) -> bool:
        return passed(findings(record, WIFE), WIFE)

    assert not one(of(until=1))
    assert ("missed", "safety-plan") in said(findings(of(asked=WELL), WIFE))  # no report was ever taken
    late = replace(GOOD.cases[0], duties=tuple(duty(code, met=40) for code in WIFE.must))
    assert not one(replace(GOOD, cases=(late,)))
    assert not one(replace(GOOD, asked=WELL[1:]))  # her safety was never asked
    assert one(replace(GOOD, asked=(*WELL, Asked("wife-why-stayed", after(9)))))  # one question that hurt
    peace = (*WELL, Asked("wife-peace", after(9)))
    assert not one(replace(GOOD, asked=peace))
    hurt = [f for f in findings(replace(GOOD, asked=peace), WIFE) if f.at == after(9)]
    assert said(tuple(hurt)) == [("hurt", "wife-peace"), ("never", Never.MEDIATION)]
