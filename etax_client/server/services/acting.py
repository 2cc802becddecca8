"""What becomes of an act whose right to it has ended since it was looked up (ACT-1)."""

from etax_client.domain.refusals import Refused


class Over(Exception):
    """Whoever acts may not any more: nothing of the transaction in which that was asked was done."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code.value)
        self.refused = refused
