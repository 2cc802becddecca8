"""Projects of units away from home: who finds which, how one is reported, checked in and closed."""
