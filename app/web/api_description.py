"""/api/v1/openapi.json: the description of the reading interface (OpenAPI 3.1), written from what is served."""

import msgspec
from flask import Response

from app.rules import api_words
from app.web.api import ENDPOINTS, PREFIX, Endpoint, routes
from app.web.api_answers import Trouble
from app.web.guard import public

_REF = "#/components/schemas/{name}"


def described() -> dict:
    answers = [one.answer for one in ENDPOINTS]
    schemas, components = msgspec.json.schema_components([*answers, Trouble], ref_template=_REF)
    shapes = dict(zip((*answers, Trouble), schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": api_words.TITLE,
            "version": "1",
            "description": api_words.ABOUT,
        },
        "servers": [{"url": f"{PREFIX}v1"}],
        "security": [{"key": []}],
        "paths": {one.path: {"get": _operation(one, shapes)} for one in ENDPOINTS},
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": api_words.KEY}},
        },
    }


def _operation(one: Endpoint, shapes: dict) -> dict:
    about, shape = api_words.ENDPOINTS[one.path], shapes[one.answer]
    return {
        "operationId": one.view.__name__,
        "summary": about,
        "parameters": [
            {
                "name": each.name,
                "in": each.where,
                "required": each.where == "path",
                "description": api_words.PARAMETERS[each.name],
                "schema": {"type": "string", "pattern": f"^{each.pattern}$"},
            }
            for each in one.parameters
        ],
        "responses": {
            "200": {"description": about, "content": {"application/json": {"schema": shape}}},
            **{
                status: {"description": words, "content": {"application/problem+json": {"schema": shapes[Trouble]}}}
                for status, words in api_words.TROUBLES.items()
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
