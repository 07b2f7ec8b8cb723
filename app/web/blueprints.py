"""Every blueprint of the application, in the order of a visitor's day."""

from app.web import device, duty, gallery, home, offline, place, set_up, sign_in, staff, sync, ward

ALL = (
    home.routes,
    sign_in.routes,
    offline.routes,
    duty.routes,
    sync.routes,
    set_up.routes,
    ward.routes,
    place.routes,
    staff.routes,
    device.routes,
    gallery.routes,
)
