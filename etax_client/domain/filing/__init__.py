"""What a unit does once it is open: its people, their income, the month's return and its payment."""
