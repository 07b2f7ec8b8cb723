"""Every blueprint of the application, in the order of a visitor's day."""

from app.web import (
    assistance,
    device,
    duty,
    gallery,
    home,
    offline,
    place,
    review,
    set_up,
    shift,
    sign_in,
    staff,
    sync,
    tracking,
    ward,
)

ALL = (
    home.routes,
    sign_in.routes,
    offline.routes,
    duty.routes,
    sync.routes,
    assistance.routes,
    review.routes,
    shift.routes,
    tracking.routes,
    set_up.routes,
    ward.routes,
    place.routes,
    staff.routes,
    device.routes,
    gallery.routes,
)
