"""Spreadsheets on their way in: lines staged, judged, taken over."""
