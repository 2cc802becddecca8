"""Spreadsheets: .xlsx, .xls and .csv read, .xlsx written."""
