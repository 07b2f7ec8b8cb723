"""Before the calendar or the hours change: how many dossiers and feedback would be due otherwise, and then, on a second
press, both together (R18). The page carries the form along, so that nothing typed is lost on the way back.
"""

from uuid import UUID, uuid5

from flask import redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger import calendar_change
from app.web import door
from app.web.render import show, tell
from app.web.sessions import now_ms

# The rest is counted.
SHOWN = 50


def wants_form() -> bool:
    """Whether "Sửa lại" was pressed on the preview: the form comes back as it was typed."""
    return "again" in request.form


def preview_or_change(cards: list[calendar_change.Card], reason: str, title: str, lines: list[str], back: str):
    """Shows what the change would do; or does it, when the person has seen just that. `lines` say the change itself."""
    ward_id, seen = current_user.ward_id, request.form.get("seen", "")
    if seen:
        now, identity = now_ms(), UUID(door.form_operation_id())

        def make(type_: str, entity: str, body: dict):
            return door.intended(type_, entity, body, str(uuid5(identity, f"{type_} {entity}")), now)

        done = calendar_change.change(ward_id, cards, reason, seen, make, now)
        if done is not None:
            count = len(done[0]) + len(calendar_change.known_to(current_user.row["id"], done[1]))
            tell(
                _("Đã lưu. Đã dời hạn %(count)s hồ sơ, phản ánh; mỗi nơi ghi rõ lý do.", count=count)
                if count
                else _("Đã lưu. Không hồ sơ, phản ánh nào phải dời hạn.")
            )
            return redirect(back)
    moved, told = calendar_change.moves(ward_id, cards), calendar_change.feedback_moves(ward_id, cards)
    return show(
        "calendar/preview.html",
        title=title,
        lines=lines,
        reason=reason,
        back=back,
        moved=moved[:SHOWN],
        count=len(moved),
        told=len(calendar_change.known_to(current_user.row["id"], told)),
        earlier=sum(one["to_at"] < one["from_at"] for one in moved),
        changed_meanwhile=bool(seen),
        seen=calendar_change.mark(cards, moved + told),
        carried=[(name, value) for name, value in request.form.items(multi=True) if name != "seen"],
        path=request.path,
    )
