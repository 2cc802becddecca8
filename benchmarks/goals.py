"""How a figure is printed beside the goal it is held to."""


def tell(number: str, what: str, ratio: float, goal: float, *, at_least: bool = False, unit: str = "x") -> bool:
    """One line for one goal; returns whether it is met."""
    met = ratio >= goal if at_least else ratio <= goal
    print(
        f"{number:<5} {what:<58} {ratio:8.3g} {unit:<3} goal {'>=' if at_least else '<='} {goal:<6g} {'ok' if met else 'MISSED'}",
        flush=True,
    )
    return met
