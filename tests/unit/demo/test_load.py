"""Loading the demo against a real server: it adds what has happened, and never anything twice."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.serving import make_server

from server import demo
from server.accounts import passwords
from server.app import close_app, create_app
from server.config import read_config
from server.demo import load_demo
from server.demo.accounts import SHOWN
from server.domain import DOMAIN
from server.extensions import db, reading, services, writer
from server.patrols.queries import checkins_on, finds_on, shifts_on
from server.photos.attachments import attachments_of
from server.photos.queries import stored
from sync import tables
from sync.clock import Clock
from sync.follower import Follower

TOWNSHIP, NEGLECTED = "421102001", "421102004"
YESTERDAY, TODAY, TOMORROW = "2026-05-01", "2026-05-02", "2026-05-03"
MORNING, EVENING = f"{TODAY}T10:30:00+08:00", f"{TOMORROW}T18:00:00+08:00"


@pytest.fixture(scope="module", autouse=True)
def _smaller_district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The demo's own lists with the duties of two townships; the import's tests read all of them."""
    folder = tmp_path_factory.mktemp("district")
    for path in demo.DISTRICT.glob("*.csv"):
        if path.stem not in ("cameras", "mailboxes", "schools"):
            head, *rows = path.read_text("utf-8").splitlines()
            if path.stem in ("rosters", "key_sites", "checkpoints"):
                rows = [row for row in rows if row.startswith((TOWNSHIP, NEGLECTED))]
            (folder / path.name).write_text("\n".join([head, *rows]), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "DISTRICT", folder)
        yield


@contextmanager
def the_centre_at(moment: str, var: Path) -> Iterator[Flask]:
    """The web, the follower and the clock, at a moment that stands still, with the demo loaded."""
    app = create_app(read_config({"XUNGE_VAR": str(var), "FROZEN_CLOCK": moment}))
    with app.app_context():
        db.create_all()
        tables.metadata.create_all(db.engine)
        web = make_server("127.0.0.1", 0, app, threaded=True)
        stop = threading.Event()
        follower = Follower(services().store, writer(), DOMAIN, services().config.now)
        threads = [
            threading.Thread(target=web.serve_forever),
            threading.Thread(target=follower.run, args=[stop]),
        ]
        for thread in threads:
            thread.start()
        try:
            load_demo(f"http://127.0.0.1:{web.server_port}")
            while Clock(services().store, writer(), DOMAIN, services().config.now).step():
                time.sleep(0.3)
            yield app
        finally:
            web.shutdown()
            stop.set()
            for thread in threads:
                thread.join()
            web.server_close()
    close_app(app)


@pytest.fixture(scope="module", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """The demo has dozens of accounts and phones; what a hash costs is tested with the accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=256, parallelism=1))
        yield


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre where the demo was loaded in the morning."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    with the_centre_at(MORNING, folder):
        pass
    return folder


@contextmanager
def opened(var: Path) -> Iterator[Flask]:
    app = create_app(read_config({"XUNGE_VAR": str(var), "FROZEN_CLOCK": MORNING}))
    with app.app_context():
        yield app
    close_app(app)


def test_yesterday_is_over_today_is_under_way_and_one_duty_was_missed(var: Path) -> None:
    with opened(var), reading() as session:
        states = {
            (day, shift["slot"]): shift["state"]
            for day in (YESTERDAY, TODAY)
            for shift in shifts_on(session, TOWNSHIP, day)
        }
        assert states == {
            (YESTERDAY, "night"): "reviewed",
            (YESTERDAY, "day"): "reviewed",
            (YESTERDAY, "evening"): "reviewed",
            (TODAY, "night"): "submitted",
            (TODAY, "day"): "started",
            (TODAY, "evening"): "planned",
        }
        neglected = {shift["slot"]: shift["state"] for shift in shifts_on(session, NEGLECTED, YESTERDAY)}
        assert neglected["evening"] in ("planned", "missed")
        assert neglected["day"] == "submitted"


def test_check_ins_are_true_and_one_is_flagged(var: Path) -> None:
    with opened(var), reading() as session:
        checkins = checkins_on(session, TOWNSHIP, YESTERDAY)
        flags = Counter(flag for checkin in checkins for flag in checkin["flags"])
        assert {checkin["result"] for checkin in checkins} == {"applied"}
        assert flags == {"far_from_point": 3}, "one in each slot, and no bad token among them"


def test_the_shift_under_way_has_a_check_in_that_came_at_once(var: Path) -> None:
    with opened(var), reading() as session:
        late = [checkin["late_minutes"] for checkin in checkins_on(session, TOWNSHIP, TODAY)]
    assert late.count(0) == 1
    assert max(late) > 60, "the others were written earlier, and say so"


def test_finds_have_their_pictures(var: Path) -> None:
    with opened(var), reading() as session:
        finds = finds_on(session, TOWNSHIP, YESTERDAY)
        photos = [
            photo for own in attachments_of(session, [find["id"] for find in finds]).values() for photo in own
        ]
        assert len(finds) == 6
        assert photos
        assert stored(session, photos) == {photo.id for photo in photos}


def test_loaded_again_nothing_is_added_and_a_day_later_the_new_day_is(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(var) as app:
        before = services(app).store.update_seqs()
    capsys.readouterr()
    with the_centre_at(MORNING, var) as app:
        assert services(app).store.update_seqs() == before
    assert "0 new records, 0 reviewed" in capsys.readouterr().out
    with the_centre_at(EVENING, var) as app, reading() as session:
        states = {shift["slot"]: shift["state"] for shift in shifts_on(session, TOWNSHIP, TOMORROW)}
        assert states == {"night": "submitted", "day": "submitted", "evening": "started"}
        visited = [one["checkpoint"]["code"] for one in checkins_on(session, TOWNSHIP, TODAY)]
        assert len(visited) == len(set(visited)), "what was done early was not done again"
        assert shifts_on(session, TOWNSHIP, TODAY)[1]["state"] == "reviewed", "the shift that was under way"


def test_the_password_is_generated_and_kept_to_its_owner(var: Path) -> None:
    path = var / "demo-accounts.json"
    kept = json.loads(path.read_text("utf-8"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(kept["password"]) >= 12
    assert {login for login, _, _ in SHOWN} <= set(kept["accounts"])
