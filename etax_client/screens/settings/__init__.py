"""设置: what a user has chosen on this machine."""
