"""Files of this machine: chosen, read, saved; a visitor in a browser sees none of them."""
