"""Who is asking: the caller of an API view, and the decorators that let them in.

A view stands under one of them and asks for the area itself:

    @bp.get("/shifts")
    @requires(*OFFICE)
    def shifts() -> Response:
        caller().see(township)      # raises OutsideArea
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Request, g, request

from server.accounts import tokens
from server.accounts.queries import check_device, device_by_intake_key
from server.accounts.roles import own_roles
from server.errors import ApiError, Forbidden, NotSignedIn, OutsideArea
from server.extensions import services
from sync.access import Caller as DatabaseCaller
from sync.errors import Unauthorized

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Caller:
    """A signed-in member of staff on one device. `roles` holds `{role}@{division}` and nothing else."""

    staff_id: str
    device_id: str
    roles: frozenset[str]

    @property
    def role_names(self) -> frozenset[str]:
        """The roles without their divisions."""
        return frozenset(role.partition("@")[0] for role in self.roles)

    @property
    def divisions(self) -> frozenset[str]:
        """The divisions at which the caller holds a role."""
        return frozenset(role.partition("@")[2] for role in self.roles)

    @property
    def token_roles(self) -> frozenset[str]:
        """All roles of the token, with those of the person and the device: what `/db` and permissions go
        by.
        """
        return self.roles.union(own_roles(self.staff_id, self.device_id))

    def may_see(self, division: str, roles: Iterable[str] | None = None) -> bool:
        """Whether the division (6, 9 or 12 digits) lies in the caller's area, under one of `roles` when
        given.
        """
        wanted = None if roles is None else frozenset(roles)
        held = (role.partition("@") for role in self.roles)
        return any(
            division.startswith(at) for name, _, at in held if at and (wanted is None or name in wanted)
        )

    def see(self, division: str, roles: Iterable[str] | None = None) -> None:
        """Raise OutsideArea when the division is not in the caller's area."""
        if not self.may_see(division, roles):
            raise OutsideArea(division)


@dataclass(frozen=True)
class Sender:
    """The device that delivers and asks for its receipts, and the person it belongs to."""

    device_id: str
    staff_id: str


def caller() -> Caller:
    """The caller of the present request; only in views under `signed_in` or `requires`."""
    found: Caller = g.caller
    return found


def sender() -> Sender:
    """The device of the present request; only in views under `by_device`."""
    found: Sender = g.sender
    return found


def by_device(view: Callable[P, R]) -> Callable[P, R]:
    """Let in a valid access token, and the device's own credential (`Authorization: Device {id}:{key}`).

    The credential delivers records and asks what became of them when its user's session or role is gone.
    """

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        g.sender = _sender(request)
        return view(*args, **kwargs)

    inner.__guarded_by__ = "by_device"  # type: ignore[attr-defined]  # read by tests
    return inner


def _sender(incoming: Request) -> Sender:
    """Raises NotSignedIn, TokenExpired, DeviceRevoked or SessionRevoked."""
    authorization = incoming.authorization
    if authorization is None or authorization.type != "device":
        person = identify(incoming)
        return Sender(person.device_id, person.staff_id)
    device_id, colon, key = (authorization.token or "").partition(":")
    if not colon:
        raise NotSignedIn
    device = device_by_intake_key(device_id, key)
    return Sender(device.id, device.staff_id)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever shows a valid access token of a device and an account that are not closed."""
    return _guarded(view, None)


def requires(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in who holds one of the roles, at any division: the view still checks the area."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return _guarded(view, frozenset(roles))

    return decorate


def _guarded(view: Callable[P, R], roles: frozenset[str] | None) -> Callable[P, R]:
    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        g.caller = identify(request)
        if roles is not None and not roles & g.caller.role_names:
            raise Forbidden
        return view(*args, **kwargs)

    inner.__guarded_by__ = "signed_in" if roles is None else sorted(roles)  # type: ignore[attr-defined]  # read by tests
    return inner


def identify(incoming: Request) -> Caller:
    """The caller of a request by its bearer token. Raises NotSignedIn, TokenExpired, DeviceRevoked or
    SessionRevoked.
    """
    authorization = incoming.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise NotSignedIn
    claims = tokens.read(authorization.token, services().token_keys, services().config.now())
    check_device(claims.device_id, claims.staff_id)
    return Caller(claims.staff_id, claims.device_id, claims.roles)


def authenticate(incoming: Request) -> DatabaseCaller:
    """The caller of the database endpoint. Raises sync's Unauthorized, with the code of the API as reason."""
    try:
        found = identify(incoming)
    except ApiError as error:
        raise Unauthorized(error.code) from error
    return DatabaseCaller(name=found.staff_id, roles=found.token_roles)
