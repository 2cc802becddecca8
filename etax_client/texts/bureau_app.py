"""北京税务APP's pages, and what both APPs say to a code that is for the other."""

TEXTS: dict[str, tuple[str, str]] = {
    "page.bjapp.title": ("北京税务APP（模拟）", "The Beijing tax app (simulated)"),
    "bjapp.product": ("北京税务APP", "Beijing tax app"),
    "bjapp.title": ("首页", "Home"),
    "bjapp.plus": ("更多", "More"),
    "bjapp.what": (
        "此处为模拟的北京税务APP，使用北京市电子税务局的账户登录。人脸识别不用登录：点击右上角的【+】，再点击【扫一扫】。",
        "This is the simulated Beijing tax app, with the accounts of the Beijing bureau. A face check needs no login: choose + at the "
        "upper right, then Scan.",
    ),
    "bjapp.scan.what": (
        "点击右上角的【+】，再点击【扫一扫】，扫描电子税务局页面上的二维码。",
        "Choose + at the upper right, then Scan, and scan the code on a page of the bureau.",
    ),
    "bjapp.mine": ("我的", "Me"),
    "bjapp.download": ("下载北京税务APP", "Get the Beijing tax app"),
    "bjapp.simulated": (
        "本 APP 为网页模拟，不用下载，也不提供真实的北京税务APP。",
        "This app is a simulation on web pages: there is nothing to download, and the real app is not offered.",
    ),
    "bjapp.download.scan": ("用手机扫描二维码，打开模拟的北京税务APP", "Scan this with a phone to open the simulated app"),
    "bjapp.download.open": ("在本设备上打开", "Open it on this device"),
    "bjapp.download.real": ("真实的北京税务APP", "The real app"),
    "bjapp.download.android": (
        "安卓手机：在华为应用市场或 360 手机助手搜索【北京税务】",
        "Android: search for 北京税务 in Huawei AppGallery or 360 Mobile Assistant",
    ),
    "bjapp.download.iphone": ("苹果手机：在苹果应用商店搜索【北京税务】", "iPhone: search for 北京税务 in the App Store"),
    "face.back.attempt": ("返回登录", "Back to the login"),
    "app.wrong_app.itax": ("请使用个人所得税APP扫描该二维码", "Please scan this code with the tax app"),
    "app.wrong_app.bureau": ("请使用北京税务APP扫描该二维码", "Please scan this code with the Beijing tax app"),
    "refused.wrong_app": ("请使用北京税务APP扫描该二维码", "Please scan this code with the Beijing tax app"),
}
