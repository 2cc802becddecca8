"""Every refusal and accident, with what to do next."""

TEXTS: dict[str, tuple[str, str]] = {
    "refused.wrong_credentials": ("账号或密码不正确，请核对后重新输入", "Wrong account or password; please check and try again"),
    "refused.wrong_declaration_password": ("申报密码不正确，请核对后重新输入", "Wrong declaration password; please check and try again"),
    "refused.captcha_required": ("请输入图形验证码后重试", "Please enter the captcha and try again"),
    "refused.wrong_captcha": ("验证码不正确或已失效，请输入新的验证码", "Wrong or expired captcha; enter the new one"),
    "refused.locked": ("已锁定，请 {left}后再试", "Locked; please try again in {left}"),
    "refused.busy": (
        "该账号或单位正在别处验证，请稍后重试（不计次数）",
        "Someone else is trying the same right now; try again shortly (not counted)",
    ),
    "refused.malformed": ("输入内容不符合要求，请核对后重试", "The input is not accepted; please check it"),
    "refused.session_ended": ("登录已失效，请重新登录", "Your session has ended; please log in again"),
    "refused.unit_unknown": ("未查询到该纳税人识别号对应的单位，请核对", "No unit has this taxpayer ID; please check it"),
    "refused.unit_already_listed": ("该单位已在列表中", "This unit is in your list already"),
    "refused.unit_not_listed": ("该单位不在您的列表中，请刷新", "This unit is not in your list; please reload"),
    "refused.unit_closed": ("该单位须重新验证", "This unit has to be verified again"),
    "refused.ticket_unknown": (
        "二维码或验证短码无效，或已过期，请刷新后重新扫描",
        "This code is invalid or has expired; refresh it and scan again",
    ),
    "refused.ticket_used": ("该二维码已被扫描，请刷新后重新扫描", "This code has been scanned already; refresh it and scan again"),
    "refused.ticket_not_confirmed": ("尚未在手机上确认", "Not yet confirmed on the phone"),
    "refused.slow_down": ("查询过于频繁，请稍候", "Asked too often; please wait a moment"),
    "refused.world_exists": ("已有同名的环境，请更换名称", "A world of this name exists already; choose another"),
    "refused.flow_ended": ("办理已超过 30 分钟或已结束，请重新开始", "This took over 30 minutes or has ended; please start again"),
    "refused.out_of_order": ("步骤已变化，请按当前步骤继续", "Not the current step; continue from the step shown"),
    "refused.wrong_hall_code": (
        "注册码与身份信息不符、已过期或已使用，请核对；仍无法通过的，请到办税服务厅重新申请",
        "The code does not match, has expired or was used; check it, or get a new one at a tax hall",
    ),
    "refused.wrong_code": ("验证码不正确，请核对短信", "Wrong code; please check the message"),
    "refused.code_void": ("验证码已失效，请重新获取", "This code is no longer valid; ask for a new one"),
    "refused.already_registered": (
        "该身份信息已注册，请直接登录；忘记密码的，请使用【忘记密码】",
        "Already registered: log in, or use Forgot password",
    ),
    "refused.login_name_taken": ("该登录名已被使用，请更换", "This login name is taken; choose another"),
    "refused.login_name_too_soon": ("用户名一年可修改一次，请届时再修改", "A user name may be changed once a year; change it later"),
    "refused.mobile_taken": (
        "该手机号码已绑定其他账号，请更换；确为本人号码的，请到办税服务厅办理",
        "This number is bound to another account; use another one, or go to a tax hall if it is yours",
    ),
    "refused.password_refused": ("该密码无法使用，请更换", "This password cannot be used; please choose another"),
    "weakness.common": ("该密码过于常见，请更换", "This password is too common; please choose another"),
    "weakness.login_name": ("密码中不能含有登录名，请更换", "The password must not contain your login name; choose another"),
    "weakness.number": (
        "密码中不能含有本人或单位号码的连续 6 位数字",
        "The password must not contain 6 digits in a row of a number of yours",
    ),
    "weakness.same": ("新密码不能与原密码相同，请更换", "The new password is the old one; please choose another"),
    "refused.face_unknown": ("人脸识别链接无效或已过期，请重新获取", "This link is invalid or has expired; ask for a new one"),
    "refused.person_unknown": (
        "未找到姓名与证件均一致的注册用户，请核对；对方尚未注册的，须先完成实名注册",
        "No registered person has this name and document; check both, or have them register first",
    ),
    "refused.already_authorised": ("该人员已有授权，请在【已授权】页面变更", "This person is authorised already; change it in the list"),
    "refused.authorisation_unknown": ("该授权已不存在，请刷新", "This authorisation no longer exists; please reload"),
    "refused.beyond_rights": ("超出您的权限或授权期限，无法办理", "This exceeds your own permission or its term"),
    "refused.certificate_expired": (
        "证书已到期，请换用新的证书，或改用申报密码",
        "This certificate has expired; use a new one, or the declaration password",
    ),
    "refused.certificate_not_yet_valid": (
        "证书尚未生效，请换用其他证书，或改用申报密码",
        "This certificate is not valid yet; use another one, or the declaration password",
    ),
    "refused.certificate_revoked": (
        "证书已被吊销，请换用新的证书，或改用申报密码",
        "This certificate has been revoked; use a new one, or the declaration password",
    ),
    "refused.certificate_foreign": (
        "证书并非由本模拟环境的 CA 签发，请选择本环境签发的证书文件",
        "Another CA issued this certificate; choose a file that this simulation issued",
    ),
    "refused.certificate_other_unit": (
        "证书属于其他单位，请选择该单位的证书文件",
        "This certificate belongs to another unit; choose this unit's file",
    ),
    "refused.signature_invalid": (
        "签名与证书不符，文件可能已损坏，请更换文件后重试",
        "The signature does not match the certificate; the file may be damaged, try another",
    ),
    "refused.challenge_void": ("校验已超时（2 分钟）或已使用，请再次点击【确定】", "This took over 2 minutes, or was used; press OK again"),
    "refused.no_mobile": (
        "您账户的手机号码尚未绑定，请先进入安全中心绑定手机",
        "No mobile number is bound to your account; bind one in the security centre first",
    ),
    "refused.not_registered": (
        "该用户未注册，请先在【自然人业务】-【用户注册】完成注册",
        "No such account; please register first (自然人业务, 用户注册)",
    ),
    "refused.slider_required": ("请按住滑块，拖动到最右边", "Please hold the slider and drag it to the right end"),
    "refused.old_login_closed": ("旧版登录已停用，请使用新版登录", "The old login has ended; please use the new one"),
    "refused.key_reused": ("该操作已办理，请核对结果", "This was done already; please check the result"),
    "refused.in_flight": ("同一操作正在办理，请稍候再试", "The same is being done right now; please wait a moment"),
    "refused.forbidden": ("您没有权限办理此项业务", "You are not allowed to do this"),
    "refused.not_found": (
        "服务器不提供此服务，请检查服务器地址、环境名称和版本",
        "The server does not offer this; check its address, world and version",
    ),
    "refused.too_large": ("内容过多，请分次提交", "Too much at once; please split it"),
    "refused.too_many": ("操作过于频繁，请稍后再试", "Too many requests; please wait a moment"),
    "refused.unavailable": (
        "服务器暂时不可用，请稍后再试（不计次数）",
        "The server is temporarily unavailable; try again later (not counted)",
    ),
    "accident.unreachable": (
        "无法连接服务器，请检查网络、服务器地址及是否已启动",
        "Cannot reach the server: check network and address, and that it is running",
    ),
    "accident.timeout": ("服务器未响应，请稍后重试", "The server did not answer; please try again later"),
    "accident.lost": ("与服务器的连接中断，请重试", "The connection to the server broke; please try again"),
    "accident.unknown": ("结果未知，请核对：请求已发出，但未收到响应", "Result unknown, please check: it was sent, but no answer came"),
    "accident.garbled_unknown": (
        "结果未知，请核对：无法识别服务器返回的内容",
        "Result unknown, please check: the server's answer was not understood",
    ),
    "accident.garbled": (
        "无法识别服务器返回的内容，请检查地址和版本",
        "The server's answer was not understood; check its address and version",
    ),
}
