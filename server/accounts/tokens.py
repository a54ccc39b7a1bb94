"""Access tokens: signed JWTs (ES256) that name the person, the device and their roles for a quarter of an
hour.

CouchDB reads the same token: `sub` is the user, `_couchdb.roles` the roles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from jose import jwk, jwt
from jose.exceptions import JWTError

from server.accounts.roles import own_roles
from server.config import Config
from server.errors import NotSignedIn, TokenExpired
from server.key_files import kept_key, p256_key

ALGORITHM = "ES256"
LIFETIME = timedelta(minutes=15)
ROLES_CLAIM = "_couchdb.roles"
KEY_FILE = "token-es256.pem"


@dataclass(frozen=True, repr=False)
class TokenKeys:
    """The pair that signs and checks access tokens, both as PEM."""

    private_pem: str
    public_pem: str

    def public_jwk(self) -> dict[str, str]:
        """The public key as a JWK, for whoever checks our tokens."""
        key: dict[str, str] = jwk.construct(self.public_pem, ALGORITHM).to_dict()
        return {**key, "use": "sig"}


@dataclass(frozen=True)
class Claims:
    """What a checked token says; `roles` are those with a division."""

    staff_id: str
    device_id: str
    roles: frozenset[str]


def load_keys(config: Config) -> TokenKeys:
    """The keys of the setting, else of {var}/keys, generated there on the first start (mode 0600)."""
    pem = config.token_private_key or kept_key(config.var / "keys" / KEY_FILE)
    return TokenKeys(pem, _public_of(pem))


def issue(staff_id: str, device_id: str, roles: Iterable[str], keys: TokenKeys, now: datetime) -> str:
    """A token for LIFETIME; `roles` are `{role}@{division}`, those of person and device are added."""
    claims = {
        "sub": staff_id,
        "dev": device_id,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        ROLES_CLAIM: [*own_roles(staff_id, device_id), *sorted(roles)],
    }
    return str(jwt.encode(claims, keys.private_pem, algorithm=ALGORITHM))


def read(token: str, keys: TokenKeys, now: datetime) -> Claims:
    """The claims of a token of ours. Raises TokenExpired, NotSignedIn for what we did not sign."""
    try:
        claims = jwt.decode(token, keys.public_pem, algorithms=[ALGORITHM], options={"verify_exp": False})
        expires, staff_id, device_id = claims["exp"], claims["sub"], claims["dev"]
        roles = frozenset(role for role in claims[ROLES_CLAIM] if "@" in role)
    except (JWTError, KeyError, TypeError) as error:
        raise NotSignedIn from error
    if expires <= now.timestamp():  # by our own clock, which a test may freeze
        raise TokenExpired
    return Claims(staff_id, device_id, roles)


def _public_of(private_pem: str) -> str:
    key = p256_key("TOKEN_PRIVATE_KEY", private_pem)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
