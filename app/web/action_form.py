"""Pages on which one thing is handled by small forms: each action has its address below the thing's own."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, redirect
from flask_babel import gettext as _

from app.rules.operation import Refusal
from app.web import door
from app.web.guard import allow
from app.web.posted_once import posted_before, send_once


class Wrong(NamedTuple):
    """What stands in the way: {field: sentence}, and the sentence for the whole form."""

    errors: dict[str, str]
    trouble: str = ""


NOTHING_WRONG = Wrong({})


def act(action, address: str, entity: str, body: dict, wrong: Wrong, refused: Callable, again: Callable):
    """One action; refused, the page comes back with its form open and everything typed still there.

    body, wrong: as it was read from the form; refused(answer) -> Wrong; again(wrong) -> the page once more.
    """
    done = redirect(f"{address}?vua={action.slug}")
    if posted_before(action.type) is not None:
        return done
    if not any(wrong):
        answer = door.tried(action.type, entity, body)
        if isinstance(answer, Refusal):
            wrong = refused(answer)
    if any(wrong):
        return again(wrong)
    send_once(action.type, entity, body, _("Đã xong: %(what)s.", what=str(action.title).lower()))
    return done


def add_addresses(routes: Blueprint, noun: str, actions, view: Callable) -> None:
    """The address of each action, for those who have its right. view(id, action) answers."""

    def address_of(action):
        @allow(f"{noun}.{action.verb}")
        def post(**named):
            return view(named[f"{noun}_id"], action)

        path = f"/<uuid:{noun}_id>/{action.slug}"
        routes.add_url_rule(path, endpoint=action.verb, view_func=post, methods=["POST"])

    for action in actions:
        address_of(action)
