"""The next-steps conversations: what each is about, prepared, recorded, confirmed, and noted for oneself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentices import actions
from apprentices.forms.conversations import ConfirmForm, NoteForm, PrepareForm, RecordForm
from apprentices.models import Apprentice, Conversation, NextStep
from hackit import dates
from hackit.access import Action
from hackit.overview import conversation as conversations


@require_safe
def next_steps_talk(request, pk, talk):
    """One conversation: what it is about, what was prepared, said and agreed."""
    today = dates.today()
    record = _record(request, pk, Action.SEE_NEXT_STEPS)
    page = conversations.page(record, talk, request.user, today)
    return render(request, "apprentices/next_steps_talk.html", {"apprentice": record, "page": page})


@require_http_methods(["GET", "POST"])
def prepare_talk(request, pk, talk):
    """The apprentice writes what they bring to it; once it was held, its page says so."""
    record = _record(request, pk, Action.TELL_NEXT_STEPS)
    conversation = _conversation(record, talk)
    if conversation.held_on:
        messages.info(request, "This conversation was held: say in its record what you see differently.")
        return redirect("next_steps_talk", pk, talk)
    form = PrepareForm(request.POST or None, conversation=conversation)
    return _ask(request, record, conversation, form, "apprentices/prepare_talk.html")


@require_http_methods(["GET", "POST"])
def record_talk(request, pk, talk):
    """Records a conversation that was held, or corrects it; its readers see that it was corrected."""
    record = _record(request, pk, Action.RECORD_NEXT_STEPS)
    conversation = _conversation(record, talk)
    shown = {"corrects": bool(conversation.held_on), "prepared": conversations.prepared(conversation)}
    form = RecordForm(request.POST or None, instance=conversation)
    return _ask(request, record, conversation, form, "apprentices/record_talk.html", **shown)


@require_http_methods(["GET", "POST"])
def confirm_talk(request, pk, talk):
    """The apprentice confirms the record of a conversation, or says what they see differently."""
    record = _record(request, pk, Action.TELL_NEXT_STEPS)
    conversation = _conversation(record, talk)
    if not conversation.held_on:
        messages.info(request, "There is nothing to confirm yet: the conversation was not recorded.")
        return redirect("next_steps_talk", pk, talk)
    form = ConfirmForm(request.POST or None, conversation=conversation)
    shown = {"page": conversations.page(record, talk, request.user, dates.today())}
    return _ask(request, record, conversation, form, "apprentices/confirm_talk.html", **shown)


@require_http_methods(["GET", "POST"])
def note_privately(request, pk, talk):
    """What the reader notes about a conversation for nobody but themselves."""
    record = _record(request, pk, Action.SEE_NEXT_STEPS)
    if not conversations.may_note(record):
        raise Http404
    conversation = _conversation(record, talk)
    words = conversations.note_of(conversation, request.user)
    form = NoteForm(request.POST or None, record=record, talk=talk, words=words)
    return _ask(request, record, conversation, form, "apprentices/private_note.html")


@require_POST
def tick_next_step(request, pk, step):
    """Notes that something agreed is done, or without `done` that it is not after all."""
    record = _record(request, pk, Action.RECORD_NEXT_STEPS)
    agreed = get_object_or_404(NextStep, conversation__apprentice=record, pk=step)
    done = "done" in request.POST
    try:
        actions.tick_next_step(agreed, done=done, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{agreed.what}: noted as {'done' if done else 'not done'}.")
    if "talk" in request.POST:
        return redirect("next_steps_talk", pk, agreed.conversation.talk)
    return redirect("next_steps", pk)


def _record(request, pk, action):
    """The record with what its conversations promise, for whoever may do `action` with it."""
    today = dates.today()
    mine = Apprentice.objects.allowing(request.user, action, today)
    return get_object_or_404(conversations.for_page(mine, today), pk=pk)


def _conversation(record, talk):
    conversation = record.conversations.filter(talk=talk).first() or Conversation(talk=talk)
    conversation.apprentice = record
    return conversation


def _ask(request, record, conversation, form, template, **shown):
    """Carries out what a form about a conversation says, or shows it."""
    if form.carried_out(request):
        return redirect("next_steps_talk", record.pk, conversation.talk)
    shown |= {
        "form": form,
        "apprentice": record,
        "talk": str(conversation.talk),
        "agenda": conversations.agenda(record, conversation.talk),
    }
    return render(request, template, shown)
