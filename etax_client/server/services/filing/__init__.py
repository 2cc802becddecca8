"""What is done once a unit is open: its people, their income, the month's return and its payment."""
