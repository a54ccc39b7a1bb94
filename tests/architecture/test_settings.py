"""Every setting is documented, and read in one place only."""

import ast
from collections.abc import Iterator
from pathlib import Path

from server import config

ROOT = Path(__file__).resolve().parents[2]
MAY_READ = {"server/app.py", "server/gunicorn.conf.py"}  # they hand os.environ to read_config


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The product's own Python, by its path."""
    for part in ("server", "sync"):
        for file in sorted((ROOT / part).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text())


def test_every_setting_stands_in_the_documentation_and_beside_the_code() -> None:
    documented = (ROOT / "docs" / "configuration.md").read_text()
    for name in config.SETTINGS:
        assert f"| `{name}` |" in documented, name
        assert f"| `{name}`" in (config.__doc__ or ""), name


def test_the_list_of_settings_is_what_is_read() -> None:
    source = ast.parse((ROOT / "server" / "config.py").read_text())
    body = [node for node in source.body if isinstance(node, ast.FunctionDef)]
    texts = {
        node.value
        for function in body
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper()
    }
    assert {text for text in texts if text.replace("_", "").isalpha()} == set(config.SETTINGS)


def test_the_environment_is_read_nowhere_else() -> None:
    readers = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    }
    assert readers <= MAY_READ
