"""What the photo channel refuses, with its HTTP status and its words. The statuses are those of tus 1.0."""

from typing import Final

from flask import Response

from server.errors import problem
from server.words import Words

WORDS: Final[Words] = {
    "tus_version": {
        "zh-CN": "只支持 tus 1.0.0 上传协议。",
        "en": "Only version 1.0.0 of the tus protocol is spoken here.",
    },
    "upload_header": {
        "zh-CN": "上传请求的 {header} 标头缺失或不正确。",
        "en": "The {header} header of the upload is missing or wrong.",
    },
    "upload_offset": {
        "zh-CN": "已收到 {offset} 字节，请从那里继续。",
        "en": "{offset} bytes have come; go on from there.",
    },
    "upload_busy": {
        "zh-CN": "同一上传正在进行，请稍后再试。",
        "en": "The same upload is under way already; try again later.",
    },
    "upload_too_large": {
        "zh-CN": "照片不能超过 {limit} 字节。",
        "en": "A photo may have {limit} bytes at most.",
    },
    "upload_checksum": {
        "zh-CN": "收到的内容与校验值不符，已丢弃。",
        "en": "What came does not match its checksum and was discarded.",
    },
    "upload_type": {
        "zh-CN": "内容不是 JPEG、PNG 或 WebP 图片，已丢弃。",
        "en": "The content is no JPEG, PNG or WebP picture and was discarded.",
    },
    "upload_not_announced": {
        "zh-CN": "该附件由他人登记，或与登记的内容不符。",
        "en": "The attachment was announced by somebody else, or otherwise.",
    },
    "too_many_unclaimed": {
        "zh-CN": "已上传但尚无记录的照片过多，请先同步记录。",
        "en": "Too many photos have come without their records; synchronise the records first.",
    },
    "too_many_uploads": {
        "zh-CN": "未完成的上传过多，请先完成或取消。",
        "en": "Too many uploads are unfinished; finish or cancel them first.",
    },
}

STATUS: Final = {
    "tus_version": 412,
    "upload_header": 400,
    "upload_offset": 409,
    "upload_busy": 423,
    "upload_too_large": 413,
    "upload_checksum": 460,
    "upload_type": 415,
    "upload_not_announced": 403,
    "too_many_unclaimed": 429,
    "too_many_uploads": 429,
}


class UploadRefused(Exception):
    """An upload, or a piece of one, is not taken; `fields` fill the words of `code`."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


def answer(refused: UploadRefused) -> Response:
    """The refusal as problem+json."""
    return problem(STATUS[refused.code], refused.code, fields=refused.fields, words=WORDS)
