"""The phone: the APP's pages, its short messages, and the phone beside the client in the demo."""

TEXTS: dict[str, tuple[str, str]] = {
    "key.phone": ("手机", "Phone"),
    "beside.title": ("手机（模拟）", "Phone (simulated)"),
    "beside.close": ("关闭", "Close"),
    "beside.back": ("返回", "Back"),
    "beside.waiting": ("请稍候", "One moment"),
    "beside.people": ("选择人员", "Choose a person"),
    "beside.people_hint": ("手机以所选人员登录个人所得税 APP", "The phone logs in to the APP as this person"),
    "beside.unregistered_chosen": (
        "{name}未注册，没有账号，不能登录。请选择其他人员",
        "{name} is not registered and has no account. Choose someone else",
    ),
    "beside.of_person": ("{name}：{what}", "{name}: {what}"),
    "beside.other_password": (
        "密码已不是演示密码，不能在这里登录。请选择其他人员",
        "the password is no longer the demo's. Choose someone else",
    ),
    "beside.captcha": ("请输入图中的验证码", "Enter what the picture shows"),
    "beside.another": ("F5 换一张", "F5 another"),
    "beside.home": ("个人所得税 APP", "The tax APP"),
    "beside.scan": ("扫一扫", "Scan"),
    "beside.messages": ("短信 ({count})", "Messages ({count})"),
    "beside.fill": ("填入账号", "Fill in the account"),
    "beside.change": ("换人", "Change person"),
    "beside.scan_hint": ("对准电脑上的二维码，或输入验证短码", "Scan the computer's code, or type its short code"),
    "beside.scan_again": ("再扫一次", "Scan again"),
    "beside.short_code": ("验证短码", "Short code"),
    "beside.no_code": (
        "屏幕上没有二维码。请在登录界面按 F2 切换到扫码登录，再扫一次",
        "No code in sight. Press F2 at the login screen for QR login, then scan again",
    ),
    "beside.foreign_code": (
        "这不是登录用的二维码。请在登录界面按 F2 切换到扫码登录，再扫一次",
        "This is no login code. Press F2 at the login screen for QR login, then scan again",
    ),
    "beside.no_short_code": ("验证短码是 8 位字母和数字，请核对后重新输入", "A short code has 8 letters and digits; please check it"),
    "beside.confirm": ("登录确认", "Confirm the login"),
    "beside.confirm_hint": ("有电脑请求以您的身份登录扣缴端", "A computer asks to log in as you"),
    "beside.device": ("设备", "Device"),
    "beside.address": ("地址", "Address"),
    "beside.asked_at": ("时间", "Since"),
    "beside.left": ("剩余 {left}", "{left} left"),
    "beside.pick": ("请选出电脑上显示的数字（按 1-3）", "Which number does it show? (1-3)"),
    "beside.pick_first": ("请先选出电脑上显示的数字", "First pick the number that the computer shows"),
    "beside.number": (" {number} ", " {number} "),
    "beside.number_picked": ("[{number}]", "[{number}]"),
    "beside.log_in": ("登  录", "Log in"),
    "beside.refuse": ("取  消", "Cancel"),
    "beside.state.confirmed": ("已确认，请看电脑屏幕", "Confirmed. Look at the computer"),
    "beside.state.redeemed": ("已在电脑上登录", "You are logged in on the computer"),
    "beside.state.refused": ("已取消，电脑没有登录", "Cancelled: the computer is not logged in"),
    "beside.state.wrong_number": (
        "数字不一致，这次登录已被拒绝。请在电脑上刷新二维码后重新扫描",
        "Another number: this login is refused. Refresh the code and scan again",
    ),
    "beside.state.expired": ("二维码已过期，请在电脑上刷新后重新扫描", "The code has expired; refresh it and scan again"),
    "beside.state.cancelled": ("电脑已放弃这次登录，请重新扫描", "The computer gave up this login; scan again"),
    "beside.session_ended": ("手机上的登录已失效，请重新选择人员", "The phone's session has ended; choose a person again"),
    "beside.inbox": ("短信", "Messages"),
    "beside.inbox_of": ("短信  {mobile}", "Messages  {mobile}"),
    "beside.no_mobile": ("没有绑定手机号码，收不到短信", "No mobile number is bound: no messages come"),
    "beside.no_messages": ("还没有短信", "No messages yet"),
    "beside.unknown_message": ("（无法显示的短信）", "(a message that cannot be shown)"),
    "help.beside": (
        "演示用的手机，与真手机使用同样的接口。先选择人员，手机即以该人员登录个人所得税 APP。\n"
        "扫一扫：读取左侧屏幕上的二维码；也可输入验证短码。核对设备、地址和时间，选出电脑上显示的数字，再登录或取消。\n"
        "短信：发到该人员绑定号码的短信。关闭手机后，登录的人员和页面都会保留。",
        "A phone for the demo; it speaks the same interface as a real one. Choose a person, and it logs in to the APP as that person.\n"
        "Scan reads the code on the screen at the left, or takes a short code. Check device, address and time, pick the number that the "
        "computer shows, then log in or cancel.\n"
        "Messages are those sent to the person's number. Closing the phone keeps person and page.",
    ),
}
