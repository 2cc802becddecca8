"""Every refusal and accident, with what to do next."""

TEXTS: dict[str, tuple[str, str]] = {
    "refused.wrong_credentials": ("账号或密码不正确，请核对后重新输入", "Wrong account or password; please check and try again"),
    "refused.wrong_declaration_password": ("申报密码不正确，请核对后重新输入", "Wrong declaration password; please check and try again"),
    "refused.captcha_required": ("请输入图中的验证码，再试一次", "Please enter what the picture shows"),
    "refused.wrong_captcha": ("验证码不正确或已失效，请输入新的", "Wrong or used; type the new one"),
    "refused.locked": ("已锁定，请等待 {minutes} 分钟后再试", "Locked; please wait {minutes} minutes"),
    "refused.busy": (
        "同一账号正在多处登录，请稍候几秒再试（不计次数）",
        "Others are trying the same now; try again in some seconds (not counted)",
    ),
    "refused.malformed": ("服务器不接受输入的内容，请检查后重试", "The server does not accept this input; please check it"),
    "refused.session_ended": ("登录已失效，请重新登录", "Your session has ended; please log in again"),
    "refused.unit_unknown": ("没有这个纳税人识别号的单位，请核对", "No unit has this taxpayer id; please check it"),
    "refused.unit_already_listed": ("该单位已在列表中", "This unit is in your list already"),
    "refused.unit_not_listed": ("该单位不在您的列表中，请刷新", "This unit is not in your list; please reload"),
    "refused.unit_closed": ("该单位需要重新验证", "This unit has to be verified again"),
    "refused.ticket_unknown": (
        "二维码或验证短码无效，或已过期，请刷新后重新扫描",
        "This code is not valid, or no longer; refresh it and scan again",
    ),
    "refused.ticket_used": ("该二维码已被扫描，请刷新后重新扫描", "This code has been scanned already; refresh it and scan again"),
    "refused.ticket_not_confirmed": ("还没有在手机上确认", "It has not been confirmed on the phone yet"),
    "refused.slow_down": ("查询太频繁，请稍候", "Asked too often; please wait a moment"),
    "refused.world_exists": ("已有同名的环境，请换一个名称", "There is a world of this name already; choose another"),
    "refused.flow_ended": (
        "办理时间已过（30 分钟）或已结束，请重新开始",
        "This took longer than 30 minutes, or is over; please begin again",
    ),
    "refused.out_of_order": ("步骤已变化，请按当前步骤继续", "This step is over or not yet due; go on from the step that is shown"),
    "refused.wrong_hall_code": (
        "注册码与身份信息不符、已过期或已使用，请核对；仍不行请到办税服务厅重新申请",
        "The code does not match this identity, has expired or was used; check both, or ask the tax hall for a new one",
    ),
    "refused.wrong_code": ("验证码不正确，请核对短信", "Wrong code; please check the message"),
    "refused.code_void": ("验证码已失效，请重新获取", "This code is no longer valid; ask for a new one"),
    "refused.already_registered": (
        "该身份信息已注册，请直接登录；忘记密码可找回",
        "This person is registered already; log in, or recover the password",
    ),
    "refused.login_name_taken": ("该登录名已被使用，请换一个", "This login name is taken; choose another"),
    "refused.mobile_taken": ("该手机号码已被其他账户绑定，请换一个", "Another account has this number; use a different one"),
    "refused.password_refused": (
        "密码太常见、含有登录名或手机号、证件号，或与原密码相同，请换一个",
        "Too common, or it holds your login name or a number of yours, or it is the old one; choose another",
    ),
    "refused.face_unknown": ("人脸识别链接无效或已过期，请重新获取", "This link is not valid, or no longer; ask for a new one"),
    "refused.person_unknown": (
        "没有找到与姓名和证件一致的注册用户，请核对；对方还没有注册的，请先完成实名注册",
        "Nobody with this name and document is registered; check both, or have them register first",
    ),
    "refused.already_authorised": ("该人员已有授权，请在已授权页面变更", "This person is authorised already; change it in the list"),
    "refused.authorisation_unknown": ("该授权已不存在，请刷新", "This authorisation is no longer there; please reload"),
    "refused.beyond_rights": ("超出您的权限或授权期限，不能进行这项操作", "This is beyond your own permission or its term"),
    "refused.certificate_expired": (
        "证书不在有效期内（已到期或尚未生效），请换用新的证书，或改用申报密码",
        "This certificate is out of its dates; use a new one, or the declaration password",
    ),
    "refused.certificate_revoked": (
        "证书已被吊销，请换用新的证书，或改用申报密码",
        "This certificate has been revoked; use a new one, or the declaration password",
    ),
    "refused.certificate_foreign": (
        "证书不是本模拟环境的 CA 签发的，请选择本环境签发的证书文件",
        "Another CA issued this certificate; choose a file that this simulation issued",
    ),
    "refused.certificate_other_unit": (
        "证书属于别的单位，请选择该单位的证书文件",
        "This certificate belongs to another unit; choose this unit's file",
    ),
    "refused.signature_invalid": (
        "签名与证书不符，文件可能已损坏，请换一个文件再试",
        "The signature does not match the certificate; the file may be damaged, try another",
    ),
    "refused.challenge_void": (
        "等待超过 2 分钟或已用过，请再按一次「确定」",
        "This took longer than 2 minutes, or was used; press OK again",
    ),
    "refused.no_mobile": (
        "您账户的手机号码尚未绑定，请先进入安全中心绑定手机",
        "No mobile number is bound to your account; bind one in the security centre first",
    ),
    "refused.key_reused": (
        "这项操作已办理，内容不同的请求不再受理，请核对结果",
        "This was done already, and nothing else is taken in its place; please check the result",
    ),
    "refused.in_flight": ("同一项操作正在办理，请稍候再试", "The same is being done right now; please wait a moment"),
    "refused.forbidden": ("没有权限进行这项操作", "You may not do this"),
    "refused.not_found": (
        "服务器上没有这项服务，请检查服务器的地址、环境名和版本",
        "The server has no such service; check its address, world and version",
    ),
    "refused.too_large": ("内容太多，请分几次进行", "This is too much at once; please divide it"),
    "refused.too_many": ("操作太频繁，请稍后再试", "Too many requests; please wait a moment"),
    "refused.unavailable": ("服务器暂时不可用，请稍后再试（不计次数）", "The server is unavailable for the moment; try again later"),
    "accident.unreachable": (
        "连接不上服务器，请检查服务器是否启动后重试",
        "The server cannot be reached; check that it is running and retry",
    ),
    "accident.timeout": ("服务器没有回答，请稍后重试", "The server did not answer; please try again later"),
    "accident.lost": ("与服务器的连接中断，请重试", "The connection to the server broke; please try again"),
    "accident.unknown": ("结果未知，请核对：请求已发出，但没有收到回答", "Result unknown, please check: it was sent, but no answer came"),
    "accident.garbled_unknown": (
        "结果未知，请核对：服务器的回答无法识别",
        "Result unknown, please check: the server's answer makes no sense",
    ),
    "accident.garbled": ("服务器的回答无法识别，请检查地址和版本", "The server's answer makes no sense; check its address and version"),
}
