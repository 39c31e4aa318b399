"""What training keeps: certificates and competences, courses, events and who takes part."""

from dampingi.training.models.course import Audience, Core, Course, CourseModule
from dampingi.training.models.event import (
    Attendance,
    Event,
    EventSession,
    EventState,
    How,
    Mode,
    Quota,
    Registration,
    RegistrationState,
    Speaker,
)
from dampingi.training.models.register import Certificate, Holding

__all__ = [
    "Attendance",
    "Audience",
    "Certificate",
    "Core",
    "Course",
    "CourseModule",
    "Event",
    "EventSession",
    "EventState",
    "Holding",
    "How",
    "Mode",
    "Quota",
    "Registration",
    "RegistrationState",
    "Speaker",
]
