"""The pages of 忘记密码 at the phone APP and the web portal."""

TEXTS: dict[str, tuple[str, str]] = {
    "forgot.note": (
        "请按注册时的证件填写。也可由本人带证件到办税服务厅重置。",
        "As you registered. A tax hall can reset it as well: take your document there.",
    ),
    "forgot.bound": ("验证码发到账号绑定的手机号码。", "The code goes to the number that is bound to the account."),
    "forgot.neither": (
        "收不到短信的，请返回上一步核对姓名和证件号码；手机已更换或未绑定的，请用人脸识别或到办税服务厅重置。",
        "No message? Go back and check name and number. With another number or none: by face, or at a tax hall.",
    ),
    "forgot.another": ("找回另一个账号", "Recover another account"),
}
