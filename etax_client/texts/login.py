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
    "login.captcha_hint": ("不区分大小写，按 F5 换一张", "Upper or lower case; F5 for another"),
    "login.captcha_renewed": ("验证码已过期并已更换，请重新输入", "The captcha expired; please enter the new one"),
    "login.keypad": ("软键盘", "Keypad"),
    "login.remember": ("记住账号", "Remember account"),
    "login.stay": ("保持登录", "Stay logged in"),
    "login.forgotten": ("忘记密码", "Forgot?"),
    "login.register": ("立即注册", "Register"),
    "login.phone": ("手机端下载", "Get the app"),
    "login.submit": ("登  录", "Log in"),
    "login.waiting": ("正在登录", "Logging in"),
    "login.cancelled": ("已取消等待，本次登录结果未知，可重新登录", "Cancelled. This login may still have counted; you may try again"),
    "login.account_empty": ("请输入账号", "Please enter your account"),
    "login.account_long": ("账号过长，请核对后重新输入", "This account name is too long; please check it"),
    "password.empty": ("请输入密码", "Please enter the password"),
    "password.space": ("密码中不能有空格，请重新输入", "A password cannot have spaces; please enter it again"),
    "password.full_width": ("密码中有全角字符，请切换为半角后重新输入", "There are full-width characters; please switch to half-width"),
    "password.character": ("密码只能由字母、数字和符号组成，请重新输入", "A password may hold only Latin letters, digits and symbols"),
    "password.too_long": ("密码过长，请核对后重新输入", "This password is too long; please check it"),
    "captcha.empty": ("请输入验证码", "Please enter the captcha"),
    "login.wrong": ("账号或密码不正确，您还有 {tries} 次机会（F4 忘记密码）", "Wrong account or password; {tries} tries left (F4: forgot)"),
    "login.last": ("账号或密码不正确，您还有 {tries} 次机会，再次输错将锁定", "Wrong account or password; {tries} try left before a lock"),
    "login.account_reminder": ("非居民身份证注册的，请使用登录名或手机号码登录", "No resident ID: use your login name or mobile number"),
    "login.account_reminder.any_number": ("请使用注册时的手机号码或证件号码登录", "Use the mobile or document number you registered with"),
    "login.locked": (
        "账号或密码多次输错，账号已锁定，剩余 {left}。\n可等待自动解锁、按 F4 找回密码或到办税服务厅办理",
        "Account locked for {left}: too many tries.\nWait, press F4 to recover it, or go to a tax hall",
    ),
    "login.locked.until_midnight": (
        "账号或密码多次输错，账号已锁定，剩余 {left}。\n次日零时自动解锁；也可按 F4 找回密码",
        "Account locked for {left}: too many tries.\nUnlocks at midnight in Beijing; F4 recovers it",
    ),
    "login.unlocked": ("锁定已解除，请重新登录", "The lock has ended; please log in again"),
    "session.soon.idle": ("登录将于 {left}后（{at}）失效，按任意键继续", "Your session ends in {left} (at {at}): press any key"),
    "session.soon.expired": (
        "登录将于 {left}后（{at}）满 12 小时，请先完成手头的办理",
        "Your session ends in {left} (at {at}), after 12 hours: finish what you are doing",
    ),
    "login.ended.idle": (
        "您已 30 分钟未操作，登录已失效。重新登录后将返回原页面。",
        "Session ended after 30 idle minutes. Log in to return to your page",
    ),
    "login.ended.expired": ("登录已满 12 小时。重新登录后将返回原页面。", "Session ended after 12 hours. Log in to return to your page"),
    "login.ended.logged_out": ("您已退出登录，请重新登录", "You have logged out. Please log in again"),
    "login.ended.password_reset": ("密码已重置，请使用新密码登录", "Your password was reset. Log in with the new one"),
    "login.ended.replaced": (
        "该账号登录的设备过多，本次登录已退出，请重新登录",
        "Too many logins with this account: this one was ended. Log in again",
    ),
    "login.ended.trainer": ("教师已结束您的登录，请重新登录", "The trainer ended your session. Please log in again"),
    "login.ended.unknown": ("登录已失效。重新登录后将返回原页面。", "Your session has ended. Log in to return to your page"),
    "login.no_server": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "login.not_ours": (
        "这不是模拟服务器，请勿输入密码，并检查服务器地址",
        "Not the simulation server: do not enter a password; check the address",
    ),
    "login.logged_out": ("已退出登录", "You have logged out"),
    "login.logged_out_here": (
        "本机已退出登录，但服务器未确认；30 分钟无操作后自动失效",
        "Logged out here, but not confirmed by the server; it ends after 30 idle minutes",
    ),
    "login.keyring_missing": ("本机无法安全保存登录状态，退出程序后须重新登录", "No keyring on this computer: log in again after you quit"),
    "login.welcome_back": ("欢迎回来，{name}", "Welcome back, {name}"),
    "accounts.title": ("选择账号", "Choose an account"),
    "remembered.none": (
        "尚无记住的账号。登录时勾选【记住账号】即可。",
        'No account is remembered yet. Tick "Remember account" when you log in.',
    ),
    "remembered.shared": ("本机已设为公用电脑，不记住账号。", "This is set as a shared computer: no accounts are remembered."),
    "people.password": ("账号密码均为 {account}，申报密码均为 {unit}", "Password for all: {account}; declaration password for all: {unit}"),
    "people.note": ("{zh}", "{en}"),
    "people.line": ("{name}  {account}", "{name}  {account}"),
    "panel.product": ("自然人电子税务局\n扣缴端", "Individual income tax\nWithholding client"),
    "panel.simulation": ("模拟环境：请勿输入真实密码", "Simulation: do not enter real passwords"),
    "panel.people": ("演示人员（点选即可登录）", "Demo people (click to log in)"),
    "panel.todo": (
        "输入账号和密码登录，或按 F2 用手机扫码登录。\n\n首次使用，请先立即注册。\n\n忘记密码，请按 F4。",
        "Log in with account and password, or press F2 for a QR code.\n\nNew here? Register first.\n\nForgot the password? Press F4.",
    ),
    "panel.to_register": (
        "{name}尚未注册，请点击【立即注册】，大厅注册码为 {code}",
        "{name} has no account yet: choose Register; the hall code is {code}",
    ),
    "people.unregistered": ("未注册", "not registered"),
    "forgotten.title": ("忘记密码", "Forgot password"),
    "forgotten.text": (
        "密码连续输错 5 次，账号将锁定，到期自动解锁。\n忘记密码的，请携带有效身份证件到办税服务厅重置，或打开个人所得税网站办理：",
        "After 5 wrong passwords in a row the account is locked for a time.\n"
        "If you have forgotten it, go to a tax hall with your ID, or use the web portal:",
    ),
    "register.title": ("网页注册", "Register on the web portal"),
    "register.text": (
        "也可在手机或个人所得税网站上注册（网站仅支持大厅注册码注册）。\n请扫码，或打开网站：",
        "You can also register in the app or on the web portal (hall code only).\nScan the code, or open the portal:",
    ),
    "phone.title": ("手机端下载", "Get the app"),
    "phone.text": ("请用手机扫描二维码，打开个人所得税APP页面（模拟）：", "Scan the code with a phone to open the app's page (simulated):"),
    "pages.not_offered": (
        "离线演示的网页仅在本机打开：请选择【在此打开】，或按 F9 用模拟手机扫码。",
        "The demo's pages open on this computer only: choose Open here, or press F9 and scan with the simulated phone.",
    ),
    "pages.read": ("在此打开", "Open here"),
    "help.login": (
        "账号框下方列出可使用的各类账号。\n"
        "密码输错一次后须输入验证码；连续输错 5 次，账号锁定，并显示剩余时间。\n"
        "按 F3 打开或关闭软键盘；在密码框按向下键进入软键盘，方向键移动，Enter 输入，Esc 返回密码框。\n"
        "在账号框按向下键，可选择本机记住的账号（离线演示时含演示人员）。按 F9 打开模拟手机。",
        "The line under the account field lists what you can log in with.\n"
        "After one wrong password a captcha is needed too; five in a row lock the account, and the time left is shown.\n"
        "F3 opens and closes the soft keypad: press Down in the password field to go to it; arrow keys move, Enter "
        "types, Esc goes back.\n"
        "Down in the account field lists the accounts remembered on this computer, and in the offline demo its people. "
        "F9 opens the simulated phone.",
    ),
}
