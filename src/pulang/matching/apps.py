from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "pulang.matching"

    def ready(self) -> None:
        from pulang.matching.index import keep
        from pulang.matching.queries.guess import guess
        from pulang.persons.finding import GUESSERS, KEEPERS

        KEEPERS.append(keep)
        GUESSERS.append(guess)
