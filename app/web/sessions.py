"""Signed-in people: a random token in a cookie, its hash in the database, a brake on guessing."""

import secrets
import time
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app, g, request
from flask_login import LoginManager, UserMixin

from app.config import SESSION_SECONDS
from app.problems import Problem
from app.records import staff as staff_records
from app.records.base import put
from app.records.database import database, one_at_a_time
from app.records.staff import SignInTry, StaffPassword, StaffSession
from app.rules import throttle
from app.rules.ward import number as ward_number

COOKIE = "gd_session"
PASSWORD_LETTERS_MIN = 10
# 19 MiB and two passes: about 50 ms on a small server; the library's default costs ten times as much.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_SEEN_EVERY_MS = 5 * 60 * 1000

login_manager = LoginManager()


def now_ms() -> int:
    """The server's clock; the only one that web code reads."""
    return int(time.time() * 1000)


class Person(UserMixin):
    """The signed-in person as templates and guards see them."""

    def __init__(self, row: dict, must_change: bool = False):
        self.row = row
        self.id = row["id"]
        self.ward_id = row["ward_id"]
        self.name = row["name"]
        self.role = row["role"]
        self.neighbourhood = row["neighbourhood"]
        self.support_point = row["support_point"]
        self.must_change = must_change

    def get_id(self) -> str:
        return f"{self.ward_id}.{self.id}"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def set_password(ward_id: int, staff_id: str, password: str, now: int, must_change: bool = False) -> None:
    """Stores a new password and signs out every browser of that person."""
    with database.atomic():
        put(
            StaffPassword,
            ward_id=ward_id,
            staff=staff_id,
            hash=hash_password(password),
            must_change=must_change,
            changed_at=now,
        )
        end_sessions_of(ward_id, staff_id)


def check_password_strength(password: str, login: str) -> None:
    """Raises Problem("password_weak")."""
    if len(password) < PASSWORD_LETTERS_MIN or password.lower() == login.lower() or len(password) > 200:
        raise Problem("password_weak")


class Brake:
    """Failures of one subject (a login, an address) in one ward; 0 stands for no ward yet."""

    def __init__(self, ward_id: int, subject: str, limit: throttle.Limit = throttle.ADDRESS):
        self.ward_id, self.subject, self.limit = ward_id, subject, limit
        self.row = self._stored()

    def _stored(self) -> dict:
        row = SignInTry.select().where(SignInTry.ward_id == self.ward_id, SignInTry.subject == self.subject)
        return row.dicts().first() or {
            "ward_id": self.ward_id,
            "subject": self.subject,
            "count": 0,
            "first_at": 0,
            "blocked_until_at": 0,
        }

    def check(self, now: int) -> None:
        """Raises Problem("too_many_tries")."""
        wait = throttle.wait_ms(self.row, now)
        if wait:
            raise Problem("too_many_tries", minutes=-(-wait // 60_000))

    def failed(self, now: int) -> None:
        """One more failure, counted on what stands now: guesses sent at once have all read the row of before.

        Rows that no longer slow anybody are swept on the way.
        """
        with database.atomic():
            one_at_a_time(self.ward_id, "sign-in tries")
            SignInTry.delete().where(
                SignInTry.ward_id == self.ward_id,
                SignInTry.first_at < now - throttle.FORGOTTEN_MS,
                SignInTry.blocked_until_at < now,
            ).execute()
            self.row = throttle.failed(self._stored(), self.limit, now)
            put(SignInTry, **self.row)

    def forget(self) -> None:
        SignInTry.delete().where(SignInTry.ward_id == self.ward_id, SignInTry.subject == self.subject).execute()


def verify(ward_id: int, login: str, password: str, address: str, now: int) -> dict:
    """The staff row behind a login and password. Raises Problem: too_many_tries, sign_in_failed.

    An unknown login costs as much time as a wrong password, and counts as one, so that logins cannot be probed.
    """
    login = login.strip().lower()[:60]
    by_login = Brake(ward_id, f"login:{login}", throttle.LOGIN)
    by_address = Brake(ward_id, f"from:{address}")
    by_login.check(now)
    by_address.check(now)
    row = staff_records.staff_by_login(ward_id, login)
    kept = StaffPassword.get_or_none(StaffPassword.ward_id == ward_id, StaffPassword.staff == (row or {}).get("id", ""))
    try:
        _hasher.verify(kept.hash if kept else _nobody(), password)
        good = bool(kept) and row["active"]
    except (VerifyMismatchError, InvalidHashError):
        good = False
    with database.atomic():
        if good:
            by_login.forget()
        else:
            by_login.failed(now)
            by_address.failed(now)
    if not good:
        raise Problem("sign_in_failed")
    return {**row, "must_change": kept.must_change}


_nobody_hash: str | None = None


def _nobody() -> str:
    global _nobody_hash
    if _nobody_hash is None:
        _nobody_hash = hash_password(secrets.token_urlsafe(16))
    return _nobody_hash


def _token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def start_session(ward_id: int, staff_id: str, now: int) -> str:
    """Makes a session and returns the cookie's value; old ones are swept on the way."""
    token = secrets.token_urlsafe(32)
    with database.atomic():
        StaffSession.delete().where(StaffSession.ward_id == ward_id, StaffSession.expires_at < now).execute()
        StaffSession.insert(
            ward_id=ward_id,
            token_hash=_token_hash(token),
            staff=staff_id,
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION_SECONDS * 1000,
        ).execute()
    return f"{ward_id}.{token}"


def set_cookie(response, value: str):
    response.set_cookie(
        COOKIE,
        value,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def end_session() -> None:
    """Forgets the session on the server; the cookie alone would be worth nothing afterwards."""
    ward_id, token = _cookie_parts()
    if token:
        StaffSession.delete().where(
            StaffSession.ward_id == ward_id, StaffSession.token_hash == _token_hash(token)
        ).execute()


def end_sessions_of(ward_id: int, staff_id: str) -> None:
    """Signs out every browser of that person."""
    StaffSession.delete().where(StaffSession.ward_id == ward_id, StaffSession.staff == staff_id).execute()


def _cookie_parts() -> tuple[int, str]:
    ward, _, token = request.cookies.get(COOKIE, "").partition(".")
    return ward_number(ward), token


@login_manager.request_loader
def load_person(_request) -> Person | None:
    """The person of this request's cookie; g.person keeps it for the request."""
    if "person" not in g:
        g.person = _read_person()
    return g.person


def _read_person() -> Person | None:
    ward_id, token = _cookie_parts()
    if not token:
        return None
    now = now_ms()
    session = StaffSession.get_or_none(StaffSession.ward_id == ward_id, StaffSession.token_hash == _token_hash(token))
    if session is None or session.expires_at < now:
        return None
    row = staff_records.staff(ward_id, session.staff)
    if row is None or not row["active"]:
        return None
    if now - session.seen_at > _SEEN_EVERY_MS:
        StaffSession.update(seen_at=now, expires_at=now + SESSION_SECONDS * 1000).where(
            StaffSession.ward_id == ward_id, StaffSession.token_hash == session.token_hash
        ).execute()
    kept = StaffPassword.get_or_none(StaffPassword.ward_id == ward_id, StaffPassword.staff == row["id"])
    return Person(row, bool(kept and kept.must_change))
