from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "pulang.operations"

    def ready(self) -> None:
        from pulang.operations.sentences import SENTENCES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        say(SENTENCES)
        belongs("operations.Enrolment", follows="case_id", leader="cases.Case")
