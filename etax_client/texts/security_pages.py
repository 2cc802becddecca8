"""The security centre and the SIM cards on pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "security.password": ("修改密码", "Change the password"),
    "security.mobile": ("绑定手机", "Mobile number"),
    "security.no_mobile": ("未绑定", "none"),
    "security.current": ("当前密码", "Current password"),
    "security.change": ("修改密码", "Change it"),
    "security.others_end": (
        "修改后，其他设备上的登录都会退出，这里不用重新登录。",
        "All other sessions end; this one goes on.",
    ),
    "security.new_mobile": ("新手机号码", "New mobile number"),
    "security.account_password": ("账户密码", "Password of the account"),
    "security.bind": ("绑定", "Bind it"),
    "security.wrong": ("密码不正确，您还有 {tries} 次机会", "Wrong password; {tries} tries left"),
    "security.done.password": (
        "密码已修改，其他设备上的登录已退出。",
        "The password is changed, and all other sessions have ended.",
    ),
    "security.done.mobile": (
        "手机号码已绑定，以后可用它登录和接收短信。",
        "The number is bound: log in with it, and receive messages on it.",
    ),
    "sims.title": ("模拟短信", "Simulated messages"),
    "sims.what": (
        "这里是（模拟）手机里的短信。在手机APP登录后，账户绑定的号码就在这部手机里；注册时用的新号码，在下面放入。",
        "The messages in this (simulated) phone. The number of an account is in it once its owner logs in here; put a new one in below.",
    ),
    "sims.open": (
        "离线演示只有一位使用者，任何号码都可以放入。",
        "In the offline demo there is one user only: any number may be put in.",
    ),
    "sims.closed": (
        "已有账户的号码、在别的手机里的号码不能放入：请在这部手机上登录该账户。",
        "A number of an account, or one in another phone, can't be put in: log in to that account on this phone.",
    ),
    "sims.number": ("手机号码", "Mobile number"),
    "sims.put_in": ("放入 SIM 卡", "Put the SIM card in"),
    "sims.taken": (
        "这个号码已有账户，或在别的手机里。是您的账户的，请在这部手机上登录",
        "This number has an account or is in another phone; if it is yours, log in on this phone",
    ),
}
