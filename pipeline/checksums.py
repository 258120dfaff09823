"""Check digits of ID and card numbers; pure functions. Imports nothing of ours."""


def id_checksum_holds(number: str) -> bool:
    """Whether the last of 18 digits is right (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn_holds(number: str) -> bool:
    """Whether the last digit of a card number is right (ISO/IEC 7812)."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
