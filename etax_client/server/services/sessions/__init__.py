"""Who is logged in, and how one gets in."""
