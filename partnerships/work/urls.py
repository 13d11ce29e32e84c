"""Addresses below /partnerschaften/arbeit/: tasks, reminders, what to do next."""

from django.urls import path

from partnerships.work import anniversary_views, views

app_name = "work"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("aufgaben/", views.tasks, name="tasks"),
    path("aufgaben/neu/", views.add_task, name="task_add"),
    path("aufgaben/<int:pk>/", views.edit_task, name="task"),
    path("aufgaben/<int:pk>/erledigt/", views.finish_task, name="task_finish"),
    path("aufgaben/<int:pk>/wieder-oeffnen/", views.reopen_task, name="task_reopen"),
    path("aufgaben/<int:pk>/verschieben/", views.postpone_task, name="task_postpone"),
    path("erinnerungen/", views.reminders, name="reminders"),
    path("erinnerungen/<int:pk>/entfernen/", views.remove_reminder, name="reminder_remove"),
    path("jubilaeen/", anniversary_views.anniversaries, name="anniversaries"),
    path("jubilaeen/<slug:slug>/", anniversary_views.begin, name="anniversary_begin"),
]
