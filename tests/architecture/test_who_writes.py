"""Data walks in one direction: only projections write read models, and the API of a capability writes no SQL.

Read from the source, so that it holds for what no test happens to call.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"
WRITES = {"insert", "update", "delete"}
OF_SESSION = {"add", "add_all", "merge", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}
NO_READ_MODELS = {"accounts", "migrations"}
"""Accounts live in SQL alone, migrations make the tables."""
COUNT_BYTES = {"photos/claims.py", "photos/uploads.py"}
"""What reached this server beside the documents."""


def modules() -> list[Path]:
    return [path for path in sorted(SERVER.rglob("*.py")) if not NO_READ_MODELS & set(path.parts)]


def names_of_sqlalchemy(tree: ast.Module) -> set[str]:
    """Return the names under which a module knows sqlalchemy's writing functions, and sqlalchemy itself."""
    known = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            known |= {alias.asname or alias.name for alias in node.names if alias.name in WRITES}
        if isinstance(node, ast.Import):
            known |= {alias.asname or alias.name for alias in node.names if alias.name == "sqlalchemy"}
    return known


def writing_lines(path: Path) -> Iterator[int]:
    """Yield the lines on which a module writes to the database."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = names_of_sqlalchemy(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in known & WRITES:
            yield node.lineno
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            of_sqlalchemy = called.value.id in known and called.attr in WRITES
            of_session = called.value.id == "session" and called.attr in OF_SESSION
            in_bulk = called.value.id == "models" and called.attr == "replace"  # sync/read_models.py
            if of_sqlalchemy or of_session or in_bulk:
                yield node.lineno


def writers() -> dict[str, list[int]]:
    found = {str(path.relative_to(SERVER)): list(writing_lines(path)) for path in modules()}
    return {name: lines for name, lines in found.items() if lines and name not in COUNT_BYTES}


def test_only_projections_write_read_models() -> None:
    others = {name: lines for name, lines in writers().items() if not name.endswith("/projection.py")}
    assert others == {}


def test_the_search_finds_what_projections_write() -> None:
    """Without this a search that finds nothing would pass the test above."""
    assert "divisions/projection.py" in writers()
    assert "patrols/projection.py" in writers()
    assert "records/projection.py" in writers()


@pytest.mark.parametrize("path", [path for path in modules() if path.name == "api.py"], ids=str)
def test_an_api_opens_no_writing_transaction(path: Path) -> None:
    """Capabilities write documents; what they know in SQL is a projection."""
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "server.extensions"
        for alias in node.names
    }
    assert imported & {"transaction", "writer"} == set()
