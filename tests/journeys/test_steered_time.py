"""The client's countdowns follow the server's time, which testers steer from outside."""

from datetime import timedelta

from etax_client.testing.running import StartRun


async def test_a_lock_ends_when_a_tester_lets_its_time_pass(etax_run: StartRun) -> None:
    """LOG-07, CLK-3: nobody touches the client; 119 minutes on it still counts down, 120 minutes on it says that the lock has ended."""
    async with etax_run(account_locked="sunlei") as etax:
        await etax.login.with_password("sunlei", "Etax@2026")
        await etax.wait_for("剩余 120:00")
        await etax.control.advance(timedelta(minutes=119))
        await etax.wait_for("剩余 1:00")
        await etax.control.advance(timedelta(minutes=1))
        await etax.wait_for("锁定已解除，请重新登录")


async def test_a_code_runs_out_when_a_tester_lets_its_time_pass(etax_run: StartRun) -> None:
    """QR-08: the client fetches another one by itself."""
    async with etax_run() as etax:
        await etax.login.by_qr()
        await etax.wait_for("剩余 3:00")
        await etax.control.set_speed(0)
        await etax.control.advance(timedelta(seconds=100))
        await etax.wait_for("剩余 1:20")
        await etax.control.advance(timedelta(seconds=81))
        await etax.wait_for("剩余 3:00")
