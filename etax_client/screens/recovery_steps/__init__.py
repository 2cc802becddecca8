"""The steps of 忘记密码, a file each; the screen shows one of them at a time."""
