"""The rules of a new password, each as a line of words (PWD-01)."""

from functools import reduce

from etax_client.domain.guessing.passwords import PasswordCheck, PasswordRule
from etax_client.texts.words import Phrase, phrase


def told(rule: PasswordRule, check: PasswordCheck) -> Phrase:
    if check is PasswordCheck.length:
        return phrase("newpw.rule.length", shortest=rule.shortest, longest=rule.longest)
    if check is not PasswordCheck.classes:
        return phrase(f"newpw.rule.{check}")
    words = [phrase(f"newpw.class.{each}") for each in rule.classes]
    listed = reduce(lambda before, word: phrase("newpw.and", before=before, word=word), words)
    if rule.at_least == len(rule.classes):
        return phrase("newpw.rule.all_classes", classes=listed)
    return phrase("newpw.rule.classes", classes=listed, least=rule.at_least)
