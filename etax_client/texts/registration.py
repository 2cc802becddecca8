"""用户注册: the wizard of the terminal."""

TEXTS: dict[str, tuple[str, str]] = {
    "registration.place": ("用户注册", "Register"),
    "registration.step.agreement": ("协议", "Terms"),
    "registration.step.way": ("方式", "Way"),
    "registration.step.identity": ("身份", "ID"),
    "registration.step.proof": ("验证", "Verify"),
    "registration.step.settings": ("设置", "Setup"),
    "registration.step.sms_code": ("短信", "SMS"),
    "registration.step.done": ("完成", "Done"),
    "registration.left": ("剩余 {left}", "{left} left"),
    "registration.retry": ("重新连接", "Try again"),
    "registration.not_begun": ("暂时无法开始注册：{why}", "Registration could not start: {why}"),
    "registration.waiting": ("请稍候", "One moment"),
    "registration.back": ("上一步", "Back"),
    "registration.next": ("下一步", "Next"),
    "registration.looked": (
        "未收到服务器响应。经核对，本步骤尚未完成，请重试。",
        "No answer came. The server says this step is not done yet; please try again",
    ),
    "registration.given_up": ("已取消等待，本步骤尚未完成，请重试", "Cancelled: this step was not done; you may try again"),
    "registration.not_looked": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "registration.over": (
        "办理已超过 30 分钟，已重新开始；已填内容保留（密码和验证码除外）",
        "The 30 minutes are over: started again. Your entries are kept, except passwords and codes",
    ),
    "registration.time_over": (
        "办理已超过 30 分钟。按 F5 重新开始，已填内容保留。",
        "The 30 minutes are over. Press F5 to start again; your entries are kept",
    ),
    "registration.leave": (
        "确定要离开用户注册吗？本次填写的内容不会保留。",
        "Leave the registration? What you have entered will not be kept.",
    ),
    "registration.leave_yes": ("离开注册", "Leave"),
    "registration.stay": ("继续注册", "Continue"),
    "registration.key_pages": ("网页办理", "Web page"),
    "registration.disagree": ("不同意", "I do not agree"),
    "registration.agree": ("同意并继续", "Agree and continue"),
    "registration.agreement": (
        "用户注册协议（模拟环境）\n"
        "\n"
        "一、这是模拟环境，供学习和测试使用，与真实税务系统没有任何关联。在此注册的账号不能用于真实办税。\n"
        "二、请使用虚构的姓名、证件号码、手机号码和密码，不要填写真实的个人信息。\n"
        "三、注册时收集：证件类型和号码、姓名、国籍、出生日期、性别、手机号码、登录名。密码只保存不可还原的散列值。\n"
        "四、人脸识别是模拟的：手机上只显示取景画面，图像不上传、不保存，结果由模拟服务器决定。\n"
        "五、短信仅发送至模拟手机，不会发送至真实手机号码。\n"
        "六、未完成的注册保留 30 分钟，离开后立即删除。完成后，信息保存在模拟服务器上，直到管理员删除账号或重置环境；"
        "离线演示退出时全部删除。\n"
        "七、每人仅可注册一次；证件须为本人所有。\n"
        "八、账号信息仅用于本模拟环境中的登录和办税练习，不提供给他人。本环境的管理人员（如教师）可以看到操作记录，"
        "其中的号码和密码已隐去。\n"
        "\n"
        "同意以上内容后，才能继续注册。",
        "Terms of registration (simulation)\n"
        "\n"
        "1. This is a simulation for learning and testing, not connected to any real tax system. An account registered "
        "here cannot be used anywhere else.\n"
        "2. Use made-up names, document numbers, mobile numbers and passwords; do not enter real personal data.\n"
        "3. What is collected: type and number of the document, name, nationality, date of birth, sex, mobile number, "
        "login name. Only a hash of the password is kept, which cannot be reversed.\n"
        "4. The face check is simulated: the phone shows a camera frame, no picture is sent or kept, and the server "
        "decides the outcome.\n"
        "5. Messages go to the simulated phone only, never to a real number.\n"
        "6. An unfinished registration is kept for 30 minutes, and deleted at once when you leave it. A finished one "
        "stays on the simulation's server until its administrator deletes the account or resets the world; the offline "
        "demo deletes everything when it ends.\n"
        "7. A person registers once, and the document must be their own.\n"
        "8. The data are used only for logging in and practising in this simulation and are not passed on. Those who run "
        "it (such as a trainer) can see a journal in which numbers and passwords are masked.\n"
        "\n"
        "You must agree to continue with the registration.",
    ),
    "registration.way_title": ("请选择注册方式", "Choose how to register"),
    "registration.way.hall_code": ("大厅注册码注册", "With a hall code"),
    "registration.way.face": ("人脸识别认证注册", "With a face check"),
    "registration.way_note.hall_code": (
        "须先持有效证件到办税服务厅获取 6 位注册码（有效期 7 天）",
        "A tax hall issues a 6-character code (valid for 7 days) against your document",
    ),
    "registration.way_note.face": (
        "用手机扫码识别，约需 1 分钟，无需前往办税服务厅",
        "With your phone, in about a minute; no visit needed",
    ),
    "registration.way_all": ("适用：全部 11 种证件", "For all 11 types of documents"),
    "registration.way_only": ("适用：{types}", "For: {types}"),
    "registration.type_and": ("{before}、{after}", "{before}, {after}"),
    "registration.hall_code": ("注册码", "Hall code"),
    "registration.hall_code_hint": ("6 位数字、字母，见回执；没有的请到办税服务厅申请", "6 digits and letters, on the slip of a tax hall"),
    "registration.hall_code_form": ("注册码为 6 位数字、字母，请核对回执", "A hall code has 6 digits and letters; please check the slip"),
    "registration.hall_code_wrong": (
        "注册码不符、已过期或已使用，您还有 {tries} 次机会",
        "It does not match, has expired or was used; {tries} tries left",
    ),
    "registration.hall_code_locked": (
        "注册码多次输入错误，已锁定，剩余 {left}。\n可等待解锁，或到办税服务厅重新申请",
        "Too many wrong codes: locked for {left}.\nWait, or ask a tax hall for a new code",
    ),
    "registration.hall_code_unlocked": ("锁定已解除，请重新输入", "The lock has ended; please enter it again"),
    "registration.login_name": ("登录名", "Login name"),
    "registration.login_name_hint": (
        "{shortest} 至 {longest} 位字母、数字、中文、下划线，不支持纯数字",
        "{shortest}-{longest} letters, digits, Chinese, _; not digits only",
    ),
    "registration.login_name_fault.empty": ("请输入登录名", "Please enter a login name"),
    "registration.login_name_fault.form": (
        "登录名只能由字母、数字、中文、下划线构成",
        "A login name may hold only letters, digits, Chinese and _",
    ),
    "registration.login_name_fault.length": (
        "登录名应为 {shortest} 至 {longest} 位",
        "A login name has {shortest} to {longest} characters",
    ),
    "registration.login_name_hint.letter_first": (
        "{shortest} 至 {longest} 位字母、数字，第一位为字母，区分大小写",
        "{shortest}-{longest} letters and digits, first a letter; case counts",
    ),
    "registration.login_name_fault.empty.letter_first": ("请输入用户名", "Please enter a user name"),
    "registration.login_name_fault.form.letter_first": (
        "用户名只能由字母、数字构成，第一位为字母",
        "A user name may hold only letters and digits, first a letter",
    ),
    "registration.login_name_fault.length.letter_first": (
        "用户名应为 {shortest} 至 {longest} 位",
        "A user name has {shortest} to {longest} characters",
    ),
    "registration.login_name_fault.digits_only": ("登录名不支持纯数字，请加字母、中文或下划线", "Digits only is not allowed: add a letter"),
    "registration.mobile": ("手机号码", "Mobile"),
    "registration.mobile_hint": ("11 位，用于接收短信验证码", "11 digits, for the SMS code"),
    "registration.mobile_fault.empty": ("请输入手机号码", "Please enter a mobile number"),
    "registration.mobile_fault.form": ("手机号码应为 1 开头的 11 位数字，请核对", "Must be 11 digits starting with 1; please check"),
    "registration.sms_to": ("验证码将发送至 {mobile}", "A code will be sent to {mobile}"),
    "registration.sms_sent": ("已发送至 {mobile}，5 分钟内有效", "Sent to {mobile}, valid for 5 minutes"),
    "registration.sms_phone": ("按 F9 打开模拟手机查看短信。", "Press F9: the message is on the simulated phone."),
    "registration.finish": ("完成注册", "Register"),
    "registration.done": ("注册完成！", "You are registered."),
    "registration.done_with": ("现可使用下列账号和所设密码登录：", "You can now log in with your password and one of these:"),
    "registration.done_mobile": ("手机号码  {mobile}", "mobile number  {mobile}"),
    "registration.done_name": ("登录名    {name}", "login name     {name}"),
    "registration.done_number": ("证件号码  {type}号码", "number         that of your {type}"),
    "registration.done_no_number": ("证件号码不能用于登录（仅限居民身份证）", "(only a resident ID number can be used to log in)"),
    "registration.to_login": ("去登录", "Log in"),
    "help.registration": (
        "注册分步进行，上方标出当前步骤。返回上一步后，已填内容保留（密码和验证码除外）。\n"
        "各项即填即核：绿色表示格式正确，红色说明错误原因。\n"
        "证件号码中的出生日期、性别和国籍自动带出。姓名中的生僻字按 F7 录入。\n"
        "Esc 返回上一步；身份验证通过后不能再返回，如需修改请离开后重新注册。F5 刷新（人脸识别时更换二维码），F6 "
        "网页办理，F9 打开模拟手机。",
        "The line on top marks the current step. Going back keeps what you entered, except passwords and codes.\n"
        "Each field is checked as you type: green means a valid format, red says what is wrong.\n"
        "Birth date, sex and nationality are filled in from the number where it contains them. F7 finds rare characters "
        "for the name.\n"
        "Esc goes back one step; after the identity check you cannot go back, only leave and start again. F5 reloads (at "
        "the face check: a new code), F6 opens the web page, F9 the simulated phone.",
    ),
}
