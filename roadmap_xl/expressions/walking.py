"""What a resolved tree asks of its cells: the guards of a verdict come from here."""

from __future__ import annotations

from .nodes import Arithmetic, Cell, Expression, Filled, HasAnyOf, OneOf, children


def cells_in(node: Expression) -> list[Cell]:
    """Every cell of a resolved tree, once each, in reading order."""
    found: dict[Cell, None] = {}

    def walk(part: Expression) -> None:
        if isinstance(part, Cell):
            found.setdefault(part)
        for child in children(part):
            walk(child)

    walk(node)
    return list(found)


def numbers_in(node: Expression) -> list[Cell]:
    """The cells whose number the tree works with (not those only asked whether they are filled)."""
    found: dict[Cell, None] = {}

    def walk(part: Expression) -> None:
        if isinstance(part, Cell):
            found.setdefault(part)
        if not isinstance(part, Filled | OneOf | HasAnyOf):
            for child in children(part):
                walk(child)

    walk(node)
    return list(found)


def texts_in(node: Expression) -> list[Cell]:
    """The cells whose text the tree looks at: an error value there is no answer."""
    found: dict[Cell, None] = {}

    def walk(part: Expression) -> None:
        match part:
            case OneOf(Cell() as cell, _) | HasAnyOf(Cell() as cell, _):
                found.setdefault(cell)
            case Filled(cells, _):
                for asked in cells:
                    if isinstance(asked, Cell) and asked.is_text:
                        found.setdefault(asked)
        for child in children(part):
            walk(child)

    walk(node)
    return list(found)


def divisors_in(node: Expression) -> list[Expression]:
    """What the tree divides by, each once: a zero there means that nothing can be said."""
    found: dict[Expression, None] = {}

    def walk(part: Expression) -> None:
        if isinstance(part, Arithmetic) and part.operator == "/":
            found.setdefault(part.right)
        for child in children(part):
            walk(child)

    walk(node)
    return list(found)
