"""Envelopes: what a phone sealed to intake's key is opened there and goes the way of what comes open."""

import base64
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.extensions import reading
from sync import intake
from tests.support.office import TOWNSHIP, Office

DATABASE = f"patrol_{TOWNSHIP}"
SECRET = "路灯不亮"


def a_delivery(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A find, as a phone hands it in."""
    document = {"_id": f"pf:x:{number}", "_rev": "1-a", "type": "patrol_find", "text": SECRET} | fields
    return {"database": DATABASE, "document": document}


def sealed(session: dict[str, Any], doc_id: str, value: Any) -> str:
    """Seal as the phone does, to the key that its session names."""
    point = base64.b64decode(session["server"]["intake"]["key"])
    mine = ec.generate_private_key(ec.SECP256R1())
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"xunge intake envelope").derive(shared)
    nonce = os.urandom(12)
    text = AESGCM(key).encrypt(nonce, json.dumps(value).encode(), doc_id.encode())
    return base64.b64encode(
        mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint) + nonce + text
    ).decode()


def an_envelope(session: dict[str, Any], delivery: dict[str, Any]) -> dict[str, Any]:
    document = delivery["document"]
    box = sealed(session, document["_id"], delivery)
    return {"id": document["_id"], "rev": document["_rev"], "box": box}


def device_header(session: dict[str, Any]) -> dict[str, str]:
    device = session["device"]
    return {"Authorization": f"Device {device['id']}:{device['intake_key']}"}


def waiting(office: Office) -> list[intake.Delivered]:
    """What the queue holds."""
    with office.app.app_context(), reading() as session:
        return intake.waiting(session.connection(), 100)


def test_an_envelope_is_opened_and_kept_under_the_name_of_its_device(office: Office) -> None:
    session = office.signed_in("lead")
    office.client.delete("/api/session")
    envelope = an_envelope(session, a_delivery())
    assert SECRET not in json.dumps(envelope, ensure_ascii=False)
    body = {"envelopes": [envelope]}
    for _ in range(2):
        answer = office.client.post("/api/intake", json=body, headers=device_header(session))
        assert answer.status_code == 202
        assert answer.get_json() == {"accepted": [{"id": "pf:x:1", "rev": "1-a"}], "refused": []}
    (kept,) = waiting(office)
    assert (kept.author, kept.device, kept.database) == ("lead", session["device"]["id"], DATABASE)
    assert kept.document == a_delivery()["document"]


def test_what_came_open_before_is_not_doubled_by_its_envelope(office: Office) -> None:
    session = office.signed_in("lead")
    both = {"documents": [a_delivery()], "envelopes": [an_envelope(session, a_delivery())]}
    assert office.post("/api/intake", session, both).status_code == 202
    assert [one.doc_id for one in waiting(office)] == ["pf:x:1"]


def test_what_does_not_open_is_refused_alone_and_in_words(office: Office) -> None:
    session = office.signed_in("lead")
    good = an_envelope(session, a_delivery(1))
    cut = good["box"][:-8]
    claimed = {
        "of another document": {**good, "id": "pf:x:2"},
        "of another revision": {**good, "rev": "1-b"},
        "cut": {**good, "box": cut},
        "short": {**good, "box": base64.b64encode(b"x" * 70).decode()},
        "no base64": {**good, "box": "路灯"},
        "no delivery": {**good, "box": sealed(session, "pf:x:1", [SECRET])},
        "nothing": {**good, "box": sealed(session, "pf:x:1", {})},
    }
    body = {"envelopes": [*claimed.values(), an_envelope(session, a_delivery(9))]}
    answer = office.post("/api/intake", session, body).get_json()
    assert answer["accepted"] == [{"id": "pf:x:9", "rev": "1-a"}]
    assert [(one["id"], one["rev"], one["reason"]) for one in answer["refused"]] == [
        (one["id"], one["rev"], "wrong_envelope") for one in claimed.values()
    ]
    assert set(answer["refused"][0]["words"]) == {"zh-CN", "en"}
    assert [one.doc_id for one in waiting(office)] == ["pf:x:9"]


@pytest.mark.parametrize(
    ("delivery", "reason"),
    [
        (a_delivery(1) | {"database": "users"}, "no_database"),
        (a_delivery(1, text="x" * 65_536), "too_large"),
    ],
)
def test_what_is_inside_is_judged_like_what_comes_open(
    office: Office, delivery: dict[str, Any], reason: str
) -> None:
    session = office.signed_in("lead")
    answer = office.post("/api/intake", session, {"envelopes": [an_envelope(session, delivery)]}).get_json()
    assert [one["reason"] for one in answer["refused"]] == [reason]
    assert waiting(office) == []
