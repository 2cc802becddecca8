"""The security centre and the SIM cards on pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "security.password": ("修改密码", "Change the password"),
    "security.mobile": ("绑定手机", "Mobile number"),
    "security.no_mobile": ("未绑定", "none"),
    "security.current": ("当前密码", "Current password"),
    "security.change": ("修改密码", "Change it"),
    "security.others_end": (
        "修改后，其他设备上的登录都会退出，这里不用重新登录。",
        "All other sessions end; this one goes on.",
    ),
    "security.new_mobile": ("新手机号码", "New mobile number"),
    "security.account_password": ("账户密码", "Password of the account"),
    "security.bind": ("绑定", "Bind it"),
    "security.wrong": ("密码不正确，您还有 {tries} 次机会", "Wrong password; {tries} tries left"),
    "security.done.password": (
        "密码已修改，其他设备上的登录已退出。",
        "The password is changed, and all other sessions have ended.",
    ),
    "security.done.mobile": (
        "手机号码已绑定，以后可用它登录和接收短信。",
        "The number is bound: log in with it, and receive messages on it.",
    ),
    "sims.title": ("模拟短信", "Simulated messages"),
    "sims.what": (
        "登录期间，账户号码的短信显示在这里；在这个浏览器里注册、绑定时，验证码也显示在这里。",
        "What comes to your account's number is here while you are logged in; so are the codes for what you register or bind here.",
    ),
    "sims.open": (
        "这台服务器只有本机一位使用者，任何号码的短信都可以查看。",
        "This server has one user, on this machine: the messages to any number can be read.",
    ),
    "sims.closed": (
        "账户的号码放入后也看不到短信，只有本人登录后才能看。",
        "A card shows nothing if an account has its number: its owner reads it by logging in.",
    ),
    "sims.recovers": (
        "找回密码的验证码发到了账户绑定的号码，请在本人登录着的手机上查看。没有登录着的手机，请老师代查。",
        "The code for a new password went to the account's number. Read it where its owner is logged in, or ask your trainer for it.",
    ),
    "sims.number": ("手机号码", "Mobile number"),
    "sims.put_in": ("放入 SIM 卡", "Put the SIM card in"),
}
