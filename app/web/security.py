"""The headers of every answer: nothing from elsewhere, nothing inline, nobody's frame."""

from flask import current_app, g, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


# What a page that reads codes needs beyond that: its own camera, and WebAssembly of our own files.
_CAMERA = {
    "Content-Security-Policy": POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    "Permissions-Policy": HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)"),
}


def allow_camera() -> None:
    """Called by the button that scans (templates/parts/scanner.html): the page that is being written may do it."""
    g.camera = True


def add_headers(response):
    """Also on the worker's own script: its policy governs what the worker may fetch."""
    for name, value in (HEADERS | _CAMERA if g.get("camera") else HEADERS).items():
        response.headers.setdefault(name, value)
    # Our own authority's address has a page without HTTPS beside it: the one that hands out its certificate.
    if request.is_secure and not current_app.config["GD"].authority:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
