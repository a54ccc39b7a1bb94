"""`/api/health`: whether this process can reach its two databases."""

import sqlalchemy as sa
from flask import Blueprint
from marshmallow import Schema, fields

from server.extensions import reading, services
from server.wire import Answer, gives

bp = Blueprint("health", __name__, url_prefix="/api")


class HealthSchema(Schema):
    """The state of the server; `databases` counts those of the document store."""

    status = fields.String(required=True)
    databases = fields.Integer(required=True)


@bp.get("/health")
@gives(HealthSchema)
def health() -> Answer:
    """Tell whether the server is up and reaches its databases."""
    with reading() as session:
        session.execute(sa.select(1))
    return {"status": "ok", "databases": len(services().store.databases())}
