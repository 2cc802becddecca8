"""The trainer's page and the tax hall's counter, behind the tester's door."""
