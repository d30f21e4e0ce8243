from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "pulang.operations"

    def ready(self) -> None:
        from pulang.cases.lists.mending import AFTER_ROW
        from pulang.operations.actions.lists import take_up_again
        from pulang.operations.sentences import SENTENCES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        say(SENTENCES)
        AFTER_ROW.append(take_up_again)
        belongs("operations.Enrolment", follows="case_id", leader="cases.Case")
