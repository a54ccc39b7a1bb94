"""The key that the server lends to a device for what it keeps at rest.

The phone wraps its own secret with it, beside the PIN and the password, so that a forgotten PIN costs nothing
and a lapsed lease only locks. Nothing is stored here: the key follows from the server's token key and the
device's id, and a revoked device, which gets no session, gets none either. After the token key is replaced
the phone is lent another one, which it takes into use at its next login with PIN or password.
"""

import base64
from datetime import timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.accounts.tokens import TokenKeys

LEASE = timedelta(days=14)  # PIN and password open that long without asking the server again
KEY_BYTES = 32
PURPOSE = b"xunge storage of device "


def lent_to(device_id: str, keys: TokenKeys) -> str:
    """The device's key, base64: the same each time."""
    key = serialization.load_pem_private_key(keys.private_pem.encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  load_keys takes no other
    secret = key.private_numbers().private_value.to_bytes(KEY_BYTES, "big")
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=PURPOSE + device_id.encode()).derive(secret)
    return base64.b64encode(derived).decode()
