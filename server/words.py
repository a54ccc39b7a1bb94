"""What the server says to people, in both languages, by code.

One table for errors of the API and for the reasons in receipts; capabilities add their own words in their
folder. `{name}` in a text is filled from the error's fields.
"""

from collections.abc import Mapping

LANGUAGES = ("zh-CN", "en")

Words = Mapping[str, Mapping[str, str]]

ERRORS: Words = {
    "bad_request": {
        "zh-CN": "请求的格式不正确。",
        "en": "The request is not well formed.",
    },
    "bad_credentials": {
        "zh-CN": "用户名或密码不正确。",
        "en": "The user name or the password is wrong.",
    },
    "too_many_attempts": {
        "zh-CN": "尝试次数过多，请在 {seconds} 秒后再试。",
        "en": "Too many attempts. Try again in {seconds} seconds.",
    },
    "too_many_waiting": {
        "zh-CN": "此设备待处理的记录过多，请稍后再同步。",
        "en": "Too many records of this device wait to be taken in. Synchronise again later.",
    },
    "not_signed_in": {
        "zh-CN": "请先登录。",
        "en": "Sign in first.",
    },
    "token_expired": {
        "zh-CN": "登录凭证已过期，请刷新。",
        "en": "The access token has expired; refresh it.",
    },
    "session_revoked": {
        "zh-CN": "登录已失效，请重新登录。",
        "en": "This session has ended. Sign in again.",
    },
    "device_revoked": {
        "zh-CN": "此设备已被停用，请联系管理员。",
        "en": "This device has been revoked. Ask the administrator.",
    },
    "account_unusable": {
        "zh-CN": "该账号没有在岗人员记录，无法使用；请联系管理员。",
        "en": "No serving staff record belongs to this account. Ask the administrator.",
    },
    "forbidden": {
        "zh-CN": "您没有权限进行此操作。",
        "en": "You have no right to do this.",
    },
    "outside_area": {
        "zh-CN": "{division} 不在您的管辖范围内。",
        "en": "{division} is outside your area.",
    },
    "not_found": {
        "zh-CN": "没有找到。",
        "en": "Not found.",
    },
    "method_not_allowed": {
        "zh-CN": "此地址不支持该操作。",
        "en": "This address does not take that method.",
    },
    "conflict": {
        "zh-CN": "与现有状态冲突。",
        "en": "This conflicts with the present state.",
    },
    "too_large": {
        "zh-CN": "内容过大。",
        "en": "The content is too large.",
    },
    "unsupported_media_type": {
        "zh-CN": "不支持的内容类型。",
        "en": "This content type is not supported.",
    },
    "invalid": {
        "zh-CN": "提交的内容有误，请查看各字段的说明。",
        "en": "The content does not fit; see the fields.",
    },
    "form_wrong": {
        "zh-CN": "表单有 {count} 处问题，未导入任何内容。请改正后重新上传。",
        "en": "The form has {count} problems, so nothing of it was taken. Correct them and upload it again.",
    },
    "guard_refused": {
        "zh-CN": "现在不能进行此操作：{guard}",
        "en": "This cannot be done now: {guard}",
    },
    "internal_error": {
        "zh-CN": "服务器出错，已记录。请稍后再试。",
        "en": "The server failed; it is recorded. Try again later.",
    },
    "unavailable": {
        "zh-CN": "服务暂时不可用，请稍后再试。",
        "en": "The service is not available now. Try again later.",
    },
}


def say(words: Mapping[str, str], language: str, fields: Mapping[str, object] | None = None) -> str:
    """The text in one of LANGUAGES, its `{fields}` filled in."""
    return words[language].format_map(dict(fields or {}))


ENGINE: Words = {
    "parked": {
        "zh-CN": "此记录与现状不符，暂存待处理。",
        "en": "This record does not fit the present state; it waits to be looked at.",
    },
    "refused": {
        "zh-CN": "此记录未被采纳：没有相应的权限。",
        "en": "This record was not accepted: the right to do this was missing.",
    },
    "quarantined": {
        "zh-CN": "此记录的格式不符合要求，已隔离待处理。",
        "en": "This record does not have the expected form; it is set aside to be looked at.",
    },
    "denied": {
        "zh-CN": "您没有写入此记录的权限；权限恢复后会自动处理。",
        "en": "You lack the right to write this record; it is taken in when the right is granted.",
    },
    "written_later": {
        "zh-CN": "此记录写明的时间在岗位变动之前，但手机时钟、序号或所见内容表明写于变动之后，"
        "不能计入，留待核对。",
        "en": "This record claims a time before its author's work changed, but its phone's clock, its "
        "numbers or what it looked at show that it was written after. It is kept and does not count.",
    },
    "unfit": {
        "zh-CN": "此记录的内容不符合要求，已隔离待处理。",
        "en": "The content of this record does not fit; it is set aside to be looked at.",
    },
    "no_database": {
        "zh-CN": "此记录所写的村（社区）或单位在系统中不存在，暂不能计入；建立后会重新处理。",
        "en": "There is no such place here, so this record does not count. If there is one, it is taken in.",
    },
    "wrong_place": {
        "zh-CN": "此类记录不能写入该数据库。",
        "en": "Records of this kind do not belong into that database.",
    },
    "wrong_id": {
        "zh-CN": "此记录的编号格式不正确。",
        "en": "The id of this record does not have the right form.",
    },
    "deleted": {
        "zh-CN": "手机不能删除记录，请改为作废。",
        "en": "Records are never deleted from a phone; void them instead.",
    },
    "protocol_field": {
        "zh-CN": "此记录含有不允许的字段。",
        "en": "This record carries a field that is not allowed.",
    },
    "not_first": {
        "zh-CN": "此记录写入后不能修改。",
        "en": "A record of this kind is never changed once written.",
    },
    "not_author": {
        "zh-CN": "此记录的填写人不是登录人。",
        "en": "The author of this record is not the person signed in.",
    },
    "not_device": {
        "zh-CN": "此记录不是由该设备填写的。",
        "en": "This record was not written on this device.",
    },
    "wrong_rev": {
        "zh-CN": "此记录的版本号格式不正确。",
        "en": "The revision of this record does not have the right form.",
    },
    "wrong_envelope": {
        "zh-CN": "服务器打不开此记录的密封件，等填写人本人登录后再发。",
        "en": "The server cannot open the sealed copy; its author has to log in for it to be sent.",
    },
    "not_json": {
        "zh-CN": "此记录含有无法保存的数值或嵌套过深。",
        "en": "This record holds a number that cannot be kept, or is nested too deep.",
    },
}
