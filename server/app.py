"""The only wiring: `create_app` tells, step by step, what an application of Xunge consists of."""

import os

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from server import (
    access_log,
    base_map,
    cli,
    envelopes,
    health,
    intake,
    news,
    openapi,
    pages,
    parameters_api,
    quarantine,
    receipts,
)
from server.accounts import access, tokens
from server.accounts import api as accounts
from server.audit import api as audit
from server.cases import api as cases
from server.checklists import api as checklists
from server.config import Config, read_config
from server.desk import api as desk
from server.divisions import api as divisions
from server.domain import REGISTERED, guard
from server.errors import BadRequest, register_errors
from server.extensions import Services, db, migrate, prepare_engine, services
from server.mailboxes import api as mailboxes
from server.patrols import api as patrols
from server.photos import api as photos
from server.records import api as records
from server.tasks import api as tasks
from sync.endpoint import make_blueprint
from sync.json_text import canonical
from sync.store.sql import SqlStore


class PlainJson(DefaultJSONProvider):
    """JSON as the views build it: keys in their order, Chinese as Chinese."""

    sort_keys = False
    ensure_ascii = False


MAX_BODY = 16 * 1024 * 1024

BLUEPRINTS = (
    health.bp,
    accounts.bp,
    divisions.bp,
    patrols.bp,
    photos.bp,
    intake.bp,
    receipts.bp,
    news.bp,
    quarantine.bp,
    desk.bp,
    mailboxes.bp,
    cases.bp,
    audit.bp,
    parameters_api.bp,
    base_map.bp,
    checklists.bp,
    tasks.bp,
    openapi.bp,
    *(records.blueprint_of(machine) for machine in REGISTERED if machine.readers),
)


def create_app(config: Config | None = None) -> Flask:
    """An application over its databases. Without `config` the environment is read (BadSetting names what is
    wrong).
    """
    app = Flask("server", static_folder=None)
    config = config or read_config(os.environ)
    configure(app, config)
    bind_extensions(app)
    start_services(app, config)
    mount_endpoint(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    pages.register(app)
    access_log.register(app)
    app.before_request(refuse_nul)
    register_errors(app)
    cli.register(app)
    return app


def close_app(app: Flask) -> None:
    """Let go of threads, files and connections; the application is not used afterwards."""
    services(app).watcher.stop()
    services(app).store.close()
    with app.app_context():
        db.engine.dispose()


def configure(app: Flask, config: Config) -> None:
    """Flask's own settings; everything else is read from `services().config`."""
    config.var.mkdir(parents=True, exist_ok=True)
    app.logger.setLevel(config.log_level)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "json_serializer": canonical,
            "hide_parameters": True,  # a database error may be logged, what people typed may not
            "pool_size": 8,
            "max_overflow": config.web_threads,
            "pool_pre_ping": config.database_url.startswith("postgresql"),
        },
        MAX_CONTENT_LENGTH=MAX_BODY,
    )
    app.json = PlainJson(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask advises


def bind_extensions(app: Flask) -> None:
    """The databases of accounts, journal and read models, and their migrations."""
    db.init_app(app)
    migrate.init_app(app, db, directory=os.path.join(app.root_path, "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)


def start_services(app: Flask, config: Config) -> None:
    """The document store, the keys of tokens and intake, and the one that watches for news (its thread
    starts when asked).
    """
    store = SqlStore(config.store_url)
    watcher = news.Watcher(app, store)
    keys = tokens.load_keys(config), envelopes.load_key(config)
    app.extensions["xunge"] = Services(config, store, *keys, watcher)


def refuse_nul() -> None:
    """Answer 400 for a NUL in the address of an API route: no database column holds it."""
    if request.path.startswith("/api/") and "\x00" in request.path:
        raise BadRequest


def mount_endpoint(app: Flask) -> None:
    """The document store over HTTP, under the same tokens as the API."""
    endpoint = make_blueprint(services(app).store, authenticate=access.authenticate, guard=guard)
    app.register_blueprint(endpoint, url_prefix="/db")
