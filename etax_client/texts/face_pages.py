"""The phone's page of a face check."""

TEXTS: dict[str, tuple[str, str]] = {
    "face.title": ("人脸识别", "Face check"),
    "face.simulated": (
        "模拟的公安人脸比对：不识别任何人脸，结果由模拟服务器决定。",
        "A simulated police check: no face is recognised; the mock server decides the outcome.",
    ),
    "face.who": ("核验对象", "Person"),
    "face.alone": ("请由本人操作，面部光线充足、无遮挡", "Do this yourself, with enough light and nothing in front of your face"),
    "face.hold": ("手机与眼睛同高，按提示眨眼", "Hold the phone at eye level, and blink when asked to"),
    "face.start": ("开始人脸识别", "Start the face check"),
    "face.progress": ("进度", "Progress"),
    "face.blink": ("请眨眼", "Please blink"),
    "face.hold_still": ("请保持不动", "Hold still"),
    "face.comparing": ("正在比对", "Comparing"),
    "face.absent": ("未打开摄像头，模拟比对照常进行", "No camera: the simulated check continues without one"),
    "face.stays": (
        "摄像头画面只在本页显示，不保存，也不发送；没有摄像头也可以进行。",
        "The camera picture is shown on this page only; nothing is kept or sent. It also works without a camera.",
    ),
    "face.over.passed": ("人脸识别通过", "Face check passed"),
    "face.over.other_person": ("人脸识别未通过", "Face check failed"),
    "face.over.unreachable": ("人脸识别未完成", "Face check not completed"),
    "face.over.expired": ("人脸识别已过期", "Face check expired"),
    "face.next.passed": ("比对通过。", "You have been recognised."),
    "face.next.other_person": (
        "比对未通过：不是本人。请核对姓名和证件号码，由本人重新识别；仍未通过的，请到办税服务厅办理。",
        "You were not recognised. Check name and number and try again yourself; if it fails again, go to a tax hall.",
    ),
    "face.next.unreachable": (
        "暂时无法连接公安系统（模拟）。请稍后重新发起人脸识别。",
        "The police system (simulated) cannot be reached. Start the face check again later.",
    ),
    "face.next.expired": (
        "请返回注册或找回密码页面，重新发起人脸识别。",
        "Go back to the registration or recovery and start the face check again.",
    ),
    "face.scan": (
        "请用手机扫描二维码，按提示眨眼；完成后此处自动继续。",
        "Scan this with your phone and blink; this page continues by itself.",
    ),
    "face.here": ("在本设备上进行人脸识别", "Check my face on this device"),
    "face.waits": ("链接 180 秒内有效，只能用一次。", "Valid for 180 seconds, one use only."),
    "face.by.bureau": ("税务APP扫码", "Scan with the Beijing tax app"),
    "face.by.itax": ("个人所得税APP扫码", "Scan with the income tax app"),
    "face.another": ("重新发起人脸识别", "Start the face check again"),
    "face.elsewhere": ("请回到发起人脸识别的设备上继续。", "Continue on the device where you started."),
    "face.back.register": ("返回注册", "Back to the registration"),
    "face.back.forgot": ("返回找回密码", "Back to the recovery"),
}
