"""忘记密码 in the terminal."""

TEXTS: dict[str, tuple[str, str]] = {
    "recovery.place": ("忘记密码", "Forgot password"),
    "recovery.step.identity": ("身份信息", "Identity"),
    "recovery.step.proof": ("身份验证", "Verify"),
    "recovery.step.password": ("新密码", "New password"),
    "recovery.step.done": ("完成", "Done"),
    "recovery.left": ("剩余 {left}", "{left} left"),
    "recovery.next": ("下一步", "Next"),
    "recovery.set": ("设置新密码", "Set new password"),
    "recovery.to_login": ("去登录", "Log in"),
    "recovery.waiting": ("正在提交", "Sending"),
    "recovery.not_begun": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "recovery.identity_note": (
        "请按注册时的证件填写。也可按 F6 在网页上办理，或到办税服务厅办理。",
        "As you registered. Or press F6 for the web page, or go to a tax hall.",
    ),
    "recovery.by_sms": ("短信验证码", "SMS code"),
    "recovery.by_face": ("人脸识别", "Face check"),
    "recovery.by_this": ("[{way}]", "[{way}]"),
    "recovery.key_other": ("更换验证方式", "Other method"),
    "recovery.sms_note": (
        "验证码将发送至账号绑定的手机号码。收不到短信的：\n"
        "按 Esc 核对姓名和证件号码；按 F2 改用人脸识别；\n"
        "手机号码已更换或未绑定的，请到办税服务厅重置密码",
        "The code goes to the bound mobile number. No message?\n"
        "Esc: check name and number; F2: face check instead.\n"
        "Number changed or not bound: reset at a tax hall",
    ),
    "recovery.sms_only_note": (
        "验证码将发送至账号绑定的手机号码。收不到短信的：\n按 Esc 核对姓名和证件号码；手机号码已更换或未绑定的，\n请到办税服务厅重置密码",
        "The code goes to the bound mobile number. No message?\n"
        "Esc: check name and number. Number changed or not bound:\n"
        "reset at a tax hall",
    ),
    "recovery.sms_phone": ("离线演示：按 F9 在模拟手机上查看短信", "Offline demo: press F9 for the phone that gets it"),
    "recovery.sent": ("若信息与注册时一致，验证码已发送至绑定的手机号码", "If this matches your registration, a code was sent"),
    "recovery.password_note": ("请设置新密码，设置后用新密码登录", "Choose a new password; you log in with it afterwards"),
    "recovery.done": ("账号已解锁，请用新密码登录", "Unlocked. Log in with the new password"),
    "recovery.done_note": (
        "密码已重置，原有登录均已退出。已绑定手机号码的，会收到提示短信。",
        "Password reset; all earlier sessions have ended. A message goes to the bound number.",
    ),
    "recovery.over": (
        "办理已超过 30 分钟，已重新开始，请核对后继续",
        "More than 30 minutes have passed: started again. Please check and continue",
    ),
    "recovery.time_over": (
        "办理已超过 30 分钟。按 F5 重新开始，已填身份信息保留。",
        "More than 30 minutes have passed. F5 starts again; your entries are kept",
    ),
    "recovery.looked": ("连接曾中断，本步骤未完成，请重试", "The connection broke and this step was not done; please try again"),
    "recovery.given_up": ("已取消等待，本步骤未完成，可重试", "Cancelled: this step was not done; you may try again"),
    "recovery.leave": (
        "离开后密码不变，下次须重新办理。确定离开吗？",
        "Your password stays unchanged and you start again next time. Leave?",
    ),
    "recovery.leave_yes": ("离开", "Leave"),
    "recovery.stay": ("继续办理", "Continue"),
    "key.rare": ("生僻字", "Rare character"),
    "help.recovery": (
        "忘记密码或账号被锁定时，可在此重置密码，重置后账号立即解锁。\n"
        "1. 填写注册时的姓名、证件类型和证件号码；姓名中的生僻字按 F7 录入。\n"
        "2. 用绑定手机号码的短信验证码，或人脸识别验证身份（F2 切换）。验证码 5 分钟内有效，60 秒后可重新获取。\n"
        "3. 设置新密码，输入时逐条显示是否满足要求；按 F3 打开或关闭软键盘。\n"
        "为保护隐私，无论所填身份是否已注册，页面提示均相同。Esc 返回上一步，F5 刷新。",
        "Reset a forgotten password here; a locked account is unlocked at once.\n"
        "1. Enter name, document and number as you registered; F7 finds rare characters.\n"
        "2. Prove that it is you: by an SMS code to the bound number, or by a face check (F2 changes). A code is valid "
        "for 5 minutes; another may be sent after 60 seconds.\n"
        "3. Choose a new password; each rule says whether it is met. F3 opens and closes the soft keypad.\n"
        "For privacy, the screens are the same whether or not the person is registered. Esc goes back, F5 reloads.",
    ),
}
