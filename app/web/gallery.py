"""The living page (thư viện): every part of the look in every state, for whoever builds or checks a page."""

from flask import Blueprint

from app.web.guard import allow
from app.web.render import show

routes = Blueprint("gallery", __name__)


@routes.get("/-/thu-vien")
@allow("gallery.see")
def parts():
    return show("gallery/show.html")
