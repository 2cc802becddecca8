"""Login, captcha and lock."""

TEXTS: dict[str, tuple[str, str]] = {
    "login.place": ("登录", "Log in"),
    "login.real_name": ("实名登录", "Real-name login"),
    "login.by_password": ("账号密码登录", "account and password"),
    "login.account": ("账号", "Account"),
    "login.account_hint": ("手机号码 / 登录名 / 证件号码", "Mobile number, login name or ID number"),
    "login.account_hint.no_name": ("手机号码 / 证件号码", "Mobile number or document number"),
    "login.password": ("密码", "Password"),
    "login.captcha": ("验证码", "Captcha"),
    "login.captcha_hint": ("不区分大小写，F5 换一张", "Any case will do, F5 for another"),
    "login.captcha_renewed": ("验证码已过期，已为您换了一张", "Expired; here is another one"),
    "login.keypad": ("软键盘", "Keypad"),
    "login.remember": ("记住账号", "Remember account"),
    "login.stay": ("保持登录", "Stay logged in"),
    "login.forgotten": ("忘记密码", "Forgotten?"),
    "login.register": ("立即注册", "Register"),
    "login.phone": ("手机端下载", "Phone APP"),
    "login.submit": ("登  录", "Log in"),
    "login.waiting": ("正在登录", "Logging in"),
    "login.cancelled": (
        "已取消等待。这次登录的结果未知，可以再试一次",
        "No longer waiting. Whether this login counted is unknown; you may try again",
    ),
    "login.account_empty": ("请输入账号", "Please enter your account"),
    "login.account_long": ("账号太长，请检查后重新输入", "This account is too long; please check it"),
    "password.empty": ("请输入密码", "Please enter the password"),
    "password.space": ("密码中不能有空格，请重新输入", "A password has no spaces; please enter it again"),
    "password.full_width": ("密码中有全角字符，请切换到半角后重新输入", "There are full-width characters; please switch to half-width"),
    "password.character": ("密码只能由英文字母、数字和符号组成，请重新输入", "A password holds only Latin letters, digits and symbols"),
    "password.too_long": ("密码太长，请检查后重新输入", "This password is too long; please check it"),
    "captcha.empty": ("请输入验证码", "Please enter the captcha"),
    "login.wrong": (
        "账号或密码不正确，您还有 {tries} 次机会，忘记请按 F4",
        "Wrong account or password; {tries} tries left (F4: forgotten)",
    ),
    "login.account_reminder": ("非居民身份证注册的，请使用登录名或手机号码登录", "No resident ID: use your login name or mobile number"),
    "login.account_reminder.any_number": ("请使用注册时的手机号码或证件号码登录", "Use the mobile or document number you registered with"),
    "login.locked": (
        "账号或密码多次输入错误，已锁定，剩余 {left}。\n可等待自动解锁、按 F4 忘记密码，或到办税服务厅",
        "Too many wrong passwords: locked for {left}.\nWait, press F4 (forgotten), or go to a tax hall",
    ),
    "login.unlocked": ("锁定已解除，请重新登录", "The lock has ended; please log in again"),
    "login.ended.idle": (
        "您已 30 分钟没有操作，登录已失效。请重新登录，之后回到原来的位置",
        "Your session ended after 30 idle minutes. Log in to go on",
    ),
    "login.ended.expired": ("登录已满 12 小时，请重新登录，之后回到原来的位置", "Your session ended after 12 hours. Log in to go on"),
    "login.ended.logged_out": ("您已退出登录，请重新登录", "You have logged out. Please log in again"),
    "login.ended.password_reset": ("密码已被重置，请用新密码登录", "Your password was reset. Log in with the new one"),
    "login.ended.replaced": (
        "该账号的登录数量过多，较早的登录已结束。请重新登录",
        "Too many sessions: this one was ended. Please log in again",
    ),
    "login.ended.trainer": ("教师已结束您的登录，请重新登录", "The trainer ended your session. Please log in again"),
    "login.ended.unknown": ("登录已失效，请重新登录，之后回到原来的位置", "Your session has ended. Log in to go on"),
    "login.no_server": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "login.not_ours": (
        "这不是模拟服务器，请勿输入密码，并检查服务器地址",
        "This is no simulation server: type no password, check the address",
    ),
    "login.logged_out": ("已退出登录", "You have logged out"),
    "login.logged_out_here": (
        "本机已退出登录，但服务器没有确认；没有操作 30 分钟后登录自动失效",
        "Logged out here, unconfirmed by the server: the session ends after 30 idle minutes",
    ),
    "login.keyring_missing": ("本机没有可用的系统钥匙串，登录状态只保留到退出程序", "No keyring here: you stay logged in until you quit"),
    "login.welcome_back": ("欢迎回来，{name}", "Welcome back, {name}"),
    "accounts.title": ("选择账号", "Choose an account"),
    "remembered.none": (
        "还没有记住的账号。登录时勾选「记住账号」即可。",
        'No account is remembered yet. Tick "Remember account" when you log in.',
    ),
    "remembered.shared": ("本机设为公用，不记住账号。", "This machine is set as shared: no accounts are remembered."),
    "people.password": ("账号密码均为 {account}，申报密码均为 {unit}", "Password for all: {account}; declaration password for all: {unit}"),
    "people.note": ("{zh}", "{en}"),
    "people.line": ("{name}  {account}", "{name}  {account}"),
    "people.unregistered": ("未注册", "not registered"),
    "forgotten.title": ("忘记密码", "Forgotten password"),
    "forgotten.text": (
        "密码输入错误 5 次后，账号锁定 120 分钟，之后自动解锁。\n"
        "忘记密码的，请携带有效身份证件到办税服务厅重置，或打开个人所得税网站办理：",
        "After 5 wrong passwords an account is locked for 120 minutes and then opens by itself.\n"
        "If you have forgotten it, have it reset at a tax hall (bring your ID), or open the web portal:",
    ),
    "register.title": ("网页办理注册", "Register on the web portal"),
    "register.text": (
        "也可以在手机或个人所得税网站上注册；网站只能凭大厅注册码。\n扫码或打开网站：",
        "The phone APP and the web portal register you too; the portal wants a hall code.\nScan, or open the portal:",
    ),
    "phone.title": ("手机端下载", "Phone APP"),
    "phone.text": (
        "用手机扫描二维码，打开（模拟的）个人所得税 APP 页面：",
        "Scan the code with a phone to open the (simulated) APP's page:",
    ),
    "pages.not_offered": (
        "离线演示没有网页。要使用网页，请运行 etax-client serve，再用 etax-client --server 连接。",
        "The offline demo has no pages. For pages run etax-client serve and connect with etax-client --server.",
    ),
    "help.login": (
        "账号可用账号框下方列出的任一种。\n"
        "密码输错一次后还需输入验证码；连续输错 5 次，账号将被锁定，并显示剩余时间。\n"
        "按 F3 打开或关闭软键盘：在密码框按向下键进入软键盘，方向键移动，Enter 输入，Esc 回到密码框。\n"
        "在账号框按向下键，可选择本机记住的账号；离线演示时还列出演示人员。F9 打开演示用的手机。",
        "The account is any of what the line under its field lists.\n"
        "After one wrong password a captcha is needed too; five in a row lock the account, and the time left is shown.\n"
        "F3 opens and closes the soft keypad: Down in the password field goes to it, arrows move, Enter types, Esc goes back.\n"
        "Down in the account field lists the accounts remembered on this machine, and in the offline demo its people. "
        "F9 opens the demo's phone.",
    ),
}
