from dampingi.config.apps import ConfigConfig


class PlainConfig(ConfigConfig):
    """Reads the words of the shared rules as Dampingi does."""

    name = "bench.plain"
    label = "plain"
