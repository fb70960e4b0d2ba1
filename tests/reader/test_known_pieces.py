"""What was read once is not read again, and what is kept of it does not grow without end."""

from __future__ import annotations

from roadmap_xl.reader.files.known_pieces import KnownPieces


def test_a_piece_is_read_once_until_there_is_no_room() -> None:
    asked: list[str] = []

    def length(piece: str) -> int | None:
        asked.append(piece)
        return len(piece) if piece.isalpha() else None

    pieces = KnownPieces(length, most=6)
    assert pieces.of(["abc", "de", "abc"]) == [3, 2, 3]
    assert pieces.of(["de", "abc"]) == [2, 3]
    assert asked == ["abc", "de"]
    assert pieces.of(["abc", "fg"]) == [3, 2]  # with it all that is kept has seven letters
    assert pieces.of(["abc"]) == [3]
    assert asked == ["abc", "de", "fg", "abc"]


def test_one_odd_piece_makes_all_of_them_odd_and_is_not_kept() -> None:
    pieces = KnownPieces(lambda piece: None if piece == "?" else piece.upper())
    assert pieces.of(["a", "?"]) is None
    assert pieces.of(["a", "?"]) is None
    assert pieces.of(["a"]) == ["A"]
