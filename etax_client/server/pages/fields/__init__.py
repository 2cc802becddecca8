"""Fields that several pages ask for: read, judged by the rules, and filled in again."""
