"""The document of a photo, as phones write it beside the record that it belongs to."""

from collections.abc import Mapping
from typing import Any

from server.ids import ULID
from server.photos.pictures import LIMITS, TYPES
from server.records.envelope import EnvelopeSchema
from server.records.fields import StrictSchema, form, instant, made, one_of, whole, within

MAX_SIDE = 20_000
RECORD = r"[a-z]{2,10}:[A-Za-z0-9:-]{1,180}"


class ThumbSchema(StrictSchema):
    """The small copy of a picture."""

    sha256 = form(r"^[0-9a-f]{64}\Z", required=True)
    size = whole(1, LIMITS["full"], required=True)


class AttachmentSchema(EnvelopeSchema):
    """What is known of a photo; its bytes travel by themselves. `record`: the document that it belongs to."""

    id = form(rf"^att:{ULID}\Z", required=True, data_key="_id")
    record = form(rf"^{RECORD}\Z", required=True)
    sha256 = form(r"^[0-9a-f]{64}\Z", required=True)
    size = whole(1, LIMITS["full"], required=True)
    mime = one_of(TYPES)
    width = whole(1, MAX_SIDE, required=True)
    height = whole(1, MAX_SIDE, required=True)
    taken_at = instant(required=True)
    thumb = within(ThumbSchema, required=True, allow_none=True)


SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {"attach": AttachmentSchema}


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{field: [what is wrong]} for the document of a photo; empty when it fits."""
    return dict(made(SCHEMAS[document["type"]]).validate(document))
