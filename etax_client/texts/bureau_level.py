"""个人实名等级 at the Beijing bureau, and the task that needs the fourth."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.level.1": ("一级", "1"),
    "bureau.level.2": ("二级", "2"),
    "bureau.level.3": ("三级", "3"),
    "bureau.level.4": ("四级", "4"),
    "bureau.level.5": ("五级", "5"),
    "bureau.level.rests": ("等级依据", "What it rests on"),
    "bureau.fact.hall": ("已在办税服务厅完成实名信息采集（五级）", "Real name collected at a tax hall (5)"),
    "bureau.fact.face": ("已通过人脸识别（四级）", "Face check passed (4)"),
    "bureau.fact.old": ("新版登录上线前的实名注册（三级）", "Registered before the new login (3)"),
    "bureau.fact.mobile": ("证件信息和短信验证码（三级）", "Document and SMS code (3)"),
    "bureau.fact.email": ("证件信息和邮箱验证码（二级）", "Document and e-mail code (2)"),
    "bureau.fact.none": ("尚无实名信息（一级）", "Nothing is known yet (1)"),
    "bureau.level.ways": ("实名信息采集方式", "Ways to a real name"),
    "bureau.level.way.register": (
        "新用户：用户注册时通过人脸识别，完成实名信息采集。",
        "New users: by the face check when they register.",
    ),
    "bureau.level.way.online": (
        "存量用户：扫码人脸识别，或办理实名风险业务时通过人脸识别，实名等级提升至四级。",
        "Users from before: by a face check, here or when a key task asks for it; the level is then 4.",
    ),
    "bureau.level.way.hall": (
        "到办税服务厅完成实名信息采集，实名等级为五级。",
        "Anyone: at a tax hall; the level is then 5.",
    ),
}
