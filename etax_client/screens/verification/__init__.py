"""在线登录: the dialogs through which a unit is opened, by declaration password or certificate."""
