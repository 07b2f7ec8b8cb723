"""Every blueprint of the application, in the order of a visitor's day."""

from app.web import duty, home, offline, sign_in, sync

ALL = (
    home.routes,
    sign_in.routes,
    offline.routes,
    duty.routes,
    sync.routes,
)
