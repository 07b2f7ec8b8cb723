"""A table as an answer: saved by the browser as a file, kept nowhere else, named without a single accent."""

from flask import Response

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_answer(content: bytes, file_name: str) -> Response:
    """`file_name`: ASCII letters, digits, dots and dashes only, ending in .csv or .xlsx, which says what it is."""
    response = Response(content, content_type=_TYPES[file_name.rpartition(".")[2]])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
