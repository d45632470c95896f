from datetime import date

from django.urls import path, register_converter

from workplans.views import (
    accepting,
    beginning,
    entries,
    importing,
    items,
    learning,
    plans,
    portfolio,
    projects,
    protected,
    times,
    years,
)


class Month:
    """A month in an address, yyyy-mm, as its first day."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return date.fromisoformat(f"{value}-01")

    def to_url(self, month):
        return f"{month:%Y-%m}"


register_converter(Month, "month")

RECORD = "apprentices/<int:pk>/learning/"
TIME = f"{RECORD}time/<int:time>/"
PLAN = "apprentices/<int:pk>/plans/<month:month>/"
ITEM = f"{PLAN}items/<int:item>/"
PROJECTS = "apprentices/<int:pk>/projects/"
PROJECT = f"{PROJECTS}<int:project>/"
PORTFOLIO = "apprentices/<int:pk>/portfolio/"
CHOSEN = f"{PORTFOLIO}<int:project>/"

urlpatterns = [
    path(RECORD, learning.learning, name="learning"),
    path(f"{RECORD}log/", entries.log_learning, name="log_learning"),
    path(f"{RECORD}log/days/", entries.log_days, name="log_days"),
    path(f"{RECORD}<int:entry>/", entries.learning_entry, name="learning_entry"),
    path(f"{RECORD}<int:entry>/delete/", entries.take_out_entry, name="take_out_entry"),
    path(f"{RECORD}<int:entry>/bring-back/", entries.bring_back_entry, name="bring_back_entry"),
    path("learning/to-accept/", accepting.to_accept, name="to_accept"),
    path("learning/to-accept/<int:entry>/", accepting.return_entry, name="return_entry"),
    path(f"{RECORD}time/", times.learning_time, name="learning_time"),
    path(f"{RECORD}time/propose/", times.propose_learning_time, name="propose_learning_time"),
    path(f"{TIME}agree/", times.agree_learning_time, name="agree_learning_time"),
    path(f"{TIME}decline/", times.decline_learning_time, name="decline_learning_time"),
    path(f"{TIME}take-back/", times.take_back_learning_time, name="take_back_learning_time"),
    path(f"{TIME}end/", times.end_learning_time, name="end_learning_time"),
    path(f"{RECORD}protected/", protected.protected, name="protected"),
    path(f"{RECORD}protected/<int:answer>/talk/", protected.note_talk, name="note_talk"),
    path(f"{RECORD}entries.csv", learning.learning_csv, name="learning_csv"),
    path(f"{RECORD}evidence/", learning.evidence, name="evidence"),
    path(f"{RECORD}import/", importing.import_learning, name="import_learning"),
    path("apprentices/<int:pk>/plans/", years.plans, name="plans"),
    path("plans/", years.plan_against_actual, name="plan_against_actual"),
    path("plans.csv", years.plan_against_actual_csv, name="plan_against_actual_csv"),
    path(PLAN, plans.work_plan, name="work_plan"),
    path(f"{PLAN}begin/", beginning.begin_plan, name="begin_plan"),
    path(f"{PLAN}begin/<int:template>/", beginning.begin_from_template, name="begin_from_template"),
    path(f"{PLAN}aim/", plans.write_aim, name="write_aim"),
    path(f"{PLAN}share/", plans.share_plan, name="share_plan"),
    path(f"{PLAN}agree/", plans.agree_plan, name="agree_plan"),
    path(f"{PLAN}reflect/", plans.reflect, name="reflect"),
    path(f"{PLAN}review/", plans.review_plan, name="review_plan"),
    path(f"{PLAN}reopen/", plans.reopen_plan, name="reopen_plan"),
    path(f"{PLAN}items/add/", items.add_item, name="add_item"),
    path(f"{PLAN}items/suggest/", items.suggest_item, name="suggest_item"),
    path(ITEM, items.plan_item, name="plan_item"),
    path(f"{ITEM}take-in/", items.take_in_item, name="take_in_item"),
    path(f"{ITEM}delete/", items.delete_item, name="delete_item"),
    path(f"{ITEM}move/<str:move>/", items.move_item, name="move_item"),
    path(f"{ITEM}up/", items.reorder_item, {"up": True}, name="reorder_up_item"),
    path(f"{ITEM}down/", items.reorder_item, {"up": False}, name="reorder_down_item"),
    path(PROJECTS, projects.projects, name="projects"),
    path(f"{PROJECTS}name/", projects.name_project, name="name_project"),
    path(PROJECT, projects.project, name="project"),
    path(f"{PROJECT}change/", projects.change_project, name="change_project"),
    path(f"{PROJECT}part/", projects.write_part, name="write_part"),
    path(f"{PROJECT}feedback/", projects.give_feedback, name="give_feedback"),
    path(f"{PROJECT}delete/", projects.delete_project, name="delete_project"),
    path(PORTFOLIO, portfolio.portfolio, name="portfolio"),
    path(f"{PORTFOLIO}finished/", portfolio.finished_portfolio, name="finished_portfolio"),
    path(f"{PORTFOLIO}profile/", portfolio.write_profile, name="write_profile"),
    path(f"{CHOSEN}put-in/", portfolio.choose_project, name="choose_project"),
    path(f"{CHOSEN}leave-out/", portfolio.leave_out_project, name="leave_out_project"),
    path(f"{CHOSEN}up/", portfolio.reorder_project, {"up": True}, name="reorder_up_project"),
    path(f"{CHOSEN}down/", portfolio.reorder_project, {"up": False}, name="reorder_down_project"),
    path(f"{PORTFOLIO}links/make/", portfolio.make_link, name="make_link"),
    path(f"{PORTFOLIO}links/<int:link>/withdraw/", portfolio.withdraw_link, name="withdraw_link"),
    path("portfolio/<str:token>/", portfolio.shared_portfolio, name="shared_portfolio"),
]
