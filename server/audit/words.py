"""What a note says was done, in both languages."""

from server.records.words import said

NOTES = said(
    {
        "read": ("查看", "looked at"),
        "listed": ("查看列表", "looked at a list"),
        "copy_given": ("已向其开放副本", "was given a copy"),
        "copy_withdrawn": ("已收回副本", "had a copy withdrawn"),
        "roles_set": ("岗位权限已登记", "roles were set"),
        "account_made": ("已开通账号", "an account was made"),
        "account_renewed": ("账号已重新启用或更换密码", "an account was opened again or got a new password"),
        "account_closed": ("已关闭账号", "an account was closed"),
        "desk_settled": ("已在协调台办结", "was settled on the desk"),
        "desk_tried_again": ("已要求立即重试", "was tried again at once"),
        "checklist_drafted": ("已保存检查清单草稿", "kept a draft of a checklist"),
        "checklist_published": ("已发布检查清单", "published a checklist"),
        "device_revoked": ("已注销设备", "a device was revoked"),
    }
)
