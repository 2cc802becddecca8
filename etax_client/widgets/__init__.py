"""Parts of a screen without opinions: attributes down, messages up."""
