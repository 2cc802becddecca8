"""用户注册 at the Beijing bureau; what its documents give in 「」 stands here as they have it."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.join": ("账户注册", "Account registration"),
    "bureau.join.papers": ("选择注册方式", "How to register"),
    "bureau.join.identity": ("校验身份信息", "Who you are"),
    "bureau.join.settings": ("基本信息填写", "Basic information"),
    "bureau.join.face": ("人脸识别验证", "Face check"),
    "bureau.join.done": ("注册完成", "Registered"),
    "bureau.join.by_email": ("通过邮箱进行注册", "Registration by e-mail"),
    "bureau.join.read": ("我已阅读并同意{paper}", "I have read and agree to: {paper}"),
    "bureau.join.papers_unread": ("请阅读并勾选全部协议", "Please read and tick every paper"),
    "bureau.paper.consent": ("《个人信息保护告知同意书》", "Notice and consent: personal information"),
    "bureau.paper.consent.text": (
        "此处为模拟环境，请勿填写任何真实的个人信息。\n填写的姓名、证件、手机号码和邮箱仅保存在模拟服务器中，由教师管理，可随时删除。",
        "This is a simulation: enter no real personal information.\nNames, documents, numbers and addresses are kept on the simulated "
        "server only, where the trainer can delete them.",
    ),
    "bureau.paper.face": ("《人脸识别服务协议》", "Agreement: face check"),
    "bureau.paper.face.text": (
        "人脸识别为模拟：不拍摄、不上传、不保存任何人脸图像，结果由模拟服务器决定。",
        "The face check is simulated: no picture is taken, sent or kept, and the server decides the outcome.",
    ),
    "bureau.join.sex_hint": ("证件号码含性别信息时自动带出", "Filled in where the number tells it"),
    "bureau.join.nationality_hint": (
        "中国证件自动带出。外国人输入中文、英文或拼音查找，再从列表中选择。",
        "Filled in for Chinese documents. Foreigners: type Chinese, English or pinyin, then choose",
    ),
    "bureau.join.login_name": ("用户名", "User name"),
    "bureau.join.mobile": ("个人手机号码", "Mobile number"),
    "bureau.join.mobile_hint": (
        "不校验号码是否重复；已被其他账户使用的，注册完成后该账户的手机号码置空",
        "It may be anyone's: an account that has it loses it when you are registered",
    ),
    "bureau.join.email": ("邮箱", "E-mail"),
    "bureau.join.email_code": ("邮箱验证码", "Code from the e-mail"),
    "bureau.join.answered": ("验证码已通过，不修改时无须重新获取", "The code was right: no other is needed unless you change this"),
    "bureau.join.face.scan": (
        "请打开北京税务APP，点击右上角的【+】，再点击【扫一扫】，扫描二维码完成人脸识别认证",
        "Open the Beijing tax app, choose + at the upper right, then Scan, and scan the code for the face check",
    ),
    "bureau.join.face.get": ("如您尚未下载北京税务APP，请先下载：", "If you do not have the app yet, get it first:"),
    "bureau.join.finished": ("注册完成!", "Registered!"),
    "bureau.join.finished.what": (
        "您已完成注册，可以通过账户中心查看您的个人信息",
        "You are registered. The account centre shows your personal information",
    ),
    "bureau.join.brought": (
        "手机号码与办税服务厅登记的一致，实名信息已自动带出，无须人脸识别。",
        "The number is the one recorded at the tax hall: your real-name facts were filled in and no face check is needed.",
    ),
    "bureau.join.to_login": ("去登录", "Go to the login"),
    "email.fault.empty": ("请输入邮箱地址", "Enter an e-mail address"),
    "email.fault.form": ("邮箱地址格式不正确", "Not the form of an e-mail address"),
    "face.back.register-foreigner": ("返回注册", "Back to the registration"),
    "refused.hall_first": (
        "请先到办税服务厅进行实名信息采集，再进行用户注册",
        "First have your real name recorded at a tax hall, then register",
    ),
    "refused.face_not_offered": (
        "该证件类型不支持人脸识别，请使用在办税服务厅登记的手机号码，或到办税服务厅变更",
        "No face check for this document: use the number that the tax hall has",
    ),
    "refused.email_taken": ("该邮箱已被其他账户使用", "Another account has this e-mail address"),
    "sms.code.bureau_registration": (
        "【模拟环境】北京市电子税务局用户注册验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to register at the Beijing bureau, valid for 5 minutes. Do not share it.",
    ),
    "email.code.bureau_login": (
        "【模拟环境】北京市电子税务局登录邮箱验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to log in to the Beijing bureau, valid for 5 minutes. Do not share it.",
    ),
    "email.code.bureau_email": (
        "【模拟环境】北京市电子税务局用户注册邮箱验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to register at the Beijing bureau by e-mail, valid for 5 minutes. Do not share it.",
    ),
    "email.bureau.registered": (
        "【模拟环境】您已于 {at} 通过邮箱完成北京市电子税务局用户注册，可以登录。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] You were registered at the Beijing bureau by e-mail at {at}. If this was not you, go to a tax hall.",
    ),
    "journal.decided.hall_first": ("须先到办税服务厅", "hall first"),
    "journal.decided.face_not_offered": ("不支持人脸识别", "no face check"),
    "journal.decided.email_taken": ("邮箱已被使用", "e-mail taken"),
    "journal.why.email_taken": ("验证码正确，但该邮箱已被使用", "The code is right, but another account has the address"),
    "journal.why.hall_first": ("办税服务厅没有该证件的实名采集记录", "The tax hall has no record of this document"),
    "journal.why.face_not_offered": ("该证件类型不支持人脸识别", "No face check for this type of document"),
    "journal.why.wrong_app": ("二维码属于另一个 APP", "The code is for the other app"),
    "journal.why.bureau_registration.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_registration.abandoned": ("用户放弃了注册", "The registration was given up"),
    "journal.why.bureau_email.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_email.abandoned": ("用户放弃了注册", "The registration was given up"),
    "journal.why.exempt.number_equals": ("手机号码与办税服务厅登记的一致，免人脸识别", "The number is the hall's: no face check"),
    "journal.why.exempt.number_differs": (
        "手机号码与办税服务厅登记的不一致，须人脸识别",
        "The number is not the hall's: a face check is due",
    ),
    "journal.why.exempt.no_record": ("办税服务厅没有采集记录，或未登记手机号码", "The hall has no record, or no number in it"),
    "journal.field.email": ("邮箱", "e-mail address"),
}
