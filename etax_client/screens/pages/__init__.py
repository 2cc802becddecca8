"""The server's pages, read in the terminal: on a screen of their own (F10), and on the phone beside the client (F9)."""
