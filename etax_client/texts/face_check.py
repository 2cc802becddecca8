"""The face check as the terminal shows it."""

TEXTS: dict[str, tuple[str, str]] = {
    "facecheck.asking": ("正在准备人脸识别", "Preparing the face check"),
    "facecheck.title": ("用手机进行人脸识别", "Face check on your phone"),
    "facecheck.steps": (
        "1. 用手机扫描二维码\n2. 正对镜头，按提示眨眼\n3. 通过后，此处自动继续",
        "1. Scan the code with your phone\n2. Look into the camera and blink\n3. This screen continues by itself",
    ),
    "facecheck.left": ("剩余 {left}", "{left} left"),
    "facecheck.phone": ("离线演示：按 F9 用模拟手机扫码", "Offline demo: press F9 for the simulated phone"),
    "facecheck.simulated": ("模拟核验，图像不上传、不保存", "Simulated: no picture is sent or kept"),
    "facecheck.again": ("重新识别（F5）", "Try again (F5)"),
    "facecheck.interrupted": ("连接中断，正在重试", "Connection broken, trying again"),
    "facecheck.over.passed": ("人脸识别通过", "Face check passed"),
    "facecheck.next.passed": ("正在进入下一步", "Continuing"),
    "facecheck.over.other_person": ("未通过：与所填身份信息不一致", "Failed: not the person on the document"),
    "facecheck.next.other_person": (
        "请由本人识别，按 F5 重试；或按 Esc 返回，核对姓名和证件号码",
        "Press F5 and let the person try again; or Esc: check name and number",
    ),
    "facecheck.over.unreachable": ("暂时无法连接核验系统", "The verification service cannot be reached"),
    "facecheck.next.unreachable": ("与所填内容无关，请稍后按 F5 重试", "Not about what you entered; try again later (F5)"),
    "facecheck.over.expired": ("二维码已过期", "The code has expired"),
    "facecheck.next.expired": ("请按 F5 更换二维码", "Press F5 for a new code"),
    "facecheck.over.failed": ("未能获取二维码", "Could not get a code"),
    "facecheck.next.failed": ("{why}（F5 重试）", "{why} (F5: retry)"),
    "facecheck.small": (
        "窗口过小，无法显示二维码，请放大到 {columns}x{rows} 以上",
        "The window is too small for the code: enlarge it to {columns}x{rows}",
    ),
    "facecheck.address": ("{hidden}；或在手机上打开：\n{url}", "{hidden}, or open this on the phone:\n{url}"),
}
