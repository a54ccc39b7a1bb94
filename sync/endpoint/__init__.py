"""The replication protocol over HTTP, as a Flask blueprint: one file per resource of the protocol."""

from sync.endpoint.blueprint import make_blueprint

__all__ = ["make_blueprint"]
