"""The security centre and the SIM cards on pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "security": ("安全中心", "Security centre"),
    "security.password": ("修改密码", "Change the password"),
    "security.mobile": ("绑定手机", "Mobile number"),
    "security.no_mobile": ("未绑定", "none"),
    "security.current": ("原密码", "Current password"),
    "security.change": ("修改密码", "Change password"),
    "security.others_end": ("修改后，其他设备上的登录将退出，本设备无需重新登录。", "All other sessions end; this one stays."),
    "security.new_mobile": ("新手机号码", "New mobile number"),
    "security.new_email": ("新邮箱", "New e-mail address"),
    "security.mail_sent": ("验证码已发送，请在模拟邮箱中查看。", "Code sent: see the simulated mailbox."),
    "security.mailbox": ("打开邮箱", "Open the mailbox"),
    "security.done.email": ("邮箱已绑定，可用于登录和接收验证码。", "The address is bound: you can log in with it and receive codes."),
    "security.account_password": ("账号密码", "Account password"),
    "security.bind": ("绑定", "Bind"),
    "security.wrong": ("密码不正确，您还有 {tries} 次机会", "Wrong password; {tries} tries left"),
    "security.done.password": (
        "密码已修改，其他设备上的登录已退出。",
        "The password is changed, and all other sessions have ended.",
    ),
    "security.done.mobile": ("手机号码已绑定，可用于登录和接收短信。", "The number is bound: you can log in with it and receive messages."),
    "sims.title": ("短信（模拟）", "Messages (simulated)"),
    "sims.what": (
        "登录期间，账号绑定号码的短信显示在此；在本浏览器中注册、绑定时，验证码也显示在此。",
        "Messages to your account's number appear here while you are logged in; so do the codes for what you register or bind here.",
    ),
    "sims.open": (
        "本服务器仅供本机一人使用，可查看任何号码的短信。",
        "This server has one user, on this computer: messages to any number can be read.",
    ),
    "sims.closed": (
        "已绑定账号的号码插入后也无法查看短信，须本人登录后查看。",
        "Messages of a number bound to an account are not shown: its owner must log in to read them.",
    ),
    "sims.recovers": (
        "找回密码的验证码已发送至账号绑定的号码，请在本人已登录的手机上查看。没有已登录的手机的，请教师代查。",
        "The code was sent to the number bound to the account. Read it on a phone where its owner is logged in, or ask the trainer for it.",
    ),
    "sims.number": ("手机号码", "Mobile number"),
    "sims.put_in": ("插入 SIM 卡", "Insert SIM card"),
}
