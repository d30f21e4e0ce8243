from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "pulang.exchange"

    def ready(self) -> None:
        from pulang.exchange.attachments.keeper import register_keeper
        from pulang.exchange.kinds import register
        from pulang.exchange.log.checkpoints import SYSTEM_CHECKPOINT
        from pulang.exchange.partners.hello import GREETING_FILES, KIND, SYSTEM_HELLO
        from pulang.exchange.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
        register(SYSTEM_CHECKPOINT)
        register(SYSTEM_HELLO)
        register_keeper(GREETING_FILES, KIND)
