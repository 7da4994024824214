"""Votes: the list, one vote with its ballots and result, and questions about the Group itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import member_choices, organisation_people
from app.concerns.page.content import case_page
from app.concerns.page.step_parts import Sent, StepPart
from app.concerns.step_forms import StepForm
from app.core.actor import me
from app.core.db import db
from app.core.kept_forms.pages import keep_request
from app.core.language import translate as _
from app.core.paging import pager, place_in
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, Refusal
from app.core.rights import requires
from app.core.time import today
from app.group.queries import acting_seat, chairs, seats_on
from app.process.outcome import Taken
from app.process.step_labels import STEP_TAKEN
from app.votes import forms, queries, service
from app.votes.forms import BallotForm, DecisionForm, OpinionForm, ballot_form, procedure_of
from app.votes.group import Question, open_group_vote
from app.votes.labels import REFUSED, voted_on
from app.votes.models import WHOLE
from app.votes.process import results_of
from app.votes.queries import Shown, Undeclared
from workflows.concern import ConcernAction
from workflows.roles import CONVENERS, INSIDERS, Role
from workflows.vote import VoteState
from workflows.voting import Choice, Verdict

YEARS = 5  # of which one may ask for what was decided

bp = Blueprint("votes", __name__, url_prefix="/votes")
FORMS = {
    Question.ADMIT: forms.AdmitForm,
    Question.END: forms.EndForm,
    Question.CHAIR: forms.ChairForm,
    Question.SENDER: forms.SenderForm,
}


@bp.get("")
@requires(*INSIDERS)
def votes() -> ResponseReturnValue:
    """What is open, and what was decided: the latest ten, by result and year."""
    session, actor, this_year = db.session(), me(), today().year
    years = range(this_year, this_year - YEARS, -1)
    chosen = {name: request.args.get(name, "") for name in ("result", "year")}
    verdict = Verdict(chosen["result"]) if chosen["result"] in set(Verdict) else None
    year = next((year for year in years if str(year) == chosen["year"]), None)
    page = queries.decided(session, actor, verdict, year, place_in(queries.DECIDED))
    kept = {name: value for name, value in (("result", verdict), ("year", year)) if value}
    return render_template(
        "votes/votes.html",
        open_votes=queries.listed(session, actor),
        to_declare=queries.awaiting(session, actor).to_declare,
        decided=page.rows,
        chosen=kept,
        verdicts=list(Verdict),
        years=years,
        pager=pager("votes.votes", kept, queries.DECIDED, page),
        questions=list(Question) if chairs(db.session(), me()) else [],
    )


@bp.get("/<vote_id>")
@requires(*INSIDERS)
def page(vote_id: str) -> ResponseReturnValue:
    """One vote: the proposal, the roll, the tally or the result."""
    return _page(_shown(vote_id))


@bp.post("/<vote_id>/ballot")
@requires(Role.MEMBER)
def ballot(vote_id: str) -> ResponseReturnValue:
    """Vote, or vote otherwise than before."""
    shown = _shown(vote_id)
    form = _ballot(shown)
    if not form.validate():
        return _page(shown, ballot=form), 422
    try:
        service.cast(me(), vote_id, form.choices())
    except Refusal as refused:
        return _page(_shown(vote_id), ballot=form, refused=REFUSED[refused.name]), 409
    flash(_("Your ballot is cast. You can change it until the vote closes."), STEP_TAKEN)
    return redirect(url_for("votes.page", vote_id=vote_id))


@bp.post("/<vote_id>/close")
@requires(*CONVENERS)
def close(vote_id: str) -> ResponseReturnValue:
    """Count, and carry out what is adopted."""
    if not service.may_close(db.session(), me(), _shown(vote_id).case):
        abort(404)
    try:
        service.close_vote(me(), vote_id)
    except NotFound:
        abort(404)
    except Refusal as refused:
        return _page(_shown(vote_id), refused=REFUSED[refused.name]), 409
    flash(_("The vote is closed."))
    return redirect(url_for("votes.page", vote_id=vote_id))


@bp.post("/<vote_id>/opinion")
@requires(Role.MEMBER)
def opinion(vote_id: str) -> ResponseReturnValue:
    """Keep a minority opinion, change it or take it back."""
    shown = _shown(vote_id)
    form = _opinion(shown)
    if not form.validate():
        return _page(shown, opinion=form), 422
    try:
        because = form.override_reason.data or ""
        text = form.text.data or ""
        service.add_opinion(me(), vote_id, text, travels=form.may_travel, override_reason=because)
    except Refusal as refused:
        return _page(_shown(vote_id), opinion=form, refused=REFUSED[refused.name]), 409
    flash(_("Saved."))
    return redirect(url_for("votes.page", vote_id=vote_id))


@bp.route("/new/<question>", methods=["GET", "POST"])
@requires(*CONVENERS)
def new(question: str) -> ResponseReturnValue:
    """Put a question about the Group itself to the vote."""
    if question not in set(Question) or not chairs(db.session(), me()):
        abort(404)
    asked = Question(question)
    form = FORMS[asked]()
    _fill(form, asked)
    refused = None
    if form.validate_on_submit():
        proposed = replace(form.proposal(), override_reason=form.override_reason.data or "")
        try:
            key = form.key.data or one_time_key()
            vote_id = open_group_vote(me(), asked, proposed, procedure_of(form), key=key)
        except Refusal as refusal:
            refused = _beside(form, refusal.name)
        else:
            flash(_("The vote is open. It is listed in “My work” of everybody who votes."))
            return redirect(url_for("votes.page", vote_id=vote_id))
    status = 422 if form.errors or refused else 200
    return render_template("votes/new.html", form=form, question=asked, refused=refused), status


def _beside(form: Any, name: str) -> Any:
    """The refusal beside the field it is about, or by itself."""
    where = {"seated": "organisation", "not_seated": "organisation", "mandate": "to_on"}.get(name, name)
    if where in form:
        form[where].errors = [*form[where].errors, REFUSED[name]]
        return None
    return REFUSED[name]


def _fill(form: Any, asked: Question) -> None:
    session = db.session()
    form.suggest_end(session)
    held = seats_on(session)
    seated = {h.organisation.id: h.organisation.name for h in held}
    if asked in (Question.CHAIR, Question.SENDER):
        # where the chair is recused, so is the chair's organisation
        own = me().organisation_id if asked is Question.SENDER and me().is_(Role.CHAIR) else None
        form.person.choices = [
            (0, _("Choose one")),
            *(
                (p.id, f"{p.name}, {h.organisation.name}")
                for h in held
                if (p := h.representative) and p.active and p.organisation_id != own
            ),
        ]
        return
    members = [
        (key, name) for key, name in member_choices(session) if (key in seated) is (asked is Question.END)
    ]
    form.organisation.choices = [(0, _("Choose one")), *members]
    if asked is Question.ADMIT:
        form.person.choices = [
            (0, _("Later")),
            *organisation_people(session, [key for key, _name in members]),
        ]


def _shown(vote_id: str) -> Shown:
    try:
        return queries.shown(db.session(), me(), vote_id)
    except Undeclared as undeclared:
        keep_request()
        abort(redirect(url_for("recusals.declare", public_id=str(undeclared), next=request.path)))
    except NotFound:
        abort(404)


def _ballot(shown: Shown) -> BallotForm:
    actor = me()
    titles = {r.number: r.heading for r in shown.case.all_recommendations} if shown.case else {}
    whole = voted_on(shown.vote.machine, shown.vote.do)
    questions = {q: whole if q == WHOLE else f"{q}. {titles.get(q, '')}" for q in shown.vote.questions}
    mine = {q: shown.choice(actor.organisation_id, q) for q in shown.vote.questions}
    return ballot_form(questions, {q: Choice(b.choice) for q, b in mine.items() if b and not b.void})


def _opinion(shown: Shown, **given: Any) -> OpinionForm:
    """Whether it may travel is asked where something is to be transmitted: with an adoption."""
    form = OpinionForm(**given)
    if shown.vote.do != ConcernAction.ADOPT:
        del form["travels"]
    return form


def _page(
    shown: Shown, ballot: BallotForm | None = None, opinion: OpinionForm | None = None, refused: Any = ""
) -> str:
    actor, vote = me(), shown.vote
    seat = next(
        (s for s in vote.seats if s.organisation_id == actor.organisation_id and not s.recused_at), None
    )
    acts = acting_seat(db.session(), actor.person_id) if seat and shown.is_open else None
    mine = next((o for o in vote.opinions if o.organisation_id == actor.organisation_id), None)
    concern = shown.case.concern if shown.case else None
    if opinion is None:
        opinion = _opinion(
            shown,
            formdata=None,
            data={
                "text": mine.text if mine else "",
                "travels": bool(mine and mine.travels),
                "override_reason": mine.override_reason if mine else "",
            },
        )
        if opinion.override_reason.data:
            opinion.ask_why_it_may_stay()
    return render_template(
        "votes/vote.html",
        shown=shown,
        # a script that asks for the tally anew shows nothing else
        page=case_page(db.session(), shown.case, whole=True)
        if shown.case and "HX-Request" not in request.headers
        else None,
        vote=vote,
        refused=refused,
        results=results_of(db.session(), vote),
        aside=queries.aside(db.session(), vote),
        ballot=(ballot or _ballot(shown)) if acts else None,
        voted=any(b.organisation_id == actor.organisation_id and not b.void for b in vote.ballots),
        opinion=opinion if seat and (refused or not service.has_travelled(vote, concern)) else None,
        may_close=vote.state is VoteState.OPEN and service.may_close(db.session(), actor, shown.case),
        WHOLE=WHOLE,
    )


class VotePart(StepPart):
    """Of a step whose form puts it to the vote."""

    def send(
        self, form: StepForm, _files: tuple[str, ...], _draft: bool, sent: dict[str, Any]
    ) -> Sent | None:
        """Open the vote."""
        if not isinstance(form, DecisionForm):
            return None
        address = self.page.case.concern.public_id
        outcome = service.open_vote(me(), address, self.page.do, form.decision(), procedure_of(form), **sent)
        if not isinstance(outcome, Taken):
            return Sent(outcome)
        onward = url_for("votes.page", vote_id=outcome.target)
        return Sent(outcome, onward, _("The vote is open: everybody on the roll is notified."))
