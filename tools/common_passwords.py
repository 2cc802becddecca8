"""Make etax_client/data/common_passwords.txt: `uv run python -m tools.common_passwords`.

The list is put together from patterns that people in China are known for: a word, a surname or a way over the keyboard, then digits with
a meaning (520, 1314, 888, a year), with or without a sign between or behind. Nothing is taken from anyone's collection of leaked
passwords, so that the list is this project's own. The same patterns give the same bytes.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from etax_client.domain.guessing.passwords import fits
from etax_client.domain.policies import JIANGMEN, NATIONAL
from etax_client.domain.secret import Secret

OUTPUT = Path(__file__).parent.parent / "etax_client" / "data" / "common_passwords.txt"
HEAD = """\
# Passwords that are too common, each following a password rule of a policy; compared without case.
# Made by tools/common_passwords.py from patterns of its own; part of this project and under its licence.
"""
WORDS = """
abc abcd aaa aa qwe qwer qwert asd asdf zxc zxcv qaz wsx qazwsx admin administrator root user test guest demo hello welcome login
password passwd pass p@ssw0rd p@ssword passw0rd pa$$w0rd pa55word letmein iloveyou love lover baby angel dragon monkey tiger lucky
happy summer winter spring autumn sunshine princess superman batman master system server oracle mysql super computer internet windows
china chinese beijing shanghai guangzhou shenzhen guangdong jiangmen hangzhou nanjing chengdu chongqing wuhan tianjin xiamen hongkong
taobao alipay wechat weixin tencent huawei xiaomi lenovo baidu alibaba
woaini woaiwojia woaiziji wodemima mima mimamima wobuzhidao nihao woshishui wangji feifei xiaoxiao baobao beibei meimei gege jiejie
laogong laopo mama baba zhongguo shuiwu caiwu kuaiji gongsi geren
zhang wang li liu chen yang zhao huang zhou wu xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang han feng deng cao peng
zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan fan liao shi jin wangwei zhangwei
liwei lina wangfang lijun zhangmin liqiang wangjing liming zhangsan lisi wangwu michael jordan daniel jessica jennifer charlie andrew
"""
DIGITS = """
1 123 1234 12345 123456 1234567 12345678 321 111 111111 000 666 888 8888 999 168 520 5201314 521 1314 1314520 110 2008 2020 2021 2022
2023 2024 2025 2026 1988 1990 112233 123123 123321
"""
JOINTS = (("", ""), ("@", ""), ("", "!"))
"""What stands before the digits and behind them."""
WALKS = """
1qaz2wsx 1qaz@WSX !QAZ2wsx !QAZ@WSX 1qaz2wsx3edc 1qaz@WSX3edc 1QAZ2wsx #EDC4rfv 2wsx#EDC 3edc$RFV zaq12wsx zaq1@WSX ZAQ!2wsx
1q2w3e4r 1Q2w3e4r 1q2w3e4R 1q2w3e4r5t 1Q2w3e4r5t 1q2w3e4r! 1q2w3e4r@ q1w2e3r4 Q1w2e3r4 Q1w2e3r4t5 q1w2e3r4! qwer1234 Qwer1234
Qwer!234 qwer!@#4 qwer1234! 1234qwer 1234Qwer 1234qwer! !@#$qwer !@#$1234qwer 1234!@#$ asdf1234 Asdf1234 zxcv1234 Zxcv1234
qazwsx123 Qazwsx123 qazWSX123 Qazwsx123! qaz123wsx Qaz123wsx qweasdzxc Qweasd123 qweasd123 Qweasdzxc123 asd123456 qwe123456
a1b2c3d4 A1b2c3d4 a1s2d3f4 A1s2d3f4 abcd1234 Abcd1234 abc123456 aabbcc123 Aabbcc123 aa123456 Aa123456 Aa123456! Aa123456@ Aa123456.
Aa@123456 Aa112233 Aa123123 Aa12345678 aA123456789 a123456789 a12345678 A12345678 123456abc 123456Abc 123456aa 123456Aa 123456qwe
123456Qwe 123456a. 123456Aa. 123456a! 12345678a 12345678Aa 12345qwert 12345Qwert 123qweasd 123Qweasd 123qwe!@# 123qweASD 147258Aa
5201314a 5201314Aa 1314520aa 1314520Aa woaini1314520 w123456789 q123456789 z123456789 qq123456 Qq123456 ww123456 zz123456 Zz123456
"""


def candidates() -> Iterator[str]:
    """In the order of the file: ways over the keyboard first, words alone, a letter and digits, words with digits behind, digits first."""
    yield from WALKS.split()
    yield from (word.capitalize() + end for word, end in product(WORDS.split(), ("", "!", "@")))
    for letter, digits in product("abcdefghijklmnopqrstuvwxyz", ("1234567", "12345678", "123456789", "1111111", "7654321")):
        yield from (letter + digits, digits + letter)
    for word, digits, (before, behind) in product(WORDS.split(), DIGITS.split(), JOINTS):
        yield word.capitalize() + before + digits + behind
    for digits, joint, word in product(("123", "1234", "123456", "520", "888"), ("", "@"), WORDS.split()):
        yield digits + joint + word.capitalize()


def made() -> list[str]:
    """Those that some policy would take, each spelling once."""
    found: dict[str, str] = {}
    for text in candidates():
        if any(fits(policy.password, Secret(text)) for policy in (NATIONAL, JIANGMEN)):
            found.setdefault(text.lower(), text)
    return list(found.values())


if __name__ == "__main__":
    OUTPUT.write_text(HEAD + "\n".join(made()) + "\n", encoding="ascii")
