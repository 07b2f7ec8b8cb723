"""The roof: assembles the application. No logic."""

from datetime import timedelta

from flask import Flask, request
from flask_babel import Babel
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config
from app.demo import ward as demo
from app.printing import ward_templates
from app.records.database import database, migrate, open_database
from app.web import assets, blueprints, crowd, errors, guard, render, security, sessions, wire


def create_app(settings: config.Settings | None = None) -> Flask:
    """A ready application over a migrated database. Raises config.SettingsError and problems.Problem at the start."""
    settings = settings or config.load()
    app = Flask(
        __name__,
        root_path=str(config.ROOT / "app"),
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,
    )
    app.config.update(
        GD=settings,
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="gd_flash",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=1),
        MAX_CONTENT_LENGTH=config.FORM_BODY_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=config.FORM_BODY_BYTES_MAX,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(config.ROOT / "app" / "web" / "translations"),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/javascript",
            "application/json",
            "application/x-ndjson",
            "application/manifest+json",
        ],
        DEMO_PEOPLE=demo.PEOPLE,
        DEMO_PASSWORD=demo.PASSWORD,
    )
    ward_templates.use(settings.templates_dir)
    opened = open_database(settings.database)
    migrate(opened)
    app.config["RELEASE"] = assets.prepare(settings.release_dir)
    _wire_up(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    if settings.demo:
        demo.seed(settings.demo_year)
    assets.serve(app, settings.release_dir)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=1)
    database.close()
    return app


def _wire_up(app: Flask) -> None:
    # Vietnamese as it stands beside it on the page: escaped, the words of a form would travel twice.
    app.json.ensure_ascii = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    Babel(app, locale_selector=_language)
    Compress(app)
    render.htmx.init_app(app)
    sessions.login_manager.init_app(app)
    app.jinja_env.globals.update(asset=assets.asset, drawing=assets.drawing, allow_camera=security.allow_camera)
    render.register_filters(app)
    app.before_request(crowd.turn_away)
    app.before_request(_open_database)
    app.before_request(guard.check_request)
    app.teardown_request(_close_database)
    app.after_request(security.add_headers)
    app.context_processor(render.surroundings)
    errors.register(app)


def _language() -> str:
    if request.path.startswith(wire.PREFIX):
        # A tablet sends no cookies; it says the language of the page that asks.
        return request.accept_languages.best_match(("vi", "en"), "vi")
    return "en" if request.cookies.get("gd_lang") == "en" else "vi"


def _open_database() -> None:
    database.connect(reuse_if_open=True)


def _close_database(_error) -> None:
    # gthread keeps its threads: each keeps its connection, and SQLite's cache with it.
    if database.in_transaction():
        database.rollback()
