"""A desk for uploads over a real database and a real folder."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from server.extensions import db, prepare_engine
from server.photos.claims import Claim, Claims
from server.photos.storage import FolderStorage
from server.photos.tables import Blob, Upload
from server.photos.uploads import UploadDesk
from tests.support.uploads import NOW


@pytest.fixture
def database(tmp_path: Path) -> Iterator[None]:
    app = Flask("photos")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/app.db"
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        db.metadata.create_all(db.engine, tables=[Upload.__table__, Blob.__table__])  # type: ignore[list-item]
        yield
        db.engine.dispose()


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "photos")


@pytest.fixture
def claimed() -> dict[str, Claim]:
    """The attachments that have come; a test adds to them."""
    return {}


@pytest.fixture
def desk_at(
    database: None, tmp_path: Path, storage: FolderStorage, claimed: dict[str, Claim]
) -> Callable[[datetime], UploadDesk]:
    def known(rows: Sequence[Blob]) -> list[Claim | None]:
        return [claimed.get(row.attach) for row in rows]

    folder, claims = tmp_path / "photos" / "uploads", Claims(lambda _session, rows: known(rows))
    return lambda now: UploadDesk(folder, storage, claims, now)


@pytest.fixture
def desk(desk_at: Callable[[datetime], UploadDesk]) -> UploadDesk:
    return desk_at(NOW)
