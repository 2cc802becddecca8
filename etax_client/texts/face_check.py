"""The face check as the terminal shows it."""

TEXTS: dict[str, tuple[str, str]] = {
    "facecheck.asking": ("正在准备人脸识别", "Preparing the face check"),
    "facecheck.title": ("用手机进行人脸识别", "Face check on your phone"),
    "facecheck.steps": (
        "1. 用手机扫描二维码\n2. 正对镜头，按提示眨眼\n3. 通过后，这里自动继续",
        "1. Scan the code\n2. Look into the camera and blink\n3. This screen goes on by itself",
    ),
    "facecheck.left": ("剩余 {left}", "{left} left"),
    "facecheck.phone": ("没有手机？按 F9 用演示手机", "No phone? F9 is the demo's"),
    "facecheck.simulated": ("模拟的核验：图像不上传、不保存", "A simulation: no picture is sent or kept"),
    "facecheck.again": ("重新识别 (F5)", "Again (F5)"),
    "facecheck.interrupted": ("连接中断，正在重试", "Connection broken, trying again"),
    "facecheck.over.passed": ("人脸识别通过", "The face check has passed"),
    "facecheck.next.passed": ("正在进入下一步", "Going on"),
    "facecheck.over.other_person": ("未通过：与所填身份不是同一人", "Failed: this is not the person of the document"),
    "facecheck.next.other_person": (
        "请由本人识别，按 F5 再试一次；或按 Esc 返回，核对姓名和证件号码",
        "The person must do it themselves: F5 tries again. Or Esc goes back: check name and number",
    ),
    "facecheck.over.unreachable": ("核验系统暂时连接不上", "The checking system cannot be reached"),
    "facecheck.next.unreachable": (
        "与您填写的内容无关，请稍后按 F5 重试",
        "This is not about what you entered; try again with F5 in a while",
    ),
    "facecheck.over.expired": ("二维码已过期", "The code has expired"),
    "facecheck.next.expired": ("请按 F5 换一个二维码", "F5 fetches another one"),
    "facecheck.over.failed": ("没有取得二维码", "There is no code"),
    "facecheck.next.failed": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "facecheck.small": (
        "窗口太小，放不下二维码，请放大到 {columns}x{rows} 以上",
        "The window is too small for the code: enlarge it to {columns}x{rows}",
    ),
    "facecheck.address": ("{hidden}；或在手机上打开：\n{url}", "{hidden}, or open this on the phone:\n{url}"),
}
