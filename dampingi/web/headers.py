"""One constant set of headers for every answer (security K-7)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
}
NO_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "clipboard-read", "display-capture")
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NO_FEATURES),
}
# What is handed out to be saved is never drawn in our name.
HANDED_OUT = "sandbox; default-src 'none'"
HSTS = "max-age=31536000; includeSubDomains"


class SafeHeaders:
    """Put the headers on whatever leaves the house, static files and errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers; nothing but static files may be kept by anybody."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        if response.get("Content-Disposition", "").startswith("attachment"):
            response["Content-Security-Policy"] = HANDED_OUT
        if request.is_secure():
            response["Strict-Transport-Security"] = HSTS
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response
