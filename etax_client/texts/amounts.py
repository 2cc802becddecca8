"""Amounts as people read them."""

from decimal import Decimal


def grouped(amount: Decimal) -> str:
    """12,345.60"""
    return f"{amount:,.2f}"
