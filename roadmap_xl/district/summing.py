"""Recipes summed over schools, one school after the other or from the figures of parts of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .counted import CountedSchool
from .figures import Exact, Figure, Figures, Names, Recipe


class Summing:
    """A figure in the making, school by school."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._count: Exact | None = None
        self._whole: Exact = 0
        self._counted = self._gave = 0
        self._left_out = Names()

    def add(self, school: CountedSchool) -> None:
        left_out = self.recipe.left_out(school)
        if left_out is None:
            self._counted += 1
        else:
            self._left_out.add(left_out.words)
        given = self.recipe.given(school)
        if given is not None:
            self._count = (self._count or 0) + given.count
            self._whole += given.whole
            self._gave += 1

    def include(self, figure: Figure) -> None:
        """Adds what the recipe came to over other schools."""
        self._counted += figure.counted
        self._gave += figure.gave
        self._left_out.include(figure.left_out)
        if figure.count is not None:
            self._count = (self._count or 0) + figure.count
            self._whole += figure.whole

    def figure(self) -> Figure:
        return Figure(
            self.recipe, self._count, self._whole, self._counted, self._gave, self._left_out
        )


def summed(recipes: Mapping[str, Recipe], schools: Iterable[CountedSchool]) -> Figures:
    """Each recipe over these schools, opened one after the other, once."""
    summing = {key: Summing(recipe) for key, recipe in recipes.items()}
    columns: Sequence[Summing] = list(summing.values())
    for school in schools:
        for one in columns:
            one.add(school)
    return {key: one.figure() for key, one in summing.items()}


def together(recipes: Mapping[str, Recipe], parts: Iterable[Figures]) -> Figures:
    """Each recipe over all schools, from what it came to over parts of them."""
    summing = {key: Summing(recipe) for key, recipe in recipes.items()}
    for part in parts:
        for key, one in summing.items():
            one.include(part[key])
    return {key: one.figure() for key, one in summing.items()}
