from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "pulang.exchange"

    def ready(self) -> None:
        from pulang.exchange.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
