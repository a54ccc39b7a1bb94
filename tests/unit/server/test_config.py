"""Settings: read once, refused by name, no secrets in what is printed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.accounts.tokens import load_keys
from server.config import BadSetting, read_config
from server.envelopes import load_key
from server.extensions import services
from tests.support.office import Office


def test_nothing_needs_to_be_set() -> None:
    config = read_config({})
    assert config.var == Path("var").resolve()
    assert config.database_url == f"sqlite:///{config.var}/xunge.db"
    assert config.store_url == f"sqlite:///{config.var}/store.db"
    assert config.token_private_key is None
    assert config.demo_password is None


def test_an_empty_setting_is_as_none() -> None:
    assert read_config({"PORT": "", "DATABASE_URL": "", "TIMEZONE": ""}).port == 8000


@pytest.mark.parametrize("short", ["postgres://u@h/x", "postgresql://u@h/x"])
def test_a_plain_postgresql_address_gets_the_driver(short: str) -> None:
    assert read_config({"STORE_URL": short}).store_url == "postgresql+psycopg://u@h/x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WEB_THREADS", "1"),
        ("WEB_CONCURRENCY", "-1"),
        ("TRUSTED_PROXIES", "yes"),
        ("DATABASE_URL", "xunge.db"),
        ("STORE_URL", "mysql://h/x"),
        ("LOG_LEVEL", "loud"),
        ("TIMEZONE", "Asia/Huangzhou"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TOKEN_PRIVATE_KEY", "secret"),
        ("INTAKE_PRIVATE_KEY", "secret"),
        ("FROZEN_CLOCK", "today"),
        ("FROZEN_CLOCK", "2026-01-05T08:00:00"),
    ],
)
def test_a_bad_setting_fails_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_config({name: value})
    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name}: ")


def test_secrets_are_not_printed() -> None:
    pem = "-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----"
    config = read_config({"TOKEN_PRIVATE_KEY": pem, "DEMO_PASSWORD": "open sesame"})
    assert "abc" not in repr(config)
    assert "sesame" not in repr(config)
    assert "\\n" not in (config.token_private_key or "")


def test_a_frozen_clock_stands_still_in_utc() -> None:
    config = read_config({"FROZEN_CLOCK": "2026-01-05T08:00:00+08:00"})
    assert config.now() == config.now() == datetime(2026, 1, 5, tzinfo=UTC)


def test_the_generated_keys_are_the_owner_s_alone_and_stay(office: Office) -> None:
    config = services(office.app).config
    files = sorted((config.var / "keys").iterdir())
    assert [file.name for file in files] == ["intake-p256.pem", "token-es256.pem"]
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]
    assert load_key(config).public == services(office.app).intake_key.public
    assert load_keys(config).public_pem == services(office.app).token_keys.public_pem


def test_a_key_of_another_kind_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for pem in (other.decode(), "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----"):
        with pytest.raises(BadSetting, match=r"^TOKEN_PRIVATE_KEY"):
            load_keys(read_config({"TOKEN_PRIVATE_KEY": pem}))
        with pytest.raises(BadSetting, match=r"^INTAKE_PRIVATE_KEY"):
            load_key(read_config({"INTAKE_PRIVATE_KEY": pem}))
