"""导入: a spreadsheet chosen, read, told and taken over."""
