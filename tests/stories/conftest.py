"""The fixture every story begins with."""

from tests.stories.telling import tale

__all__ = ["tale"]
