"""Xunge's server: what the documents mean, and who may see them.

`flask --app server ...` finds the factory here; importing this package opens nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The application; see `server.app.create_app`. Imported late, so that a part can be used alone."""
    from server.app import create_app as build

    return build(config)
