"""The demo: the demo district with accounts and a living day, written as phones write it, over HTTP.

Loading again adds only what has happened since: the shifts of a new day, the next hours of a running one.
"""

from pathlib import Path
from typing import Final

import click
from couchdb.http import HTTPError

from server.demo.accounts import SHOWN, make_accounts, table
from server.demo.day import live, phone_holders, plan, review, shifts_so_far
from server.demo.patience import wait_for
from server.demo.phone import PhoneRefused, Web
from server.divisions.queries import find_staff, in_area
from server.extensions import reading, services
from server.importing import import_district

DISTRICT: Final = Path(__file__).parent / "district"


def load_demo(url: str) -> None:
    """Load the district, make the accounts, live the day up to now against the server at `url`, tell all."""
    config = services().config
    now, web = config.now(), Web(url)
    wait_for(web.answers, f"{url} to answer")
    import_district(DISTRICT)
    holders, rosters = phone_holders(services().store)
    people = holders | {login for login, _, _ in SHOWN}
    wait_for(lambda: _arrived(people, rosters), "the import to arrive; is the follower running?")
    password = make_accounts(config.var, config.demo_password, people, now)
    plan(now)
    try:
        new = live(web, password, shifts_so_far(now), now)
        reviewed = review(web, password, now)
    except (HTTPError, PhoneRefused) as refused:
        raise click.ClickException(f"{url} refused what a demo phone sent: {refused}") from refused
    click.echo(f"演示记录 +{new}，审核 +{reviewed} / {new} new records, {reviewed} reviewed\n")
    click.echo(table(url, password))


def _arrived(staff_ids: set[str], rosters: int) -> bool:
    """Whether the follower has told the accounts of these people, and the clock of so many rosters."""
    with reading() as session:
        known = all(find_staff(session, staff_id) for staff_id in staff_ids)
        return known and len(in_area(session, "roster", "")) >= rosters
