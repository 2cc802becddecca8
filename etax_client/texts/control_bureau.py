"""What the shell says of the Beijing bureau: levels, who is on the way in, and as whom those inside act."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.control_bureau_face_fact": (
        "设定是否视为已通过人脸识别，实名等级随之变化。",
        "Set whether the face check counts as passed; the level follows.",
    ),
    "help.control_bureau_attempts": ("查看进行中的登录。", "Show logins that go on."),
    "help.control_bureau_switch": ("为用户切换身份。", "Switch as whom a session acts."),
    "help.control_switch_unit": ("企业，编号或纳税人识别号", "the unit, by id or taxpayer ID"),
    "help.control_switch_role": ("在该企业的身份类型", "the role there"),
    "help.control_switch_project": ("项目编号（ID）", "the project, by id"),
    "help.control_bureau_decide_tie": (
        "代为确认、拒绝或撤回一个待确认的关联关系。",
        "Deal with a tie that waits: confirm, decline or withdraw it.",
    ),
    "help.control_bureau_enterprise_password": (
        "设定企业密码并解锁，密码从终端或标准输入读取。",
        "Set a unit's enterprise password, read from the terminal or from standard input; unlocks.",
    ),
    "control.ask_enterprise_password": ("企业密码", "Enterprise password"),
    "control.no_password_typed": ("没有读到密码。", "No password came."),
    "control.enterprise_password_set": ("企业密码已设定，旧版登录已解锁。", "The enterprise password is set, and the old login unlocked."),
    "journal.field.known": ("人脸识别是否视为已通过", "whether the face check counts as passed"),
    "journal.field.project": ("项目", "the project"),
    "control.level": ("实名等级 {level}：{facts}", "Level {level}: {facts}"),
    "control.entrance": ("入口", "ENTRANCE"),
    "control.due": ("待办", "DUE"),
    "control.due.first": ("第一因子", "password"),
    "control.due.second": ("第二因子", "second factor"),
    "control.due.choose": ("选择身份", "choice of identity"),
    "control.due.in": ("进入", "entry"),
}
