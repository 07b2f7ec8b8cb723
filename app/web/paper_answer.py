"""A printed sheet as an answer: shown in the browser, never stored by it, named without a single accent."""

from functools import wraps

from flask import Response, current_app
from flask_babel import force_locale

from app.web.render import ward_of_request


def heading_of_ward() -> dict:
    """What every sheet of the signed-in person's ward begins with; see printing.sheets."""
    ward = ward_of_request()
    return {
        "organ_line_1": ward["organ_line_1"],
        "organ_line_2": ward["organ_line_2"],
        "place": ward["place_name"],
        "demo": current_app.config["GD"].demo,
    }


def on_paper(view):
    """A view that prints: paper of a Vietnamese authority is Vietnamese, whatever the screen speaks."""

    @wraps(view)
    def printed(*arguments, **named):
        with force_locale("vi"):
            return view(*arguments, **named)

    return printed


def pdf_answer(content: bytes, file_name: str) -> Response:
    """`file_name`: ASCII letters, digits, dots and dashes only, for it is written into a header as it is."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
