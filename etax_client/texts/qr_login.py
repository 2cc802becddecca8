"""QR login in the client."""

TEXTS: dict[str, tuple[str, str]] = {
    "qr.place": ("扫码登录", "QR login"),
    "qr.way": ("扫码登录", "by QR code"),
    "qr.asking": ("正在获取二维码", "Fetching a code"),
    "qr.title": ("用手机扫码登录", "Log in with your phone"),
    "qr.steps": (
        "1. 打开个人所得税APP，点击【扫一扫】\n2. 扫描左侧二维码\n3. 核对数字，在手机上确认登录",
        "1. Open the tax app, tap Scan\n2. Scan the code on the left\n3. Check the number and confirm",
    ),
    "qr.offline": ("离线演示：按 F9 用模拟手机扫码", "Offline demo: press F9 for the simulated phone"),
    "qr.left": ("剩余 {left}", "{left} left"),
    "qr.refresh": ("刷新", "Refresh"),
    "qr.other_ways": ("无法扫码？", "Cannot scan?"),
    "qr.scanned": ("扫描成功，请在手机上确认登录", "Scanned. Confirm on your phone"),
    "qr.number": ("请在手机上选择数字 {number}", "On the phone, pick the number {number}"),
    "qr.who": ("登录人：{name}", "Person: {name}"),
    "qr.back": ("返回", "Back"),
    "qr.signing_in": ("已在手机上确认，正在登录", "Confirmed on the phone, logging in"),
    "qr.interrupted": ("连接中断，正在重试", "Connection lost; trying again"),
    "qr.not_you": ("不是本人登录？按 Esc 返回，更换二维码。", "Not you? Press Esc for another code"),
    "qr.small": (
        "显示二维码需要 {columns} 列 {rows} 行，当前为 {width} 列 {height} 行。\n请放大终端窗口或缩小字体，二维码会自动重新显示。",
        "The code needs {columns} columns and {rows} rows; there are {width} and {height}.\n"
        "Enlarge the window or use a smaller font; it is then drawn again.",
    ),
    "qr.larger": (
        "如需更大，请将终端窗口放大（或缩小字体）到 {columns} 列 {rows} 行以上。\n按 Esc 返回",
        "For a larger code, enlarge the window or use a smaller font: {columns} columns and {rows} rows.\nEsc: back",
    ),
    "qr.address": (
        "也可在手机浏览器中打开：\n{url}\n或在个人所得税APP中输入验证短码：{code}",
        "Or open this in the phone's browser:\n{url}\nOr enter this short code in the app: {code}",
    ),
    "qr.short_code": (
        "离线演示：也可在模拟手机（F9）中输入验证短码：\n{code}",
        "Offline demo: the simulated phone (F9) takes this code too:\n{code}",
    ),
    "qr.over.expired": ("二维码已过期", "The code has expired"),
    "qr.over.expired_scanned": ("确认超时，二维码已过期", "Not confirmed in time: expired"),
    "qr.over.refused": ("已在手机上取消登录", "Cancelled on the phone"),
    "qr.over.wrong_number": ("数字不一致，已拒绝登录", "Wrong number: login refused"),
    "qr.over.used": ("该二维码已被使用", "This code has been used"),
    "qr.over.locked": ("账号已锁定", "The account is locked"),
    "qr.over.lost": ("连接中断，二维码已失效", "Connection lost, the code is void"),
    "qr.over.unknown": ("登录结果未知", "Result unknown"),
    "qr.over.failed": ("无法扫码登录", "QR login is not possible"),
    "qr.next.expired": ("请按 F5 刷新，再用手机扫描", "Press F5 for a new code"),
    "qr.next.expired_scanned": ("请按 F5 刷新，重新扫描并及时确认", "Press F5, scan again and confirm"),
    "qr.next.refused": ("如仍要登录，请按 F5 刷新后重新扫描", "To log in after all, press F5 and scan again"),
    "qr.next.wrong_number": (
        "请按 F5 刷新后重新扫描，在手机上选择与此处相同的数字",
        "Press F5, scan again, and pick the number shown here",
    ),
    "qr.next.used": ("请按 F5 刷新后重新扫描", "Press F5 and scan again"),
    "qr.next.lost": ("请检查服务器是否启动，再按 F5 刷新", "Check that the server is running, then press F5"),
    "qr.next.unknown": (
        "手机已确认，但未收到服务器响应。请按 F5 刷新后重新扫描。",
        "Confirmed, but no answer came. Press F5 and scan again",
    ),
    "qr.next.failed": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "qr.locked": (
        "账号已锁定，剩余 {left}。\n可等待自动解锁；忘记密码的，\n按 F2 返回后再按 F4；\n或到办税服务厅办理",
        "Account locked for {left}.\nWait; or press F2, then F4 to recover;\nor go to a tax hall",
    ),
    "qr.locked.until_midnight": (
        "账号已锁定，剩余 {left}。\n次日零时自动解锁；忘记密码的，\n按 F2 返回后再按 F4；\n或到办税服务厅办理",
        "Account locked for {left}.\nUnlocks at midnight in Beijing; or\npress F2, then F4 to recover;\nor go to a tax hall",
    ),
    "qr.unlocked": ("锁定已解除，请按 F5 刷新后重新扫描", "The lock has ended. Press F5 and scan again"),
    "qr.ways.title": ("无法扫码？", "Cannot scan?"),
    "qr.ways.zoom": ("放大", "Enlarge"),
    "qr.ways.zoom_note": ("全屏显示，尽量放大", "full screen, as large as it fits"),
    "qr.ways.blanks": ("改用色块", "Colour blocks"),
    "qr.ways.blanks_note": ("方块有缝隙或错位时使用", "if the blocks show gaps or are shifted"),
    "qr.ways.picture": ("保存为图片", "Save a picture"),
    "qr.ways.picture_note": ("用看图软件打开后扫描", "open it in a picture viewer"),
    "qr.ways.saved": ("已保存，二维码失效时自动删除：\n{path}", "Saved; it is deleted when the code ends:\n{path}"),
    "qr.ways.renewed": ("二维码已更新，原来的图片已删除，请重新保存", "The code was renewed and its picture deleted; save it again"),
    "qr.ways.not_saved": ("无法保存图片，请用其他方法", "The picture cannot be saved; please use another way"),
    "key.qr": ("扫码登录", "QR login"),
    "key.password": ("账号密码登录", "Password login"),
    "key.refresh": ("刷新", "Refresh"),
    "key.other_ways": ("无法扫码", "Cannot scan"),
    "help.qr": (
        "用个人所得税APP（模拟）扫描二维码，选择与此处相同的数字并确认，即可登录，无需输入密码。\n"
        "二维码 180 秒内有效，过期自动更换；更换 5 次后按 F5 或 Enter 继续。\n"
        "离开本页或刷新后，原二维码即失效。\n"
        "手机无法扫码时按 F6：可放大、改用色块、改用网址或验证短码、保存为图片。",
        "Scan the code with the tax app (simulated), pick the number shown here and confirm: no password is needed.\n"
        "A code is valid for 180 seconds and is renewed by itself; after 5 renewals press F5 or Enter.\n"
        "Leaving this page or refreshing makes the code void.\n"
        "If the phone cannot scan it, press F6: enlarge it, use colour blocks, use the address or the short code, or "
        "save a picture.",
    ),
}
