------------------------------ MODULE Workflow ------------------------------
(* Runs that change while they go on: a map gives its run elements, a decision takes an op out, an op starts a sub-job and waits for  *)
(* it, another waits for a signal, and a trigger starts what is to happen after a failure. One action is one transaction. Messages,   *)
(* leases and crashes are those of Protocol.tla; what is left of them here is Lose.                                                   *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Elements,  \* that the map makes at most
  Losses,    \* how often leases may be lost, and failures happen
  Bug        \* the bug planted in this model; "none" is the protocol

Made == {<<"element", i>> : i \in 1..Elements}
Parent == {<<"map">>, <<"sum">>, <<"sub">>, <<"answer">>, <<"yes">>, <<"no">>, <<"alarm">>} \union Made
Child == {<<"first">>, <<"second">>}
Ops == Parent \union Child
Decision == <<"answer">>   \* waits for a signal, and decides by it between yes and no
Sub == <<"sub">>
Trigger == <<"alarm">>     \* starts as soon as sub or sum has failed; skipped once both have ended otherwise

VARIABLES
  row,       \* op_execution; an op that is not there has the state "ABSENT"
  run,       \* job_run: open, ended and called off, of the parent and the child
  losses,
  early,     \* history: an op started before what it waits for stood
  twice      \* history: an op has committed twice, or the map has given elements twice

vars == <<row, run, losses, early, twice>>

Terminal == {"SUCCEEDED", "FAILED", "CANCELED", "SKIPPED"}
RunOf(o) == IF o \in Child THEN "child" ELSE "parent"
Of(r) == IF r = "child" THEN Child ELSE Parent
There(rows, r) == {o \in Of(r) : rows[o].state # "ABSENT"}

(* What an op waits for: all of it must have succeeded, but for the trigger. *)
Upstream(rows, o) ==
  CASE o = <<"sum">> -> {<<"map">>} \union {e \in Made : rows[e].state # "ABSENT"}
    [] o \in {<<"yes">>, <<"no">>} -> {Decision}
    [] o = Trigger -> {Sub, <<"sum">>}
    [] o = <<"second">> -> {<<"first">>}
    [] o \in Made -> {<<"map">>}
    [] OTHER -> {}

Fresh(o) == [state |-> "WAITING", waits |-> FALSE, signal |-> FALSE, phase |-> 1, chosen |-> TRUE]
Absent == [state |-> "ABSENT", waits |-> FALSE, signal |-> FALSE, phase |-> 1, chosen |-> TRUE]

(* Whether an op may be let go, or has to be skipped, as the rows stand. *)
Free(rows, o) ==
  IF o = Trigger THEN \E u \in Upstream(rows, o) : rows[u].state \in {"FAILED", "CANCELED"}
  ELSE \A u \in Upstream(rows, o) : rows[u].state = "SUCCEEDED"
Hopeless(rows, o) ==
  IF o = Trigger THEN ~Free(rows, o) /\ \A u \in Upstream(rows, o) : rows[u].state \in Terminal
  ELSE ~rows[o].chosen \/ \E u \in Upstream(rows, o) : rows[u].state \in {"FAILED", "CANCELED", "SKIPPED"}

(* All that follows in the same transaction: layer by layer, until nothing more follows. *)
Layer(rows, r) ==
  [o \in Ops |->
    IF RunOf(o) = r /\ rows[o].state = "WAITING"
    THEN IF Hopeless(rows, o) THEN [rows[o] EXCEPT !.state = "SKIPPED"]
         ELSE IF Free(rows, o) THEN [rows[o] EXCEPT !.state = "PENDING", !.waits = o = Decision /\ ~rows[o].signal]
         ELSE rows[o]
    ELSE rows[o]]
RECURSIVE Settled(_, _)
Settled(rows, r) == LET next == Layer(rows, r) IN IF next = rows THEN rows ELSE Settled(next, r)

(* A run ends with its last op, and the end of the child is told to the op that waits for it, in the same transaction. *)
Ends(rows, r) == \A o \in There(rows, r) : rows[o].state \in Terminal
Woken(rows) ==
  IF rows[Sub].state = "PENDING" /\ rows[Sub].waits THEN [rows EXCEPT ![Sub].waits = FALSE, ![Sub].signal = TRUE] ELSE rows
After(rows, r) ==
  LET settled == Settled(rows, r)
      ended == Ends(settled, r)
  IN /\ row' = IF r = "child" /\ ended /\ Bug # "nobody wakes the parent" THEN Woken(settled) ELSE settled
     /\ run' = [run EXCEPT ![r].ended = ended]

Init ==
  /\ row = Settled([o \in Ops |-> IF o \in Parent \ Made THEN Fresh(o) ELSE Absent], "parent")
  /\ run = [r \in {"parent", "child"} |-> [there |-> r = "parent", ended |-> FALSE, canceled |-> FALSE]]
  /\ losses = 0 /\ early = FALSE /\ twice = FALSE

Claim(o) ==
  /\ row[o].state = "PENDING"
  /\ ~row[o].waits \/ (Bug = "claim ignores the wait" /\ o = Sub)
  /\ row' = [row EXCEPT ![o].state = "RUNNING"]
  /\ early' = (early \/ (o # Trigger /\ ~Free(row, o))
                     \/ (o = Sub /\ run["child"].there /\ ~run["child"].ended))
  /\ UNCHANGED <<run, losses, twice>>

Lose(o) ==
  /\ row[o].state = "RUNNING" /\ losses < Losses /\ ~run[RunOf(o)].canceled
  /\ row' = [row EXCEPT ![o].state = "PENDING"]
  /\ losses' = losses + 1
  /\ UNCHANGED <<run, early, twice>>

(* The commit of a plain success, or of the trigger's, an element's, a branch's. *)
Succeed(o) ==
  /\ row[o].state = "RUNNING" /\ ~run[RunOf(o)].canceled
  /\ o \notin {<<"map">>, Decision} /\ (o = Sub => row[o].signal)
  /\ o = Sub => \A c \in Child : row[c].state = "SUCCEEDED"
  /\ After([row EXCEPT ![o].state = "SUCCEEDED"], RunOf(o))
  /\ UNCHANGED <<losses, early, twice>>

Fail(o) ==
  /\ row[o].state = "RUNNING" /\ ~run[RunOf(o)].canceled
  /\ IF o = Sub /\ row[o].signal THEN \E c \in Child : row[c].state # "SUCCEEDED" ELSE losses < Losses
  /\ losses' = IF o = Sub /\ row[o].signal THEN losses ELSE losses + 1
  /\ After([row EXCEPT ![o].state = "FAILED"], RunOf(o))
  /\ UNCHANGED <<early, twice>>

(* The map's success, with its elements: one transaction, or with the bug two of them. *)
Added(rows, count) == [o \in Ops |-> IF o \in {<<"element", i>> : i \in 1..count} THEN Fresh(o) ELSE rows[o]]
Expand ==
  /\ row[<<"map">>].state = "RUNNING" /\ ~run["parent"].canceled
  /\ twice' = (twice \/ \E e \in Made : row[e].state # "ABSENT")
  /\ \E count \in 0..Elements :
       IF Bug = "elements after the commit"
       THEN After([row EXCEPT ![<<"map">>].state = "SUCCEEDED", ![<<"map">>].phase = 2], "parent")
       ELSE After(Added([row EXCEPT ![<<"map">>].state = "SUCCEEDED"], count), "parent")
  /\ UNCHANGED <<losses, early>>
ExpandLate ==
  /\ Bug = "elements after the commit" /\ row[<<"map">>].phase = 2
  /\ After(Added([row EXCEPT ![<<"map">>].phase = 3], Elements), "parent")
  /\ early' = (early \/ row[<<"sum">>].state \in {"RUNNING", "SUCCEEDED"})
  /\ UNCHANGED <<losses, twice>>

(* The decision's success, which takes the other branch out. *)
Decide ==
  /\ row[Decision].state = "RUNNING" /\ ~run["parent"].canceled
  /\ \E chosen \in {<<"yes">>, <<"no">>} :
       LET other == CHOOSE o \in {<<"yes">>, <<"no">>} : o # chosen
       IN After([row EXCEPT ![Decision].state = "SUCCEEDED", ![other].chosen = FALSE], "parent")
  /\ UNCHANGED <<losses, early, twice>>

(* The first attempt at the op of a sub-job: the child is submitted in the same transaction, if nobody has called the parent off. *)
Suspend ==
  /\ row[Sub].state = "RUNNING" /\ ~row[Sub].signal /\ ~run["child"].there
  /\ ~run["parent"].canceled
  /\ row' = Settled([o \in Ops |-> IF o = Sub THEN [row[o] EXCEPT !.state = "PENDING", !.waits = TRUE]
                                   ELSE IF o \in Child THEN Fresh(o) ELSE row[o]], "child")
  /\ run' = [run EXCEPT !["child"].there = TRUE]
  /\ UNCHANGED <<losses, early, twice>>

(* With the bug, somebody wakes the parent's op while the child is at work. *)
WakeEarly ==
  /\ Bug = "wake before the end" /\ run["child"].there /\ ~run["child"].ended
  /\ row[Sub].state = "PENDING" /\ row[Sub].waits
  /\ row' = Woken(row)
  /\ UNCHANGED <<run, losses, early, twice>>

Signal ==
  /\ ~row[Decision].signal
  /\ row[Decision].state = "WAITING" \/ (row[Decision].state = "PENDING" /\ row[Decision].waits)
  /\ row' = [row EXCEPT ![Decision].signal = TRUE, ![Decision].waits = FALSE]
  /\ UNCHANGED <<run, losses, early, twice>>

(* What waits is called off at once, in the parent and in the child; what runs ends as canceled, by its commit or its lease. *)
CalledOff(rows, runs) ==
  [o \in Ops |-> IF RunOf(o) \in runs /\ rows[o].state \in {"WAITING", "PENDING"} THEN [rows[o] EXCEPT !.state = "CANCELED", !.waits = FALSE]
                 ELSE rows[o]]
Cancel(r) ==
  /\ run[r].there /\ ~run[r].ended /\ ~run[r].canceled
  /\ LET runs == IF r = "parent" /\ run["child"].there /\ ~run["child"].ended /\ Bug # "cancel forgets the child"
                 THEN {"parent", "child"} ELSE {r}
         rows == CalledOff(row, runs)
     IN /\ row' = IF "child" \in runs /\ Ends(rows, "child") THEN Woken(rows) ELSE rows
        /\ run' = [x \in {"parent", "child"} |-> IF x \in runs THEN [run[x] EXCEPT !.canceled = TRUE, !.ended = Ends(rows, x)] ELSE run[x]]
  /\ UNCHANGED <<losses, early, twice>>

EndCanceled(o) ==
  /\ row[o].state = "RUNNING" /\ run[RunOf(o)].canceled
  /\ After([row EXCEPT ![o].state = "CANCELED"], RunOf(o))
  /\ UNCHANGED <<losses, early, twice>>

Next ==
  \/ \E o \in Ops : Claim(o) \/ Lose(o) \/ Succeed(o) \/ Fail(o) \/ EndCanceled(o)
  \/ Expand \/ ExpandLate \/ Decide \/ Suspend \/ WakeEarly \/ Signal \/ \E r \in {"parent", "child"} : Cancel(r)

(* Work goes on, and whoever is to decide does so some day. No history goes round in a circle, so that is all that liveness needs. *)
Work ==
  \/ \E o \in Ops : Claim(o) \/ Succeed(o) \/ Fail(o) \/ EndCanceled(o)
  \/ Expand \/ ExpandLate \/ Decide \/ Suspend \/ Signal
Fairness == WF_vars(Work)

Spec == Init /\ [][Next]_vars /\ Fairness

(* ---- The invariants, by the numbers of the protocol ---- *)

(* I1: a map gives its elements once. *)
I1 == ~twice

(* I3: every run that stands ends, and a parent with all its ops. *)
I3 == <>(run["parent"].ended) /\ (run["child"].there ~> run["child"].ended)

(* I5: nothing starts before what it waits for stands, its sub-job among it; and of two branches at most one. *)
I5 == /\ ~early
      /\ ~(row[<<"yes">>].state \in {"RUNNING", "SUCCEEDED"} /\ row[<<"no">>].state \in {"RUNNING", "SUCCEEDED"})
      /\ \A b \in {<<"yes">>, <<"no">>} : ~row[b].chosen => row[b].state \notin {"PENDING", "RUNNING", "SUCCEEDED"}

(* I6: with the parent the child is called off. After that nothing waits to start in either. *)
I6 == /\ (run["parent"].canceled /\ run["child"].there) => (run["child"].canceled \/ run["child"].ended)
      /\ \A r \in {"parent", "child"} : run[r].canceled => \A o \in Of(r) : row[o].state \notin {"WAITING", "PENDING"}

(* A run has ended exactly if all its ops have. *)
Closed == \A r \in {"parent", "child"} : run[r].there => (run[r].ended <=> Ends(row, r))
=============================================================================
