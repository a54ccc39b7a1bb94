"""`flask --app server ...`: the processes besides the web, and what an administrator does from a shell."""

import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from server import contract as contracts
from server.accounts import queries
from server.accounts.passwords import MIN_LENGTH
from server.demo import load_demo
from server.domain import DOMAIN
from server.errors import Conflict
from server.extensions import db, services
from server.importing import import_district
from sync import chain, journal
from sync import replay as rerun
from sync.clock import Clock
from sync.endpoint import standalone
from sync.follower import Follower
from sync.journal import Tail, write_transaction
from sync.leases import Alone, Leases
from sync.memory import collect_seldom
from sync.store.sql import SqlStore

users = AppGroup("users", help="Accounts: who may sign in.")
store_commands = AppGroup("store", help="The document store alone.")
audit = AppGroup("audit", help="Whether the journal is what was written.")


def register(app: Flask) -> None:
    """Add the commands."""
    for command in (follower, clock, contract, import_folder, demo, replay, users, store_commands, audit):
        app.cli.add_command(command)


def until_stopped() -> threading.Event:
    """An event that SIGTERM and SIGINT set, for a process that ends between two steps."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@click.command()
@click.option("--shared", is_flag=True, help="Share the work with others by leases; give it to all of them.")
@with_appcontext
def follower(shared: bool) -> None:
    """Read what reached the store into journal and read models, until stopped."""
    config = services().config
    collect_seldom()
    leases = Leases(db.engine) if shared else Alone()
    Follower(services().store, db.engine, DOMAIN, config.now, leases=leases).run(until_stopped())


@click.command()
@with_appcontext
def clock() -> None:
    """Write the events that are due, and the shifts of the rosters, until stopped."""
    config = services().config
    Clock(services().store, db.engine, DOMAIN, config.now).run(until_stopped())


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is stale.")
@with_appcontext
def contract(check: bool) -> None:
    """Write pwa/src/contract/contract.json from schemas, tables and words."""
    if not check:
        contracts.write()
    elif contracts.is_stale():
        raise click.ClickException(f"{contracts.FILE} is stale: run `make contract` and commit it")


@click.command("import-district")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_folder(folder: Path) -> None:
    """Load a district from FOLDER with its CSV or XLSX lists: all of it, or nothing."""
    import_district(folder)


@click.command()
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the web answers.")
@with_appcontext
def demo(url: str) -> None:
    """Load the demo district with a living day in it, once; print its accounts."""
    load_demo(url)


@click.command()
@click.option("--verify", is_flag=True, help="Compare, and change nothing; this is what is done anyway.")
@click.option("--repair", is_flag=True, help="Make everything that follows from the journal anew.")
@with_appcontext
def replay(verify: bool, repair: bool) -> None:
    """Fold the whole journal again and compare; fails when the chain or anything made of it is not as it
    should be.
    """
    if verify and repair:
        raise click.UsageError("choose --verify or --repair")
    broken = _broken()
    found = _repaired() if repair else _compared()
    if broken or found:
        sys.exit(1)


@audit.command("verify")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Heads that `audit heads` printed before: what they name must still be there.",
)
def verify_chains(heads: Path | None) -> None:
    """Walk the chains of the journal; fails when a row was altered, taken out, cut off or moved."""
    try:
        kept = chain.read(heads.read_text()) if heads else {}
    except ValueError as error:
        raise click.ClickException(f"{heads} is not what `audit heads` prints") from error
    if _broken(kept):
        sys.exit(1)
    with db.engine.connect() as connection:
        click.echo(chain.told(journal.heads(connection)), nl=False)


@audit.command("heads")
def print_heads() -> None:
    """Print the head of each chain (partition, row, hash), for an office to keep elsewhere."""
    with db.engine.connect() as connection:
        click.echo(chain.told(journal.heads(connection)), nl=False)


def _broken(kept: Mapping[str, Tail] | None = None) -> bool:
    """Whether a chain of the journal is broken, and say where."""
    with db.engine.connect() as connection:
        faults = chain.verify(connection, kept)
    for fault in faults:
        click.echo(str(fault), err=True)
    return bool(faults)


def _repaired() -> bool:
    with write_transaction(db.engine) as connection:
        for _, subject in rerun.repair(connection, DOMAIN, services().config.now):
            click.echo(f"{subject} was made anew", err=True)
    return False


def _compared() -> bool:
    with db.engine.connect() as connection:
        found = rerun.verify(connection, DOMAIN, services().config.now, db.metadata)
    for _, subject in found.subjects:
        click.echo(f"{subject} differs from its journal", err=True)
    for table in found.tables:
        click.echo(f"the table {table} differs from the journal", err=True)
    return bool(found)


@store_commands.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--admin", required=True, metavar="USER:PASS", help="The one who may do everything.")
@click.option("--database", help="A database address; without it a temporary folder, removed at the end.")
def serve_store(host: str, port: int, admin: str, database: str | None) -> None:
    """Serve the document store alone, as suites of the protocol want it."""
    user, colon, password = admin.partition(":")
    if not (user and colon and password):
        raise click.BadParameter("expected USER:PASS", param_hint="--admin")
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(database or f"sqlite:///{folder}/store.db")
        try:
            standalone.serve(standalone.create_app(store, user, password), port, host)
        finally:
            store.close()


@users.command("add")
@click.argument("username")
@click.argument("staff_id")
@click.password_option(help="Asked for when left out.")
def add_user(username: str, staff_id: str, password: str) -> None:
    """Give a member of staff an account, or the account a new password."""
    if len(password) < MIN_LENGTH:
        raise click.BadParameter(f"a password has at least {MIN_LENGTH} characters", param_hint="--password")
    try:
        queries.put_account(username.lower(), staff_id, password, services().config.now())
    except Conflict as error:
        raise click.ClickException(f"{error.code}: the name or the person has another account") from error


@users.command("close")
@click.argument("username")
def close_user(username: str) -> None:
    """Close an account and end its sessions."""
    if not queries.close_account(username.lower(), services().config.now()):
        raise click.ClickException("there is no account of this name")


@users.command("list")
def list_users() -> None:
    """List the accounts."""
    for account in queries.accounts():
        click.echo(f"{account.username}\t{account.staff_id}\t{account.state}")


@users.command("revoke-device")
@click.argument("device_id")
def revoke_device(device_id: str) -> None:
    """Revoke a device: it stops and says so at its next contact."""
    if not queries.revoke_device(device_id, services().config.now()):
        raise click.ClickException("there is no device of this id")
