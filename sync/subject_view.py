"""What rules see as `subject`, put together only as far as a rule looks: most look at the state alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

NOTHING = object()
Layer = Callable[[], Mapping[str, Any]]


class SubjectView(Mapping[str, Any]):
    """Values by name: first those of `told`, each made when asked for, then the layers, first come first.

    A layer is made once. The view is true until the subject changes.
    """

    def __init__(self, told: Mapping[str, Callable[[], Any]], layers: Sequence[Layer]) -> None:
        self._told, self._layers = told, layers
        self._made: list[Mapping[str, Any]] = []

    def __getitem__(self, name: str) -> Any:
        found = self.get(name, NOTHING)
        if found is NOTHING:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name; `default` where nothing is."""
        if name in self._told:
            return self._told[name]()
        for index in range(len(self._layers)):
            layer = self._layer(index)
            if name in layer:
                return layer[name]
        return default

    def __iter__(self) -> Iterator[str]:
        layers = [self._layer(index) for index in range(len(self._layers))]
        return iter(dict.fromkeys([*self._told, *(name for layer in layers for name in layer)]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _layer(self, index: int) -> Mapping[str, Any]:
        while len(self._made) <= index:
            self._made.append(self._layers[len(self._made)]())
        return self._made[index]
