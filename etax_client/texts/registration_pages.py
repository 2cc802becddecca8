"""The pages of registration at the phone APP and the web portal."""

TEXTS: dict[str, tuple[str, str]] = {
    "signup.title": ("用户注册", "Registration"),
    "signup.progress": ("第 {step} 步，共 {steps} 步", "Step {step} of {steps}"),
    "signup.step.identity": ("填写身份信息", "Who you are"),
    "signup.step.settings": ("登录设置", "Your account"),
    "signup.step.sms_code": ("短信验证", "SMS code"),
    "signup.step.done": ("注册成功", "You are registered"),
    "signup.name_hint": ("与证件上的姓名一致", "As on the document"),
    "signup.nationality_hint": (
        "仅外国人填写。输入中文、英文或拼音查找，再从列表中选择。",
        "Foreigners only. Type Chinese, English or pinyin, then choose from the list",
    ),
    "signup.optional_hint": ("选填；证件号码已含的无须填写", "Optional; not needed where the number tells it"),
    "signup.locked": (
        "多次输入错误，请 {left}后再试；注册码可到办税服务厅重新申请",
        "Too many wrong tries: try again in {left}. A tax hall can issue a new hall code",
    ),
    "signup.household": ("户籍所在地", "Registered residence"),
    "signup.household_hint": ("如 广东省广州市", "Such as 广东省广州市"),
    "signup.household.empty": ("请输入户籍所在地", "Please enter the registered residence"),
    "signup.done.next": ("可使用手机号码、登录名或证件号码登录。", "Log in with your mobile number, login name or document number."),
    "signup.done.next.no_number": ("可使用手机号码或登录名登录。", "Log in with your mobile number or login name."),
    "signup.done.next.no_name": ("可使用手机号码或证件号码登录。", "Log in with your mobile number or document number."),
    "signup.done.next.no_name.no_number": ("可使用手机号码登录。", "Log in with your mobile number."),
    "signup.another": ("为另一个人注册", "Register someone else"),
    "signup.leave": ("放弃并重新开始", "Cancel and start again"),
    "code.to": ("验证码将发送至 {mobile}。", "The code will be sent to {mobile}."),
    "code.sent": ("验证码已发送，请在模拟手机中查看短信。", "Code sent: see the messages on the simulated phone."),
    "code.look": ("请在模拟手机中查看短信。", "See the messages on the simulated phone."),
    "code.inbox": ("打开短信", "Open the messages"),
    "code.wait": ("秒后可重新获取", "s until another may be sent"),
}
