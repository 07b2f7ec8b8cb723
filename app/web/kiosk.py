"""/ki-ot: a tablet in the lobby that stands there for everybody. What makes it one is kept on that machine alone."""

from flask import Blueprint

from app.web.guard import public
from app.web.offline import kept_for_citizens

routes = Blueprint("kiosk", __name__)


@routes.get("/ki-ot")
@public
@kept_for_citizens
def show():
    return "kiosk/show.html", {}
