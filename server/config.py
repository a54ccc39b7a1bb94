"""Configuration: read once from the environment into a frozen, typed value.

| variable            | default                    | meaning |
|---|---|---|
| `XUNGE_VAR`         | `./var`                    | folder of all that the server keeps; made when missing |
| `DATABASE_URL`      | `sqlite:///{var}/xunge.db` | accounts, journal, read models (SQLite or PostgreSQL) |
| `STORE_URL`         | `sqlite:///{var}/store.db` | the embedded document store (SQLite or PostgreSQL) |
| `TIMEZONE`          | `Asia/Shanghai`            | the district's time zone: days, slots, rosters |
| `TOKEN_PRIVATE_KEY` | generated in `{var}/keys`  | PEM of the EC P-256 key that signs access tokens |
| `INTAKE_PRIVATE_KEY` | generated in `{var}/keys` | PEM of the EC P-256 key to which phones seal records |
| `PHOTOS_DIR`        | `{var}/photos`             | where the bytes of photos are kept |
| `BASE_MAP`          | not set                    | PMTiles file: the ground of the phones' maps |
| `BASE_MAP_DATUM`    | `wgs84`                    | `gcj02` when the file is shifted as Chinese maps are |
| `HOST`              | `127.0.0.1`                | the address on which the web process listens |
| `PORT`              | `8000`                     | its port |
| `WEB_CONCURRENCY`   | `1`                        | web processes |
| `WEB_THREADS`       | `64`                       | threads of each; a waiting phone or console holds one |
| `TRUSTED_PROXIES`   | `0`                        | proxies in front whose X-Forwarded-* headers count |
| `LOG_LEVEL`         | `info`                     | `info` tells each request, `warning` what failed |
| `DEMO_PASSWORD`     | generated at first load    | one password for the demo accounts |
| `FROZEN_CLOCK`      | not set                    | ISO 8601 moment for tests of days; never in production |

There are no default secrets: what is not given is generated and kept in `{var}` with mode 0600.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SETTINGS = (
    "XUNGE_VAR",
    "DATABASE_URL",
    "STORE_URL",
    "TIMEZONE",
    "TOKEN_PRIVATE_KEY",
    "INTAKE_PRIVATE_KEY",
    "PHOTOS_DIR",
    "BASE_MAP",
    "BASE_MAP_DATUM",
    "HOST",
    "PORT",
    "WEB_CONCURRENCY",
    "WEB_THREADS",
    "TRUSTED_PROXIES",
    "LOG_LEVEL",
    "DEMO_PASSWORD",
    "FROZEN_CLOCK",
)

DATUMS = ("wgs84", "gcj02")
PMTILES = b"PMTiles\x03"
LOG_LEVELS = ("info", "warning", "error")


class BadSetting(Exception):
    """A setting cannot be used; the message names it, says why and what is expected."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


@dataclass(frozen=True)
class Config:
    """All settings of one process. Secrets are kept out of `repr`."""

    var: Path
    database_url: str
    store_url: str
    timezone: ZoneInfo
    token_private_key: str | None
    intake_private_key: str | None
    photos_dir: Path
    base_map: Path | None
    base_map_datum: str
    host: str
    port: int
    web_processes: int
    web_threads: int
    trusted_proxies: int
    log_level: str
    demo_password: str | None
    frozen_clock: datetime | None

    def __repr__(self) -> str:
        return f"Config(var={str(self.var)!r}, port={self.port})"

    def now(self) -> datetime:
        """The present moment in UTC; the frozen one when a test froze the clock."""
        return self.frozen_clock or datetime.now(UTC)


def read_config(environment: Mapping[str, str]) -> Config:
    """Read every setting. Raises BadSetting, naming the first that cannot be used."""
    var = Path(environment.get("XUNGE_VAR") or "var").resolve()
    return Config(
        var=var,
        database_url=_url(environment, "DATABASE_URL", f"sqlite:///{var}/xunge.db"),
        store_url=_url(environment, "STORE_URL", f"sqlite:///{var}/store.db"),
        timezone=_timezone(environment.get("TIMEZONE") or "Asia/Shanghai"),
        token_private_key=_pem(environment, "TOKEN_PRIVATE_KEY"),
        intake_private_key=_pem(environment, "INTAKE_PRIVATE_KEY"),
        photos_dir=Path(environment.get("PHOTOS_DIR") or var / "photos").resolve(),
        base_map=_pmtiles(environment.get("BASE_MAP")),
        base_map_datum=_datum(environment.get("BASE_MAP_DATUM") or "wgs84"),
        host=environment.get("HOST") or "127.0.0.1",
        port=_number(environment, "PORT", 8000, 1, 65535),
        web_processes=_number(environment, "WEB_CONCURRENCY", 1, 1, 64),
        web_threads=_number(environment, "WEB_THREADS", 64, 4, 1000),
        trusted_proxies=_number(environment, "TRUSTED_PROXIES", 0, 0, 9),
        log_level=_level(environment.get("LOG_LEVEL") or "info"),
        demo_password=environment.get("DEMO_PASSWORD") or None,
        frozen_clock=_moment(environment.get("FROZEN_CLOCK")),
    )


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(name, f"{text!r} is not a whole number from {low} to {high}")
    return int(text)


def _url(environment: Mapping[str, str], name: str, default: str) -> str:
    """The database address, with PostgreSQL's short form led to the installed driver."""
    text = environment.get(name) or default
    for short in ("postgres://", "postgresql://"):
        if text.startswith(short):
            text = "postgresql+psycopg://" + text.removeprefix(short)
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError as error:
        raise BadSetting(
            name, "this is no database address; expected sqlite:///... or postgresql://..."
        ) from error
    if backend not in {"sqlite", "postgresql"}:
        raise BadSetting(name, f"{backend} is not supported; expected sqlite:///... or postgresql://...")
    return text


def _pmtiles(path: str | None) -> Path | None:
    """The file, after a look at its first bytes: a phone could only say that nothing appears."""
    if not path:
        return None
    file = Path(path).resolve()
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(PMTILES))
    except OSError as error:
        raise BadSetting("BASE_MAP", f"{path!r} cannot be read: {error.strerror}") from error
    if begins != PMTILES:
        raise BadSetting(
            "BASE_MAP", f"{path!r} is no PMTiles file of version 3; make one with pmtiles extract"
        )
    return file


def _datum(name: str) -> str:
    if name not in DATUMS:
        raise BadSetting("BASE_MAP_DATUM", f"{name!r} is not one of {', '.join(DATUMS)}")
    return name


def _level(name: str) -> str:
    if name not in LOG_LEVELS:
        raise BadSetting("LOG_LEVEL", f"{name!r} is not one of {', '.join(LOG_LEVELS)}")
    return name.upper()


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(
            "TIMEZONE", f"{name!r} is not a time zone; expected a name such as Asia/Shanghai"
        ) from error


def _pem(environment: Mapping[str, str], name: str) -> str | None:
    """The private key, with the two-character line ends that .env files need turned into real ones."""
    text = environment.get(name)
    if not text:
        return None
    pem = text.replace("\\n", "\n")
    if "PRIVATE KEY-----" not in pem:
        raise BadSetting(name, "this is no PEM private key; leave it out to have one generated")
    return pem


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting("FROZEN_CLOCK", f"{text!r} is not an ISO 8601 time") from error
    if moment.tzinfo is None:
        raise BadSetting("FROZEN_CLOCK", f"{text!r} has no offset; write +08:00 or Z behind it")
    return moment.astimezone(UTC)
