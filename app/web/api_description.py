"""/api/v1/openapi.json: the description of the reading interface (OpenAPI 3.1), written from what is served."""

import msgspec
from flask import Response

from app.web.api import ENDPOINTS, PREFIX, Endpoint, routes
from app.web.api_answers import Trouble
from app.web.guard import public

_REF = "#/components/schemas/{name}"
_TROUBLES = {
    "400": "Câu hỏi chưa đúng",
    "401": "Chưa có khóa, hoặc khóa không dùng được",
    "404": "Không có bảng này",
    "429": "Đã thử sai quá nhiều lần",
}


def described() -> dict:
    answers = [one.answer for one in ENDPOINTS]
    schemas, components = msgspec.json.schema_components([*answers, Trouble], ref_template=_REF)
    shapes = dict(zip((*answers, Trouble), schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gần Dân: số liệu của phường",
            "version": "1",
            "description": "Chỉ đọc. Không có tên, số điện thoại, địa chỉ hay lời ghi tự do nào.",
        },
        "servers": [{"url": f"{PREFIX}v1"}],
        "security": [{"key": []}],
        "paths": {one.path: {"get": _operation(one, shapes)} for one in ENDPOINTS},
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "Khóa từ trang /khoa-api"}},
        },
    }


def _operation(one: Endpoint, shapes: dict) -> dict:
    return {
        "operationId": one.view.__name__,
        "summary": one.about,
        "parameters": [
            {
                "name": each.name,
                "in": each.where,
                "required": each.where == "path",
                "description": each.about,
                "schema": {"type": "string", "pattern": f"^{each.pattern}$"},
            }
            for each in one.parameters
        ],
        "responses": {
            "200": {"description": one.about, "content": {"application/json": {"schema": shapes[one.answer]}}},
            **{
                status: {"description": words, "content": {"application/problem+json": {"schema": shapes[Trouble]}}}
                for status, words in _TROUBLES.items()
            },
        },
    }


@routes.get("/openapi.json")
@public
def description():
    """For everybody: it says what there is, not what it holds."""
    response = Response(msgspec.json.encode(described()), mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response
