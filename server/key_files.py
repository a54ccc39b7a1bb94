"""Private keys: out of a setting, or generated once in a file that only its owner reads."""

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.config import BadSetting


def kept_key(path: Path) -> str:
    """The key in the file, made now when there is none; of processes that start together, one's key stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, fresh = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(new_key())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        os.unlink(fresh)
    return path.read_text()


def p256_key(setting: str, pem: str) -> ec.EllipticCurvePrivateKey:
    """The key of a PEM. Raises BadSetting, naming the setting, for what is no private key on P-256."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadSetting(setting, "this PEM cannot be read as a private key without password") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadSetting(setting, "the key is not on the curve P-256")
    return key


def new_key() -> str:
    """A fresh private key on P-256, as PEM."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        .decode()
    )
