"""The demo's accounts: one generated password for all, kept beside the data, never in the code."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from server.accounts import queries
from server.demo.kept import keep

FILE: Final = "demo-accounts.json"

SHOWN: Final = (
    ("chibi-lead", "赤壁巡逻队长", "patrol lead, 赤壁 (phone)"),
    ("chibi-p02", "赤壁巡逻队员", "patrol member, 赤壁 (phone)"),
    ("linjiang-security", "临江社区治保主任", "security head, 临江 (phone)"),
    ("linjiang-grid", "临江社区网格管理员", "grid manager, 临江 (phone)"),
    ("linjiang-mediator", "临江社区人民调解员", "mediator, 临江 (phone)"),
    ("linjiang-mediation", "临江社区调解主任", "mediation head, 临江 (phone)"),
    ("chibi-inspector", "赤壁学校周边检查员（派出所）", "school inspector, 赤壁 police (phone)"),
    ("chibi-inspector2", "赤壁学校周边检查员（城管）", "school inspector, 赤壁 city management (phone)"),
    ("chibi-officer", "赤壁城管承办人", "officer of city management, 赤壁 (both)"),
    ("chibi-dispatch", "赤壁指挥调度员", "dispatcher, 赤壁 (console)"),
    ("chibi-operator", "赤壁综治办工作人员", "operator, 赤壁 (console)"),
    ("chibi-deputy", "赤壁常务副主任", "deputy, 赤壁 (both)"),
    ("chibi-director", "赤壁主任", "director, 赤壁 (both)"),
    ("linjiang-head", "临江社区负责人", "village lead, 临江 (both)"),
    ("district", "区综治中心", "district operator (console)"),
    ("psb-liaison", "公安联络员", "police liaison (console)"),
    ("auditor", "审计", "auditor (console)"),
    ("admin", "系统管理员", "administrator (console)"),
)
"""login name, who that is in Chinese and in English; the table that is printed"""


def make_accounts(var: Path, given: str | None, staff_ids: Iterable[str], now: datetime) -> str:
    """Give each of these people an account named after their staff id; returns the password of all.

    The password is `given`, or the one of an earlier load, or a new one. An account whose password was set by
    this load before is left alone, so that its sessions go on.
    """
    path = var / FILE
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {"password": None, "accounts": []}
    password = given or kept["password"] or secrets.token_urlsafe(9)
    there = {account.username for account in queries.accounts()} if password == kept["password"] else set()
    wanted = sorted(set(staff_ids))
    for staff_id in wanted:
        if staff_id not in there or staff_id not in kept["accounts"]:
            queries.put_account(staff_id, staff_id, password, now)
    keep(path, {"password": password, "accounts": sorted({*kept["accounts"], *wanted})})
    return str(password)


def table(url: str, password: str) -> str:
    """The address and the accounts for whoever started the demo, in both languages."""
    lines = [f"演示地址 / address:  {url}", f"密码 / password:   {password}", ""]
    width = max(len(english) for _, _, english in SHOWN)
    lines += [f"  {login:<20}{english:<{width}}  {chinese}" for login, chinese, english in SHOWN]
    return "\n".join(lines)
