"""`/api/session`: signing in and staying signed in; `/api/devices`: what the administrator does about
devices.
"""

from flask import Blueprint, Response, jsonify, make_response, request

from server.accounts import queries, refresh, storage_keys, tokens
from server.accounts.access import caller, requires, signed_in
from server.accounts.queries import Login, SignedIn
from server.accounts.roles import half_of, own_roles
from server.accounts.tables import Device
from server.accounts.wire import (
    DevicesQuery,
    DevicesSchema,
    DeviceStateSchema,
    KeysSchema,
    SessionSchema,
    SignInSchema,
)
from server.divisions.queries import StaffMember, find_staff
from server.errors import NotFound, SessionRevoked
from server.extensions import reading, services
from server.permissions import databases_for
from server.wire import Answer, Body, asks, gives, takes
from sync import times

COOKIE = "refresh"
COOKIE_PATH = "/api/session"

bp = Blueprint("accounts", __name__, url_prefix="/api")


@bp.post("/session")
@takes(SignInSchema)
@gives(SessionSchema)
def sign_in(body: Body) -> Response:
    """Sign in with user name, password and device."""
    device = body["device"]
    login = Login(
        username=body["username"].strip().lower(),
        password=body["password"],
        address=request.remote_addr or "",
        device_id=device["id"],
        device_name=device["name"],
        platform=device["platform"],
    )
    return _with_cookie(queries.sign_in(login, services().config.now()))


@bp.post("/session/refresh")
@gives(SessionSchema)
def go_on() -> Response:
    """Get a new access token for the refresh token in the cookie, which is replaced."""
    return _with_cookie(queries.go_on(_refresh_token(), services().config.now()))


@bp.get("/session")
@signed_in
@gives(SessionSchema)
def describe() -> Answer:
    """Describe the session of the access token."""
    return _description(queries.describe(caller().staff_id, caller().device_id))


@bp.delete("/session")
def sign_out() -> Response:
    """End the session of the refresh token in the cookie."""
    queries.sign_out(request.cookies.get(COOKIE, ""), services().config.now())
    answer = Response(status=204)
    answer.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="Strict", secure=request.is_secure)
    return answer


@bp.get("/session/keys")
@gives(KeysSchema)
def keys() -> Answer:
    """The public keys that check access tokens, as a JWK set."""
    return {"keys": [services().token_keys.public_jwk()]}


@bp.get("/devices")
@requires("admin")
@asks(DevicesQuery)
@gives(DevicesSchema)
def devices(query: Body) -> Answer:
    """List the devices of a member of staff."""
    _see_staff(query["staff"])
    schema = DeviceStateSchema()
    return {"devices": [schema.dump(device) for device in queries.devices_of(query["staff"])]}


@bp.delete("/devices/<device_id>")
@requires("admin")
def revoke(device_id: str) -> Response:
    """Revoke a device: its tokens and its intake credential are refused from now on."""
    _see_staff(_known(queries.find_device(device_id)).staff_id)
    queries.revoke_device(device_id, services().config.now(), caller().staff_id)
    return Response(status=204)


def _known(device: Device | None) -> Device:
    if device is None:
        raise NotFound
    return device


def _see_staff(staff_id: str) -> None:
    with reading() as session:
        staff = find_staff(session, staff_id)
    if staff is None:
        raise NotFound
    caller().see(staff.div, {"admin"})


def _refresh_token() -> str:
    token = request.cookies.get(COOKIE)
    if not token:
        raise SessionRevoked
    return token


def _with_cookie(signed: SignedIn) -> Response:
    """The description with an access token and the key lent to the device, and the refresh token where only
    `/api/session` gets it.
    """
    now = services().config.now()
    body = _description(signed)
    body["access_token"] = tokens.issue(
        signed.staff.id, signed.device.id, signed.staff.token_roles, services().token_keys, now
    )
    body["expires_in"] = int(tokens.LIFETIME.total_seconds())
    body["device"]["storage"] = {
        "key": storage_keys.lent_to(signed.device.id, services().token_keys),
        "lease_s": int(storage_keys.LEASE.total_seconds()),
    }
    answer = make_response(jsonify(body))
    if signed.refresh_token:
        answer.set_cookie(
            COOKIE,
            signed.refresh_token,
            max_age=refresh.LIFETIME,
            path=COOKIE_PATH,
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )
    return answer


def _description(signed: SignedIn) -> Body:
    roles = signed.staff.token_roles.union(own_roles(signed.staff.id, signed.device.id))
    device: Body = {"id": signed.device.id, "epoch": signed.device.epoch}
    if signed.device.intake_key:
        device["intake_key"] = signed.device.intake_key
    return {
        "user": _user(signed.staff),
        "device": device,
        "databases": [
            {"name": grant.name, "read": grant.read, "write": grant.write} for grant in databases_for(roles)
        ],
        "server": {
            "uuid": services().store.uuid,
            "time": times.utc(services().config.now()),
            "intake": {"id": services().intake_key.id, "key": services().intake_key.public},
        },
        "half": half_of(signed.staff.roles),
    }


def _user(staff: StaffMember) -> Body:
    return {
        "id": staff.id,
        "name": staff.name,
        "unit": staff.unit,
        "div": staff.div,
        "division_name": staff.division_name,
        "roles": sorted(staff.roles),
        "team": staff.team,
    }
