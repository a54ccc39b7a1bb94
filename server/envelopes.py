"""Envelopes: unsent records that a phone has sealed to intake's public key, beside its own sealed copy.

Whoever works on a shared phone can hand in what a colleague left there, and cannot read it. The phone agrees
on a key with ours by ECDH under a key pair that it makes and forgets, and seals {database, document} with
AES-GCM, tied to the document's id. In base64: its public point (65 bytes), the nonce (12), the sealed text.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.config import Config
from server.key_files import kept_key, p256_key

KEY_FILE = "intake-p256.pem"
PURPOSE = b"xunge intake envelope"
POINT_BYTES = 65
NONCE_BYTES = 12
KEY_BYTES = 32
ID_LENGTH = 16


class Unopened(Exception):
    """Not sealed to this key, not for this document, or broken on the way."""


@dataclass(frozen=True, repr=False)
class IntakeKey:
    """The pair to which phones seal; `public` is the point on P-256, base64."""

    private: ec.EllipticCurvePrivateKey
    public: str

    @property
    def id(self) -> str:
        """Tells a phone whether what it sealed fits this key."""
        return hashlib.sha256(self.public.encode()).hexdigest()[:ID_LENGTH]

    def open(self, doc_id: str, box: str) -> Any:
        """The JSON value in an envelope. Raises Unopened."""
        try:
            sealed = base64.b64decode(box, validate=True)
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sealed[:POINT_BYTES])
            nonce, text = sealed[POINT_BYTES:][:NONCE_BYTES], sealed[POINT_BYTES + NONCE_BYTES :]
            shared = self.private.exchange(ec.ECDH(), theirs)
            key = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(shared)
            return json.loads(AESGCM(key).decrypt(nonce, text, doc_id.encode()))
        except (binascii.Error, ValueError, InvalidTag, RecursionError) as error:
            raise Unopened from error


def load_key(config: Config) -> IntakeKey:
    """The key of the setting, else of {var}/keys, generated there on the first start (mode 0600)."""
    pem = config.intake_private_key or kept_key(config.var / "keys" / KEY_FILE)
    private = p256_key("INTAKE_PRIVATE_KEY", pem)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return IntakeKey(private, base64.b64encode(point).decode())
