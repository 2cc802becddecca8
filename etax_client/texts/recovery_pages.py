"""The pages of 忘记密码 at the phone APP and the web portal."""

TEXTS: dict[str, tuple[str, str]] = {
    "forgot.note": (
        "请按注册时的证件填写。也可由本人携带有效身份证件到办税服务厅重置。",
        "As you registered. A tax hall can reset it as well: take your document there.",
    ),
    "forgot.bound": ("验证码将发送至账号绑定的手机号码。", "The code will be sent to the number bound to the account."),
    "forgot.neither": (
        "收不到短信的，请返回上一步核对姓名和证件号码；手机号码已更换或未绑定的，请使用人脸识别，或到办税服务厅重置密码。",
        "No message? Go back and check name and number. Number changed or not bound: use the face check, or go to a tax hall.",
    ),
    "forgot.another": ("找回另一个账号", "Recover another account"),
}
