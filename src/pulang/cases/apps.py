from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "pulang.cases"

    def ready(self) -> None:
        from pulang.cases.actions.merged import tell_cases
        from pulang.cases.messages import register_kinds
        from pulang.cases.ownership.arriving import CASE_FILES
        from pulang.cases.sentences import SENTENCES
        from pulang.cases.written.messages import register_forms
        from pulang.exchange.attachments.keeper import register_keeper
        from pulang.persons.belongings import belongs, when_moved
        from pulang.words import say

        say(SENTENCES)
        register_kinds()
        register_keeper(CASE_FILES)
        register_forms()
        belongs("cases.Case")
        belongs("cases.Report", follows="case_id", leader="cases.Case")
        when_moved(tell_cases)
