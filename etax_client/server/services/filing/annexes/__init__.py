"""附表填写: lines behind amounts of income, what they come to, and what is kept of them with a version."""
