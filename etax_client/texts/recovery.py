"""忘记密码 in the terminal."""

TEXTS: dict[str, tuple[str, str]] = {
    "recovery.place": ("忘记密码", "Forgotten password"),
    "recovery.step.identity": ("身份信息", "Identity"),
    "recovery.step.proof": ("身份验证", "Proof"),
    "recovery.step.password": ("新密码", "New password"),
    "recovery.step.done": ("完成", "Done"),
    "recovery.left": ("剩余 {left}", "{left} left"),
    "recovery.next": ("下一步", "Next"),
    "recovery.set": ("设置新密码", "Set it"),
    "recovery.to_login": ("去登录", "Log in"),
    "recovery.waiting": ("正在提交", "Sending"),
    "recovery.not_begun": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "recovery.identity_note": (
        "按注册时的证件填写。其他途径：按 F6 在网页上办理，或到办税服务厅",
        "As you registered. Other ways: F6, on a web page, or at a tax hall",
    ),
    "recovery.by_sms": ("短信验证码", "SMS code"),
    "recovery.by_face": ("人脸识别", "Face check"),
    "recovery.by_this": ("[{way}]", "[{way}]"),
    "recovery.key_other": ("换验证方式", "Other proof"),
    "recovery.sms_note": (
        "验证码发送到账号绑定的手机号码。收不到短信：\n按 Esc 核对姓名和证件号码；按 F2 改用人脸识别；\n"
        "手机已更换或未绑定的，请到办税服务厅重置密码",
        "The code goes to the number bound to the account. None comes?\n"
        "Esc: check name and number; F2: face check instead.\nWith another number, or none: have it reset at a tax hall",
    ),
    "recovery.sms_only_note": (
        "验证码发送到账号绑定的手机号码。收不到短信：\n按 Esc 核对姓名和证件号码；手机已更换或未绑定的，\n请到办税服务厅重置密码",
        "The code goes to the number bound to the account. None comes?\n"
        "Esc: check name and number. With another number, or none:\nhave it reset at a tax hall",
    ),
    "recovery.sms_phone": ("离线演示：按 F9 在手机上查看短信", "Offline demo: F9 is the phone that gets it"),
    "recovery.sent": (
        "如果信息与注册时一致，验证码已发送到绑定的手机",
        "If this is how you registered, a code was sent",
    ),
    "recovery.password_note": ("请设置新密码，之后用它登录", "Choose a new password; you log in with it afterwards"),
    "recovery.done": ("账号已解锁，请用新密码登录", "Unlocked. Log in with the new password"),
    "recovery.done_note": (
        "密码已修改，原来的登录都已退出。绑定了手机的，会收到一条提示短信。",
        "The password is changed and all earlier sessions have ended. The number that is bound gets a message.",
    ),
    "recovery.over": (
        "办理时间已过（30 分钟），已重新开始。请核对后继续",
        "More than 30 minutes have passed: begun anew. Please check and go on",
    ),
    "recovery.time_over": (
        "办理时间已过（30 分钟）。按 F5 重新开始，填写的身份信息会保留",
        "More than 30 minutes have passed. F5 begins anew; what you entered stays",
    ),
    "recovery.looked": ("连接中断过，这一步没有办成，请再试一次", "The connection broke, and this step was not taken; please try again"),
    "recovery.given_up": ("已不再等候，这一步没有办成，可以再试一次", "No longer waiting: the step was not taken, and may be tried again"),
    "recovery.leave": (
        "离开后密码不变，下次要重新办理。确定离开吗？",
        "The password stays as it is, and next time you begin anew. Leave?",
    ),
    "recovery.leave_yes": ("离开", "Leave"),
    "recovery.stay": ("继续办理", "Go on"),
    "key.rare": ("生僻字", "Rare character"),
    "help.recovery": (
        "忘记密码或账号被锁定时，在这里重设密码，之后账号立即解锁。\n"
        "1、填写注册时的姓名、证件类型和证件号码；姓名里的生僻字按 F7 录入。\n"
        "2、用绑定手机的短信验证码，或人脸识别证明是本人（F2 切换）。验证码 5 分钟内有效，60 秒后可重新获取。\n"
        "3、设置新密码，输入时显示每条要求是否满足；F3 打开或关闭软键盘。\n"
        "为保护隐私，填写的身份没有注册时，页面不会有不同。Esc 返回上一步，F5 刷新。",
        "Here a forgotten password is replaced, and a locked account unlocked at once.\n"
        "1. Enter name, document and number as you registered; F7 finds rare characters.\n"
        "2. Prove that it is you: by an SMS code to the number that is bound, or by a face check (F2 changes). A code is good for "
        "5 minutes; another may be sent after 60 seconds.\n"
        "3. Choose a new password; each rule says whether it is met. F3 opens and closes the soft keypad.\n"
        "Nothing here tells whether anyone is registered. Esc goes back, F5 reloads.",
    ),
}
