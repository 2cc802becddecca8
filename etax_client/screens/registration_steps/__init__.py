"""The steps of 用户注册, a file each; the screen shows one of them at a time."""
